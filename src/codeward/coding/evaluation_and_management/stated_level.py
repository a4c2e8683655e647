"""A level of decision making that the note itself states."""

import re
from typing import Final

from codeward.coding.case import Case
from codeward.model import EvidenceSpan
from codeward.model.evaluation_and_management import Complexity

_LEVEL: Final = r"(?P<{}>straightforward|low|moderate|high)"
_STATED: Final = re.compile(
    rf"\b{_LEVEL.format('first')}[- ](?:complexity |level )?(?:of )?"
    r"(?:mdm|medical decision[- ]making)\b"
    rf"|\b(?:mdm|medical decision[- ]making)(?: was| is| of)?(?: level)?\s*[:,-]?\s*"
    rf"{_LEVEL.format('second')}\b",
    re.IGNORECASE,
)


def stated_level(case: Case) -> tuple[Complexity, EvidenceSpan] | None:
    """The first stated level.

    Why: a stated level is a claim, not documentation; it is followed for a suggestion, shown as
    stated, and never raises what the elements support against a billed code.
    What it does not do: it does not look at the elements.
    """
    for document, text in case.texts.items():
        found = _STATED.search(text)
        if found is not None:
            level = Complexity[(found["first"] or found["second"]).upper()]
            return level, EvidenceSpan(document, *found.span(), found.group())
    return None
