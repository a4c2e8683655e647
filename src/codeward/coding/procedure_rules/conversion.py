"""Conversion: an endoscopic operation that is finished open (guidelines B3.2d and B5.2)."""

from collections.abc import Iterator, Sequence

import msgspec

from codeward.coding.case import Case
from codeward.coding.procedure_rules.performed import Performed

_OPEN, _ENDOSCOPIC = "0", "4"
_APPROACH, _ROOT = 4, 2
_TO = ("converted to open", "conversion to open", "converted to an open", "conversion to an open",
       "converted to laparotomy", "conversion to laparotomy")  # fmt: skip
# What the inspection before the conversion looked at, by body system.
_INSPECTED = {"0F": "0FJ44ZZ", "0D": "0DJD4ZZ", "0T": "0TJ54ZZ", "0U": "0UJD4ZZ"}


def conversion(performed: Sequence[Performed], case: Case) -> Iterator[Performed]:
    """What: an operation converted to open gets the open approach and an endoscopic inspection.

    Why: B3.2d codes the intended approach that was given up as an inspection beside the operation.
    What it does not do: read a conversion that another sentence reports.
    """
    for one in performed:
        said = " ".join(word.word for word in case.line(one.mention.sentence).words)
        inspected = _INSPECTED.get(one.code[:2])
        if not any(phrase in said for phrase in _TO) or one.code[_APPROACH] != _ENDOSCOPIC:
            yield one
            continue
        opened = one.code[:_APPROACH] + _OPEN + one.code[_APPROACH + 1 :]
        yield msgspec.structs.replace(one, code=opened, guideline="ICD-10-PCS B3.2d")
        if inspected and one.code[_ROOT] != "J":
            yield Performed(inspected, one.mention, "conversion", guideline="ICD-10-PCS B3.2d")
