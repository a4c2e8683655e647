"""Robotic assistance: coded beside the operation it helps (section 8, other procedures)."""

from collections.abc import Iterator, Sequence

from codeward.coding.case import Case
from codeward.coding.procedure_rules.performed import Performed

_APPROACH, _ENDOSCOPIC = 4, "4"
_TRUNK = ("02", "07", "0B", "0D", "0F", "0G", "0T", "0U", "0V", "0W", "0Y")
_ASSISTED = "8E0W4CZ"


def robotic(performed: Sequence[Performed], case: Case) -> Iterator[Performed]:
    """What: adds robotic assistance of the trunk to an endoscopic operation that names a robot.

    Why: the approach character says percutaneous endoscopic only; the robot has its own code.
    What it does not do: code navigation or robots in open or spinal operations.
    """
    yield from performed
    for one in performed:
        words = {word.word for word in case.line(one.mention.sentence).words}
        robot = words & {"robotic", "robotically", "robot"}
        if robot and one.code[_APPROACH] == _ENDOSCOPIC and one.code.startswith(_TRUNK):
            yield Performed(_ASSISTED, one.mention, "robotic", guideline="ICD-10-PCS 8E0")
            return
