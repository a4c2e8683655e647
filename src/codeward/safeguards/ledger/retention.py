"""How long entries are kept: ten years, never less than the six of 45 CFR 164.316(b)(2)."""

import datetime as dt

import msgspec

from codeward.safeguards.ledger.accounting import years_before
from codeward.safeguards.ledger.tree import LedgerError

FLOOR = 6


class Retention(msgspec.Struct, frozen=True):
    """What a site keeps.

    Attributes:
        years: Years from creation or from the last day in effect, whichever is later.
        hold: Whether a legal hold forbids to delete anything.
    """

    years: int = 10
    hold: bool = False

    def __post_init__(self) -> None:
        if self.years < FLOOR:
            raise LedgerError(f"entries are kept {FLOOR} years at least (45 CFR 164.316(b)(2))")


def check_may_prune(effective: dt.date, today: dt.date, policy: Retention) -> None:
    """Refuse to delete what was in effect until `effective`, where its time is not over.

    Raises:
        LedgerError: a legal hold stands, or the years are not over; the text names the first day.
    """
    if policy.hold:
        raise LedgerError("a legal hold stands: nothing is deleted until it is lifted")
    if effective > years_before(today, policy.years):
        raise LedgerError(
            f"kept {policy.years} years: what was in effect after "
            f"{years_before(today, policy.years)} cannot be deleted yet"
        )
