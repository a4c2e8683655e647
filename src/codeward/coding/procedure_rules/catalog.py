"""All rules that look at the procedures of a stay together, in the order in which they work."""

from collections.abc import Callable, Iterator, Sequence

from codeward.coding.case import Case
from codeward.coding.procedure_rules.conversion import conversion
from codeward.coding.procedure_rules.earlier import earlier
from codeward.coding.procedure_rules.inspection import inspection
from codeward.coding.procedure_rules.performed import Performed
from codeward.coding.procedure_rules.robotic import robotic
from codeward.coding.procedure_rules.settled import settled

ProcedureRule = Callable[[Sequence[Performed], Case], Iterator[Performed]]

PROCEDURE_RULES: tuple[ProcedureRule, ...] = (earlier, settled, conversion, inspection, robotic)
