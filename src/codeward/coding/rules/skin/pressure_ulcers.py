"""Pressure ulcers: diagnosed by the provider, staged by any clinician."""

from collections.abc import Iterator

from codeward.coding.case import Candidate, Case
from codeward.coding.mentions import Line
from codeward.coding.rules.rule import Add, Change, Drop, Rule
from codeward.coding.sites import qualified
from codeward.coding.specify import specify
from codeward.model import EvidenceSpan
from codeward.model.chart import SectionKind

_STAGE = frozenset(("stage", "grade", "categori"))
_NUMBERS = frozenset("1234")
_SITE_LENGTH = 5


def changes(case: Case) -> Iterator[Change]:
    """Stage the ulcer from whatever clinician's note gives the stage; both stages if it evolved.

    Why: I.B.14, I.C.12.a.2 (unstageable is not unspecified) and I.C.12.a.6.
    What it does not do: a nurse's note alone makes no diagnosis of an ulcer.
    """
    ulcers = case.starting("L89")
    provider = [one for one in ulcers if one.section is not SectionKind.NURSING]
    if not provider:
        for ulcer in ulcers:
            yield Drop(ulcer.code)
        return
    staged = sorted(
        {
            code: (one, place, span) for one in ulcers for code, place, span in _sites(case, one)
        }.items()
    ) or sorted(
        {
            code: (one, place, span) for one in ulcers for code, place, span in _stages(case, one)
        }.items()
    )
    if not staged:
        return
    for ulcer in ulcers:
        yield Drop(ulcer.code)
    for code, (ulcer, place, span) in staged:
        evidence = tuple(dict.fromkeys((*ulcer.evidence, span)))
        yield Add(code, evidence, ulcer.line, ulcer.place + place / 100)


_PARTS = frozenset(
    ("heel", "sacrum", "sacral", "buttock", "hip", "elbow", "ankle", "back", "coccyx", "ischium")
)


def _sites(case: Case, ulcer: Candidate) -> Iterator[tuple[str, int, EvidenceSpan]]:
    """Ulcers of several sites in one sentence, each with the stage that follows it.

    Nothing where the sentence names a single site, or a second ulcer has been read already.
    """
    line = case.line(ulcer.line)
    if sum(one.line == ulcer.line for one in case.starting("L89")) > 1:
        return
    found, first = [], 0
    for place, word in enumerate(line.words):
        before = line.words[place - 1].stem if place else ""
        if (word.stem in _NUMBERS and before in _STAGE) or word.stem == "unstag":
            segment = line.words[first : place + 1]
            if not {one.word for one in segment} & _PARTS:
                return
            stems = {one.stem for one in segment} | {"stage", "pressur", "ulcer"}
            stems |= qualified("L89", stems)
            chosen = specify("L89", frozenset(stems), case.book)
            span = EvidenceSpan(line.sentence.document, word.start, word.end, word.word)
            found.append((chosen.code, place, _exact(case, span, segment[0].start)))
            first = place + 1
    if len(found) > 1:
        yield from found


def _stages(case: Case, ulcer: Candidate) -> Iterator[tuple[str, int, EvidenceSpan]]:
    """The staged codes of an ulcer: from its own line, else from what any clinician wrote."""
    own = list(_stages_of(case, ulcer, case.line(ulcer.line)))
    if "unspecified stage" not in case.book.title(ulcer.code).lower():
        yield ulcer.code, 0, ulcer.evidence[0]
        yield from (one for one in own if one[0] != ulcer.code)
        return
    if own:
        yield from own
        return
    single = len({one.code[:_SITE_LENGTH] for one in case.starting("L89")}) == 1
    for line in case.reading.lines:
        if not single and not _site_words(case, ulcer) & {word.stem for word in line.words}:
            continue
        nursing = line.sentence.section is SectionKind.NURSING
        if nursing or {word.word for word in line.words} & _ABOUT_IT:
            yield from _stages_of(case, ulcer, line)


def _site_words(case: Case, ulcer: Candidate) -> frozenset[str]:
    header = _site(case, ulcer)
    return case.book.words_of(header).stated - {"pressur", "ulcer", "region", "right", "left"}


_ABOUT_IT = frozenset(("ulcer", "wound", "nursing", "nurse", "injury", "decubitus"))


def _stages_of(case: Case, ulcer: Candidate, line: Line) -> Iterator[tuple[str, int, EvidenceSpan]]:
    header = _site(case, ulcer)
    stems = case.stems_of(ulcer.line) - _NUMBERS
    others = [one for one in case.starting("L89") if one.line == line.number]
    for place, word in enumerate(line.words):
        before = line.words[place - 1].stem if place else ""
        if len(others) > 1 and _nearest(others, word.start) is not ulcer:
            continue
        if (word.stem in _NUMBERS and before in _STAGE) or word.stem == "unstag":
            found = specify(header, frozenset({word.stem, "stage"} | stems), case.book)
            if not found.defaulted:
                span = EvidenceSpan(line.sentence.document, word.start, word.end, word.word)
                yield found.code, place, _exact(case, span, line.words[max(place - 1, 0)].start)


def _nearest(ulcers: list[Candidate], start: int) -> Candidate:
    """The ulcer that a word stands nearest to, the one after it before the one in front."""
    return min(ulcers, key=lambda one: _distance(one.evidence[0], start))


def _distance(span: EvidenceSpan, start: int) -> int:
    return span.start - start if span.start > start else 2 * max(start - span.end, 0)


def _exact(case: Case, span: EvidenceSpan, start: int) -> EvidenceSpan:
    """The span widened to the left, quoted from the text again."""
    quoted = case.quote(span.document, start, span.end)
    return EvidenceSpan(span.document, start, span.end, quoted)


def _site(case: Case, ulcer: Candidate) -> str:
    """The header of the ulcer's site, one step above the stages."""
    parent = case.book.parent(ulcer.code)
    return (
        parent
        if parent and len(parent) <= _SITE_LENGTH and len(ulcer.code) > _SITE_LENGTH
        else ulcer.code
    )


RULE = Rule("pressure-ulcer-stage", "I.B.14; I.C.12.a", changes)
