"""Ischemic heart disease: infarction by type, site and age; angina with coronary disease."""

from collections.abc import Iterator

from codeward.coding.case import Candidate, Case
from codeward.coding.rules.rule import Ask, Before, Change, Drop, Replace, Rule

# Site of an ST elevation infarction by words of the line, the vessel before the wall.
_SITES = (
    (("left", "main"), "I2101"),
    (("lad",), "I2102"),
    (("anterior", "descending"), "I2102"),
    (("rca",), "I2111"),
    (("right", "coronary"), "I2111"),
    (("circumflex",), "I2121"),
    (("lcx",), "I2121"),
    (("anterior",), "I2109"),
    (("anteroseptal",), "I2109"),
    (("anterolateral",), "I2109"),
    (("inferior",), "I2119"),
    (("inferolateral",), "I2119"),
    (("inferoposterior",), "I2111"),
    (("lateral",), "I2129"),
    (("posterior",), "I2129"),
)
_SUBSEQUENT = {
    "I2101": "I220",
    "I219": "I229",
    "I213": "I229",
    "I214": "I222",
    "I2109": "I220",
    "I2102": "I220",
    "I2119": "I221",
    "I2111": "I221",
    "I2129": "I228",
    "I2121": "I228",
}
_FOUR_WEEKS = {"days": 28.0, "day": 28.0, "weeks": 4.0, "week": 4.0}


def site_changes(case: Case) -> Iterator[Change]:
    """Code an ST elevation infarction by its site.

    Why: I.C.9.e.1.
    What it does not do: an infarction that is not said to be ST elevation gets no site.
    """
    for infarction in case.starting("I213"):
        code = _sited(case, infarction)
        if code != infarction.code:
            yield Replace(infarction.code, code)
            yield Drop("I219")

    yield from _conflicting(case)


def _conflicting(case: Case) -> Iterator[Change]:
    """Ask which infarction it was where different sentences give it with and without ST elevation.

    Infarctions that the text tells apart in time are two, not a conflict.
    """
    with_elevation, without = case.starting("I210", "I211", "I212", "I213"), case.starting("I214")
    for first, second in zip(with_elevation[:1], without[:1], strict=False):
        words = case.written(first.line) | case.written(second.line)
        if first.line != second.line and not words & (_NEW | _APART):
            later = max(first, second, key=lambda one: one.place)
            yield Ask("type of infarction", later.evidence[0])


def _sited(case: Case, infarction: Candidate) -> str:
    """The code of an ST elevation infarction with the site that its line names."""
    if infarction.code != "I213":
        return infarction.code
    words = case.written(infarction.line) | {word.word for word in case.line(infarction.line).words}
    return next((code for needed, code in _SITES if words.issuperset(needed)), "I213")


def type_two_changes(case: Case) -> Iterator[Change]:
    """Sequence the cause of a type 2 infarction first.

    Why: I.C.9.e.5 and the `code first` note at I21.A1.
    What it does not do: it names no cause that is not stated in the same sentence.
    """
    for infarction in case.starting("I21A1"):
        for cause in case.candidates:
            if cause.line == infarction.line and cause.code != infarction.code:
                yield Before(cause.code, infarction.code)
        for other in ("I219", "I214"):
            if any(one.line == infarction.line for one in case.starting(other)):
                yield Drop(other)


def subsequent_changes(case: Case) -> Iterator[Change]:
    """Code a new infarction within four weeks of another as subsequent, beside the first.

    Why: I.C.9.e.4.
    What it does not do: after four weeks the older one is an old infarction.
    """
    yield from _called_subsequent(case)
    recent = [one for one in case.starting("I252", "I21") if _within_four_weeks(case, one)]
    for old in recent:
        first = "I219" if old.code == "I252" else old.code
        for new in case.starting("I21"):
            if new.code != old.code and new.line != old.line and not new.code.startswith("I21A"):
                sited = _sited(case, new)
                yield Replace(new.code, _SUBSEQUENT[sited])
                yield Replace(old.code, first)
                yield Before(_SUBSEQUENT[sited], first)
        if old.code == "I252" and not case.has("I21"):
            yield Replace(old.code, "I219")


_NEW = frozenset(("subsequent", "second", "another", "recurrent", "reinfarction"))
_INFARCTIONS = ("I210", "I211", "I212", "I213", "I214", "I219")


_APART = frozenset(("ago", "history", "old", "previous", "prior", "later", "after"))


def _called_subsequent(case: Case) -> Iterator[Change]:
    """`Subsequent inferior STEMI after NSTEMI`: both in one sentence."""
    found = case.starting(*_INFARCTIONS)
    for new in found:
        words = {word.word for word in case.line(new.line).words}
        first = next((one for one in found if one.line == new.line and one.place > new.place), None)
        if first is not None and words & _NEW and words & {"after", "following"}:
            sited = _sited(case, new)
            yield Replace(new.code, _SUBSEQUENT[sited])
            yield Before(_SUBSEQUENT[sited], first.code)
            return


def _within_four_weeks(case: Case, candidate: Candidate) -> bool:
    words = [word.word for word in case.line(candidate.line).words]
    for place, word in enumerate(words[1:], start=1):
        limit = _FOUR_WEEKS.get(word)
        number = _WORDS.get(words[place - 1], words[place - 1])
        if (
            limit
            and number.isdigit()
            and float(number) <= limit
            and "ago" in words[place : place + 2]
        ):
            return True
    return False


_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "ten": "10", "five": "5", "six": "6"}


def angina_changes(case: Case) -> Iterator[Change]:
    """Code coronary disease with angina in one code.

    Why: I.C.9.b: the causal relationship is presumed.
    What it does not do: with an acute infarction the angina is not coded at all.
    """
    for disease in case.starting("I2510"):
        for angina in case.starting("I20"):
            code = {"I200": "I25110", "I209": "I25119"}.get(angina.code, "I25118")
            yield Replace(disease.code, code, angina.evidence)
            yield Drop(angina.code)
    if case.has("I2511", "I257"):
        for angina in case.starting("I20"):
            yield Drop(angina.code)


SITE = Rule("mi-site", "I.C.9.e.1", site_changes)
TYPE_TWO = Rule("mi-type2", "I.C.9.e.5", type_two_changes)
SUBSEQUENT = Rule("mi-subsequent", "I.C.9.e.4", subsequent_changes)
ANGINA = Rule("cad-angina", "I.C.9.b", angina_changes)
