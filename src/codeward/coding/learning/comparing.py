"""Reads coded charts as the engine does and sets what it finds beside what people gave."""

from collections.abc import Callable, Iterable

from codeward.codesets import Releases
from codeward.coding.learning.evaluation import Compared, Evaluation, evaluated
from codeward.coding.learning.example import Example, in_force
from codeward.coding.learning.learned import Learned
from codeward.coding.learning.tokens import Place, Text, text_of
from codeward.coding.mentions import Reading, read_mentions
from codeward.coding.opened import book_of, lexicon_of
from codeward.model import System

_SYSTEMS = (System.ICD10CM, System.ICD10PCS)


def compare(
    examples: Iterable[Example],
    on: Releases,
    learned: Learned | None,
    *,
    filtered: bool,
) -> dict[System, Evaluation]:
    """Diagnoses and procedures, found against given.

    Corpora annotate mentions and not encounters: every wording counts, and the rules that a coder
    applies to a whole encounter do not. Codes of other years are compared as the code in force.

    Args:
        examples: Coded charts.
        on: The releases under which they are read.
        learned: What was learned, if anything.
        filtered: Whether negated, hypothetical and family statements are left out.
    """
    code_set = on.icd10cm
    book, lexicon = book_of(code_set), lexicon_of(code_set)
    charts: dict[System, list[Compared]] = {system: [] for system in _SYSTEMS}
    for example in examples:
        read = read_mentions(example.chart, lexicon)
        text = text_of(read, code_set, book)
        kind = next((one.type for one in example.chart.documents if one.type), None) or ""
        for system, done in charts.items():
            found = _found(system, read, text, learned, filtered=filtered)
            given = frozenset(
                in_force(code, system, code_set, book) for code in example.codes.get(system, ())
            )
            refused = example.rejected.get(system, frozenset())
            done.append(Compared(found, given, kind, refused))
    return {system: evaluated(done) for system, done in charts.items()}


def _found(
    system: System, read: Reading, text: Text, learned: Learned | None, *, filtered: bool
) -> dict[str, str]:
    """The codes found, with the section of their first place."""
    terms = text.terms if system is System.ICD10CM else ()
    places: list[tuple[str, tuple[Place, ...]]]
    if learned is not None:
        places = [(one.code, one.places) for one in learned.scored(system, text.lines, terms)]
    else:
        places = [(one.code, (one.place,)) for one in terms]
    said = _said(read, filtered=filtered)
    return {
        code: read.lines[some[0].line].sentence.section.value
        for code, some in places
        if any(map(said, some))
    }


def _said(read: Reading, *, filtered: bool) -> Callable[[Place], bool]:
    def said(place: Place) -> bool:
        return not read.lines[place.line].meant(place.first, place.last).is_excluded

    return said if filtered else lambda _: True
