"""Who was told of a claim: the accounting of disclosures of 45 CFR 164.528, from ledger entries.

Disclosures for treatment, payment and operations need no accounting; they are reported apart.
"""

import datetime as dt
from collections.abc import Iterable

import msgspec

from codeward.safeguards.ledger.event import Action, Entry, Purpose
from codeward.safeguards.ledger.tree import LedgerError

YEARS = 6
ORAL_DAYS = 30
EXEMPT = "TPO"
SUSPENDED = "suspended_until"
_TPO = (Purpose.PAYMENT, Purpose.OPERATIONS)
_ARRIVED = frozenset(
    {Action.TRANSMISSION_PLACE, Action.TRANSMISSION_ACKNOWLEDGE, Action.TRANSMISSION_REJECT}
)


class Disclosure(msgspec.Struct, frozen=True):
    """One disclosure.

    Attributes:
        day: When it was made (UTC).
        recipient: Short name of the partner, or the name that was entered.
        what: The transactions, or the kind of document.
        purpose: Why, or the paragraph of 45 CFR 164.512 that allows it.
        exception: `TPO` where 45 CFR 164.528(a)(1) asks for no accounting, else empty.
        certain: Whether it is known that it arrived; an attempt that broke off may have.
        entry: The ledger entry that shows it.
        hidden_through: Last day of a suspension by law enforcement; None where there is none.
    """

    day: dt.date
    recipient: str
    what: str
    purpose: str
    exception: str
    certain: bool
    entry: int
    hidden_through: dt.date | None = None


class Accounting(msgspec.Struct, frozen=True):
    """What a person gets to see, and what is kept beside it.

    Attributes:
        since: The first day that counts.
        through: The day of asking.
        accountable: The disclosures that the person must be told of.
        exempt: Those for treatment, payment and operations.
    """

    since: dt.date
    through: dt.date
    accountable: tuple[Disclosure, ...]
    exempt: tuple[Disclosure, ...]


def accounting(entries: Iterable[Entry], asked: dt.date) -> Accounting:
    """The disclosures among the entries in the six years up to the day of asking.

    Args:
        entries: Everything on the ledger about the claims of one person, in order.
        asked: The day of asking.
    """
    since = years_before(asked, YEARS)
    rows = tuple(
        one
        for one in disclosures(entries)
        if since <= one.day <= asked and (one.hidden_through is None or one.hidden_through < asked)
    )
    return Accounting(
        since,
        asked,
        tuple(one for one in rows if not one.exception),
        tuple(one for one in rows if one.exception),
    )


def disclosures(entries: Iterable[Entry]) -> tuple[Disclosure, ...]:
    """One row a file and recipient, and one for each disclosure that was entered by hand."""
    rows: dict[object, Disclosure] = {}
    for entry in entries:
        key = (entry.objects.get("file"), entry.objects.get("partner"))
        if entry.action is Action.DISCLOSURE_MADE:
            rows[entry.seq] = _by_hand(entry)
        elif entry.action is Action.TRANSMISSION_START and key not in rows:
            rows[key] = _row(entry, certain=False)
        elif entry.action in _ARRIVED and not (key in rows and rows[key].certain):
            there = rows.get(key)
            rows[key] = (
                msgspec.structs.replace(there, certain=True)
                if there is not None
                else _row(entry, certain=True)
            )
    return tuple(rows.values())


def check_suspension(made: dt.date, through: dt.date, *, oral: bool) -> None:
    """Refuse a suspension that the law does not know (45 CFR 164.528(a)(2)).

    Raises:
        LedgerError: it ends before it begins, or an oral one lasts longer than 30 days.
    """
    if through < made:
        raise LedgerError("a suspension ends on the day of the disclosure or later")
    if oral and (through - made).days > ORAL_DAYS:
        raise LedgerError(f"an oral request suspends for at most {ORAL_DAYS} days")


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day some years before; 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _row(entry: Entry, *, certain: bool) -> Disclosure:
    return Disclosure(
        _day(entry), entry.objects.get("partner", ""), entry.objects.get("transactions", ""),
        entry.purpose.value, EXEMPT if entry.purpose in _TPO else "", certain, entry.seq,
    )  # fmt: skip


def _by_hand(entry: Entry) -> Disclosure:
    through = entry.context.get(SUSPENDED)
    return Disclosure(
        _day(entry), entry.objects.get("recipient", ""), entry.objects.get("what", ""),
        entry.explanation, EXEMPT if entry.purpose in _TPO else "", certain=True, entry=entry.seq,
        hidden_through=None if through is None else dt.date.fromisoformat(through),
    )  # fmt: skip


def _day(entry: Entry) -> dt.date:
    return dt.datetime.fromtimestamp(entry.at / 1_000_000, dt.UTC).date()
