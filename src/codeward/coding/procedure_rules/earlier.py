"""Earlier: a procedure that its own sentence puts years or months back is not of this stay."""

from collections.abc import Iterator, Sequence

from codeward.coding.case import Case
from codeward.coding.procedure_rules.performed import Performed

_REACH = 8
_UNITS = frozenset(("year", "years", "month", "months", "decade", "decades"))
_BACK = frozenset(("earlier", "ago", "before", "previously", "prior", "age"))


def earlier(performed: Sequence[Performed], case: Case) -> Iterator[Performed]:
    """What: drops a procedure followed by "ten years earlier", "at 42 years of age" and the like.

    Why: the Uniform Hospital Discharge Data Set reports what was performed in the stay.
    What it does not do: read a year of the calendar, or a time that stands before the procedure.
    """
    for one in performed:
        line = case.line(one.mention.sentence)
        after = [word.word for word in line.words[one.mention.last : one.mention.last + _REACH]]
        units = [place for place, word in enumerate(after) if word in _UNITS]
        if not any(_BACK & set(after[place + 1 : place + 3]) for place in units):
            yield one
