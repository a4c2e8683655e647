"""The contract without which nobody outside is sent health information."""

import datetime as dt
from typing import Literal

import msgspec


class Agreement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The contract without which no byte leaves.

    Attributes:
        kind: `baa` for a business associate (a clearinghouse), `trading-partner` for a payer, who
            is a covered entity of its own (45 CFR 160.103, 164.504(e)).
        signed: First day on which it holds.
        expires: Last day on which it holds.
        partner: Who signed, where it stands in no register that says so.
        terminated: Day from which on it no longer holds, where it was ended early.
    """

    kind: Literal["baa", "trading-partner"]
    signed: dt.date
    expires: dt.date
    partner: str = ""
    terminated: dt.date | None = None

    def current(self, day: dt.date) -> bool:
        """Whether it holds on that day."""
        ended = self.terminated is not None and day >= self.terminated
        return self.signed <= day <= self.expires and not ended
