"""Pregnancy: chapter 15 first, the trimester from the weeks, the weeks as a code of their own."""

from collections.abc import Iterator

from codeward.coding.assertion import Assertion
from codeward.coding.case import Case
from codeward.coding.mentions import Mention
from codeward.coding.rules.rule import Add, Before, Change, Drop, Replace, Rule
from codeward.coding.rules.support import add_at, number_before
from codeward.model.chart import SectionKind

_SECOND_FROM, _THIRD_FROM = 14, 28
# A pregnancy test among findings says nothing of a pregnancy.
_TESTED = frozenset((SectionKind.EXAM, SectionKind.RESULTS, SectionKind.REVIEW))
_YOUNGEST = 9
_FIRST_WEEK, _LAST_WEEK = 8, 42
_TRIMESTERS = (("first_trimester", "1"), ("second_trimester", "2"), ("third_trimester", "3"))

# A condition by prefix, the stem of its chapter 15 code, and whether the detail stays beside it.
COMPLICATING: tuple[tuple[str, str, bool], ...] = (
    ("N390", "O234", False),
    ("N10", "O230", False),
    ("N30", "O231", False),
    ("E10", "O240", True),
    ("E11", "O241", True),
    ("I10", "O100", False),
    ("D50", "O990", True),
    ("D64", "O990", True),
    ("D62", "O990", True),
    ("E03", "O9928", True),
    ("E05", "O9928", True),
    ("E66", "O9921", True),
    ("F172", "O9933", True),
    ("F11", "O9932", True),
    ("F10", "O9931", True),
    ("F32", "O9934", True),
    ("F33", "O9934", True),
    ("F41", "O9934", True),
    ("G4", "O9935", True),
    ("G43", "O9935", True),
    ("I48", "O9941", True),
    ("I2", "O9941", True),
    ("J45", "O9951", True),
    ("J1", "O9951", True),
    ("J4", "O9951", True),
    ("K", "O9961", True),
    ("L", "O9971", True),
    ("B20", "O987", True),
    ("U071", "O985", True),
    ("B18", "O984", True),
)
# Codes of chapter 15 whose last character is the trimester in the usual order.
_NO_TRIMESTER = ("O20", "O80", "O244", "O03", "O82", "O42")
# Pregnancies with abortive outcome.
_ABORTIVE = ("O00", "O01", "O02", "O03", "O04", "O08")
_CONTROL = (("insulin_controlled", "4"), ("oral_hypoglycemic", "5"), ("diet_controlled", "0"))


def weeks_of(case: Case) -> tuple[int, Mention] | None:
    """The completed weeks of the pregnancy, where the text gives them."""
    for mention in case.all_said("weeks"):
        value = number_before(case, mention)
        if value is not None and 1 <= value <= _LAST_WEEK:
            return int(value), mention
    return None


def trimester_of(case: Case) -> str | None:
    """`1`, `2` or `3`; None where the text does not tell."""
    weeks = weeks_of(case)
    if weeks is not None:
        return "1" if weeks[0] < _SECOND_FROM else "2" if weeks[0] < _THIRD_FROM else "3"
    return next((number for concept, number in _TRIMESTERS if case.said(concept)), None)


def is_pregnant(case: Case) -> bool:
    """Whether the chart is about a pregnancy."""
    return case.has("O") or any(one.section not in _TESTED for one in case.all_said("pregnancy"))


def newborn_changes(case: Case) -> Iterator[Change]:
    """Keep chapter 15 off the record of a child.

    Why: I.C.15.a.2: these codes are for the maternal record only.
    What it does not do: conditions of the mother that affect the child (P00 to P04) are not
    guessed.
    """
    if case.has("Z38") or (case.age is not None and case.age < _YOUNGEST):
        for maternal in case.starting("O", "Z3A", "Z33", "Z34", "Z37"):
            yield Drop(maternal.code)


def childbirth_changes(case: Case) -> Iterator[Change]:
    """Use the codes for childbirth where the delivery happened in this encounter.

    Why: I.C.15.a.3: complicating childbirth goes before the trimester.
    What it does not do: codes without a childbirth form keep the trimester.
    """
    delivered = next(
        (one for one in case.all_said("delivered") if one.assertion is Assertion.PRESENT), None
    )
    if delivered is None or case.has("Z38"):
        return
    for condition in case.starting("O"):
        for level in (case.book.parent(condition.code), condition.code):
            above = case.book.parent(level) if level else None
            forms = case.book.children(above) if above else ()
            match = [
                form
                for form in forms
                if "childbirth" in case.book.title(form).lower()
                and "pregnancy" not in case.book.title(form).lower()
            ]
            if len(match) == 1 and not condition.code.startswith(match[0]):
                ending = condition.code[len(match[0]) :]
                code = match[0] + ending
                if case.book.is_billable(code if case.book.is_billable(code) else match[0]):
                    yield Replace(
                        condition.code,
                        code if case.book.is_billable(code) else match[0],
                        (delivered.span,),
                    )
                    break


def incidental_changes(case: Case) -> Iterator[Change]:
    """Code a pregnancy that the provider calls incidental as a state, not as a complication.

    Why: I.C.15.a.1.
    What it does not do: without the provider's word the pregnancy is never incidental.
    """
    mention = case.mentioned("incidental_pregnancy")
    if mention is not None:
        yield add_at(case, mention, "Z331")
        for other in case.candidates:
            if not other.code.startswith("Z33"):
                yield Before(other.code, "Z331")


def complicating_changes(case: Case) -> Iterator[Change]:
    """Code conditions of a pregnant patient in chapter 15 first, with the detail after it.

    Why: I.C.15.a.1.
    What it does not do: injuries stay in their own chapter; O99 is not used where a specific
    chapter 15 code exists.
    """
    if (
        not is_pregnant(case)
        or case.has("Z38")
        or (case.age or _YOUNGEST) < _YOUNGEST
        or case.mentioned("incidental_pregnancy") is not None
    ):
        return
    last = trimester_of(case) or "0"
    for condition in case.candidates:
        if case.age == 0 or condition.code.startswith("O"):
            continue
        entry = next((e for e in COMPLICATING if condition.code.startswith(e[0])), None)
        if entry is None:
            continue
        code = _with_trimester(case, entry[1], last)
        if code is None:
            continue
        if entry[2]:
            yield Add(code, condition.evidence, condition.line, condition.place - 0.1)
            yield Before(code, condition.code)
        else:
            yield Replace(condition.code, code)
    yield Drop("Z331")
    if case.has("O"):
        yield from (Drop(visit.code) for visit in case.starting("Z34"))


def _with_trimester(case: Case, stem: str, last: str) -> str | None:
    unknown = {"O00": "9"}.get(stem[:3], "0")
    for ending in (last, "3" if last == "0" else last, unknown, "0", "9"):
        for middle in ("1", ""):
            code = stem + middle + ending
            if case.book.is_billable(code):
                return code
    return None


def trimester_changes(case: Case) -> Iterator[Change]:
    """Give chapter 15 codes, and the supervision of a pregnancy, the trimester of the encounter.

    Why: I.C.15.a.3 and I.C.21.c.11.
    What it does not do: codes without a trimester keep what they are.
    """
    last = trimester_of(case)
    if last is None:
        return
    for condition in case.starting("O", "Z34"):
        if condition.code.startswith(_NO_TRIMESTER):
            continue
        title = case.book.title(condition.code).lower()
        if "unspecified trimester" in title:
            code = _PRETERM.get((condition.code, last), condition.code[:-1] + last)
            if case.book.is_billable(code) or case.book.endings(code):
                yield Replace(condition.code, code)


# Preterm labor and delivery in the same trimester.
_PRETERM = {("O6010", "2"): "O6012", ("O6010", "3"): "O6014"}


def gestational_changes(case: Case) -> Iterator[Change]:
    """Code gestational diabetes by how it is controlled, in one code.

    What it does: insulin goes before oral drugs and diet.
    Why: I.C.15.i.
    What it does not do: no code for long-term insulin beside it, and no other diabetes code.
    """
    for diabetes in case.starting("O244"):
        control = next(((d, m) for c, d in _CONTROL if (m := case.said(c)) is not None), None)
        code = "O2441" + (control[0] if control else "9")
        yield Replace(diabetes.code, code, (control[1].span,) if control else ())
        for other in case.starting("E11", "E119", "Z794", "Z7984"):
            yield Drop(other.code)


def week_changes(case: Case) -> Iterator[Change]:
    """Add the weeks of gestation to chapter 15 codes and to prenatal visits, last.

    Why: I.C.21.c.11 and the note at chapter 15.
    What it does not do: abortive outcomes (O00 to O08) and the puerperium get no weeks.
    """
    weeks = weeks_of(case)
    if (
        weeks is None
        or not case.has("O", "Z34")
        or case.has("O00", "O01", "O02", "O03", "O04", "O08")
    ):
        return
    number, mention = weeks
    code = (
        "Z3A01" if number < _FIRST_WEEK else "Z3A49" if number > _LAST_WEEK else f"Z3A{number:02d}"
    )
    yield add_at(case, mention, code)
    for other in case.candidates:
        if other.code != code:
            yield Before(other.code, code)


def delivery_changes(case: Case) -> Iterator[Change]:
    """Code a plain delivery alone, with its outcome.

    Why: I.C.15.n.
    What it does not do: with any complication O80 is not used.
    """
    outcome, delivered = _outcome(case), case.said("delivered") or case.has(*_AT_DELIVERY)
    if outcome is not None and delivered and case.has("O") and not case.has("Z38"):
        code, born = outcome
        yield add_at(case, born, code)
        for other in case.candidates:
            if not other.code.startswith("Z"):
                yield Before(other.code, code)
    mention = case.said("normal_delivery")
    if mention is None or case.said("complicated_delivery") or case.has("Z38"):
        return
    others = [one for one in case.starting("O") if not one.code.startswith("O80")]
    if not others and case.said("single_liveborn", "newborn_word", "normal_delivery"):
        yield add_at(case, mention, "O80")
        if case.said("single_liveborn") is not None:
            yield add_at(case, case.said("single_liveborn") or mention, "Z370")
            yield Before("O80", "Z370")
            weeks = weeks_of(case)
            if weeks is not None:
                yield Before("O80", f"Z3A{weeks[0]:02d}")


# Complications of labor and delivery: the delivery belongs to the encounter.
_AT_DELIVERY = ("O6", "O70", "O71", "O72", "O73", "O74", "O75", "O76", "O77", "O80", "O82")


def _outcome(case: Case) -> tuple[str, Mention] | None:
    """The outcome of the delivery (category Z37), and where it stands."""
    born, twins = case.said("single_liveborn", "liveborn_word"), case.said("twin_liveborn")
    still = case.said("stillborn")
    if twins and (born or still):
        code = "Z372" if not still else "Z373" if born else "Z374"
        return code, born or still or twins
    if still is not None:
        return "Z371", still
    single = case.said("single_liveborn")
    return None if single is None else ("Z370", single)


NEWBORN_RECORD = Rule("maternal-record-only", "I.C.15.a.2", newborn_changes)
CHILDBIRTH = Rule("pregnancy-childbirth", "I.C.15.a.3", childbirth_changes)
INCIDENTAL = Rule("pregnancy-incidental", "I.C.15.a.1", incidental_changes)
COMPLICATED = Rule("pregnancy-precedence", "I.C.15.a.1", complicating_changes)
TRIMESTER = Rule("pregnancy-trimester", "I.C.15.a.3", trimester_changes)
GESTATIONAL = Rule("gestational-dm", "I.C.15.i", gestational_changes)
WEEKS = Rule("pregnancy-weeks", "I.C.21.c.11", week_changes)
DELIVERY = Rule("normal-delivery", "I.C.15.n", delivery_changes)
