"""Procedures: ICD-10-PCS codes built character by character from what the text says was done.

The wordings, body parts and characters are data (`data/procedures`); where the text does not give
a character that has no default, nothing is suggested. The release of the day has the last word.
"""

from collections.abc import Iterator, Sequence

from codeward.codesets import CodeSet
from codeward.coding.assertion import Assertion
from codeward.coding.case import Case
from codeward.coding.mentions import Line
from codeward.coding.phrase_table import Found
from codeward.coding.procedure_rules.abbreviations import is_doubtful
from codeward.coding.procedure_rules.building import NOTHING_AROUND, Around, Built, build
from codeward.coding.procedure_rules.catalog import PROCEDURE_RULES
from codeward.coding.procedure_rules.performed import Performed
from codeward.coding.procedure_rules.templates import table, templates
from codeward.model import PathStep, Suggestion, System
from codeward.model.chart import SectionKind

_SILENT = frozenset(
    (SectionKind.SURGICAL, SectionKind.PAST, SectionKind.FAMILY, SectionKind.INSTRUCTIONS)
)
_OBSTETRICS = "10"
_CONFIDENCE, _BY_DEFAULT = 0.75, 0.6
_ARTICLES = frozenset(("the", "a", "an"))


def procedures(case: Case, code_set: CodeSet) -> tuple[Suggestion, ...]:
    """The procedures of an inpatient stay that the chart documents, each once, in text order.

    Source: ICD-10-PCS Official Guidelines, sections A11 (the coder determines what the
    documentation equates to) and B3 (root operations).
    """
    performed: Sequence[Performed] = tuple(_performed(case, code_set))
    for rule in PROCEDURE_RULES:
        performed = tuple(rule(performed, case))
    found: dict[str, Suggestion] = {}
    for one in performed:
        if not code_set.is_billable(one.code):
            continue
        known = found.get(one.code)
        evidence = (*(known.evidence if known else ()), one.mention.span)
        found[one.code] = Suggestion(
            system=System.ICD10PCS,
            code=one.code,
            title=_title(code_set, one.code),
            sequence=known.sequence if known else len(found) + 1,
            confidence=_BY_DEFAULT if one.defaulted else _CONFIDENCE,
            evidence=tuple(dict.fromkeys(evidence)),
            path=(PathStep("phrase", one.mention.span.text), PathStep("procedure", one.wording)),
            guideline=one.guideline,
            needs=one.defaulted,
        )
    return tuple(found.values())


def _title(code_set: CodeSet, code: str) -> str:
    entry = code_set.entry(code)
    return (entry.title if entry else None) or "title not in this release"


class _Documents:
    """What stands in each document, gathered once and only where a template asks for it."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._around: dict[str, Around] = {}

    def of(self, document: str) -> Around:
        if document not in self._around:
            lines = (one for one in self._case.reading.lines if one.sentence.document == document)
            self._around[document] = Around(tuple(word for line in lines for word in line.words))
        return self._around[document]


def _performed(case: Case, code_set: CodeSet) -> Iterator[Performed]:
    """The procedures that were carried out in this stay, at each mention."""
    newborn = case.has("Z38")
    documents = _Documents(case)
    for line in case.reading.lines:
        if line.sentence.section in _SILENT:
            continue
        for first, last, wording, built in _named(line, code_set, documents):
            named = line.words[first:last]
            if is_doubtful(case, line.sentence.document, named) or _is_cancelled(case, line.number):
                continue
            mention = case.mention_at(line.number, first, last)
            if mention.assertion is not Assertion.PRESENT:
                continue
            for one in built:
                if not (newborn and one.code.startswith(_OBSTETRICS)):
                    yield Performed(one.code, mention, wording, one.defaulted)


def _named(
    line: Line, code_set: CodeSet, documents: _Documents
) -> Iterator[tuple[int, int, str, tuple[Built, ...]]]:
    """Each procedure named in a sentence with its codes: the longest wording that gives any."""
    if table().first_stems.isdisjoint(line.stems):
        return
    places = [place for place, word in enumerate(line.words) if word.word not in _ARTICLES]
    words = [line.words[place] for place in places]
    by_first: dict[int, list[Found]] = {}
    for hit in table().all_in(words):
        by_first.setdefault(hit.first, []).append(hit)
    covered = 0
    for first, hits in by_first.items():
        if first < covered:
            continue
        for hit in sorted(hits, key=lambda one: (-one.last, int(one.meaning))):
            template = templates()[int(hit.meaning)]
            text = documents.of(line.sentence.document) if template.elsewhere else NOTHING_AROUND
            built = _existing(build(template, words, hit.first, hit.last, text), code_set)
            if built:
                covered = hit.last
                yield places[hit.first], places[hit.last - 1] + 1, template.codes[0], built
                break


def _existing(built: tuple[Built, ...], code_set: CodeSet) -> tuple[Built, ...]:
    return tuple(one for one in built if code_set.is_billable(one.code))


def _is_cancelled(case: Case, line: int) -> bool:
    """Whether this sentence or one beside it says that the procedure was not carried out."""
    return any(
        case.mentioned("procedure_cancelled", line=near) for near in (line - 1, line, line + 1)
    )
