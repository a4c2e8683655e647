"""LIN019: two services of a day of which one is part of the other."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from codeward.codesets import Releases
from codeward.edits.edit import Edit, Fault
from codeward.edits.service_line.ncci import TABLES, Numbered, lines_by_day
from codeward.model import Encounter, Severity, Span

if TYPE_CHECKING:
    from codeward.codesets.readers.ncci_ptp import PtpEdit
    from codeward.codesets.reference import ProcedurePairs

_MAY_BE_LIFTED, _NOT_APPLICABLE = "1", "9"
# NCCI-associated modifiers (Policy Manual, chapter I, E).
_LIFTING = frozenset(
    "E1 E2 E3 E4 FA F1 F2 F3 F4 F5 F6 F7 F8 F9 TA T1 T2 T3 T4 T5 T6 T7 T8 T9 LT RT LC LD RC LM RI "
    "24 25 57 58 78 79 27 59 91 XE XS XP XU".split()
)


def check(encounter: Encounter, on: Releases) -> Iterator[Fault]:
    """Find pairs of the NCCI procedure-to-procedure edits.

    What it checks:
        Every two codes of one day against the imported table for practitioners or outpatient
        hospitals, from the effective day of a pair to its deletion day. Where the modifier
        indicator is 1, an NCCI-associated modifier on either line lifts the edit; where it is 0
        none does. Without an imported table nothing is checked.
    Why it matters:
        The code in column 2 is denied. A modifier that the record does not bear out is unbundling;
        one that it does bear out and that is missing leaves work unpaid.
    What to do:
        Remove the code in column 2, or, where the indicator is 1 and the record shows a separate
        encounter, site, practitioner or service, add the modifier that says which.
    """
    table = TABLES.get(encounter.setting)
    for releases, lines in lines_by_day(encounter, on) if table else ():
        pairs = releases.reference.pairs(table) if table else None
        for one, other in combinations(lines, 2) if pairs else ():
            if pairs and one[2] != other[2]:
                yield from _faults(pairs, one, other)


def _faults(pairs: "ProcedurePairs", one: Numbered, other: Numbered) -> Iterator[Fault]:
    """The pair is looked up in both directions: a table lists it in one of them."""
    for first, second in ((one, other), (other, one)):
        edit = pairs.pair(first[2], second[2])
        if edit is not None and _applies(edit, first, second):
            lifted = edit.modifier == _MAY_BE_LIFTED
            how = "only with a modifier that the record bears out" if lifted else "never"
            yield Fault(
                f"Line {second[0]}: {second[2]} is paid beside {first[2]} {how}.",
                second[2],
                second[0],
            )


def _applies(edit: "PtpEdit", first: Numbered, second: Numbered) -> bool:
    modifiers = {*first[1].modifiers, *second[1].modifiers}
    lifted = edit.modifier == _MAY_BE_LIFTED and bool(modifiers & _LIFTING)
    return edit.modifier != _NOT_APPLICABLE and not lifted


EDIT = Edit(
    code="LIN019",
    name="pair-not-paid-together",
    severity=Severity.WARN,
    authority="NCCI Policy Manual, chapter I; CMS NCCI procedure-to-procedure edits",
    in_force=Span(date(2015, 10, 1)),
    check=check,
)
