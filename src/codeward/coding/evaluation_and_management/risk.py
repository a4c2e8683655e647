"""Risk of complications of the management that was decided."""

import re
from collections.abc import Iterator
from typing import Final

from codeward.coding.case import Case
from codeward.coding.evaluation_and_management.statements import stated
from codeward.model import EvidenceSpan
from codeward.model.chart import SectionKind
from codeward.model.evaluation_and_management import Complexity, Element, Reason

_MANAGED: Final = frozenset((SectionKind.ASSESSMENT, SectionKind.PLAN, SectionKind.OTHER))
_DRUG: Final = re.compile(
    r"\b(?:start|initiate|prescribe|continue|resume|increase|decrease|change|adjust|titrate|"
    r"switch to|add|stop|hold)\w*\s+"
    r"(?:\w+\s){0,3}?\d+(?:\.\d+)?\s*(?:mg|mcg|units)\b",
    re.IGNORECASE,
)


def risk(case: Case) -> Element:
    """The riskiest decision of the visit.

    Why: the level is that of the highest single decision, whether or not it was carried out.
    What it does not do: a drug that is only listed is not managed; it counts where the assessment
    or plan starts, continues or changes it with its dose.
    Source: AMA, CPT E/M guidelines 2021 and 2023, risk of complications of patient management.
    """
    reasons = tuple(
        Reason(statement.reason, statement.level, (mention.span,))
        for statement, mention in stated(case, "risk.toml")
    )
    reasons = (*reasons, *_drugs(case))
    return Element("risk", max((one.level for one in reasons), default=Complexity.NONE), reasons)


def _drugs(case: Case) -> Iterator[Reason]:
    for line in case.reading.lines:
        sentence = line.sentence
        if sentence.section not in _MANAGED:
            continue
        found = _DRUG.search(case.texts[sentence.document], sentence.start, sentence.end)
        if found is not None:
            span = EvidenceSpan(sentence.document, *found.span(), found.group())
            yield Reason("prescription drug management", Complexity.MODERATE, (span,))
