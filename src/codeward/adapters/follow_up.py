"""What became of each claim: its timeline, and the claims that wait for somebody."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from codeward.adapters.outbox_store import OutboxStore
from codeward.adapters.resolving import Person
from codeward.remittance import OpenClaim
from codeward.transmission import Answer, ClaimState, Clocks, Envelope, Kind, TransmissionError

# The answer that says most about a claim: a group or interchange only says that all is refused.
# Of each claim number with a partner the last claim: a later one replaces what came before. Left
# out is what a person has closed since its last answer.
_OPEN = """
SELECT claim.number, file.partner, file.id, claim.payer_number, claim.charge,
       answer.at, content.content, claim.set_group, claim.set_control
FROM claim
JOIN transmission AS file ON file.id = claim.transmission
JOIN answer ON answer.id = (
    SELECT id FROM answer AS said WHERE said.claim = claim.id AND kind IN ({kinds}) {refused}
    ORDER BY kind IN ('277CA', '999 set') DESC, id DESC LIMIT 1)
JOIN answer_content AS content ON content.answer = answer.id
WHERE claim.state IN ({states})
AND NOT EXISTS (
    SELECT 1 FROM claim AS later JOIN transmission AS other ON other.id = later.transmission
    WHERE later.number = claim.number AND other.partner = file.partner AND later.id > claim.id)
AND NOT EXISTS (SELECT 1 FROM closing WHERE closing.claim = claim.id AND closing.at >= answer.at)
ORDER BY claim.id
"""
_TIMELINE = """
SELECT at, file, what, status, detail FROM (
    SELECT event.at AS at, file.id AS file, event.action AS what, event.state AS status,
           event.reason AS detail, 0 AS place, event.id AS number
    FROM event JOIN transmission AS file ON file.id = event.transmission
    WHERE file.id IN (SELECT transmission FROM claim WHERE number = :claim)
    UNION ALL
    SELECT answer.at, answer.transmission, answer.kind, answer.status,
           CASE WHEN answer.kind = '835' THEN 'paid ' || answer.paid
                WHEN answer.accepted THEN 'accepted' ELSE 'refused' END, 1, answer.id
    FROM answer
    WHERE answer.claim IN (SELECT id FROM claim WHERE number = :claim)
       OR (answer.claim IS NULL
           AND answer.transmission IN (SELECT transmission FROM claim WHERE number = :claim))
    UNION ALL
    SELECT closing.at, claim.transmission, 'closed', claim.state,
           closing.reason || ' (' || closing.by || ')', 2, closing.id
    FROM closing JOIN claim ON claim.id = closing.claim WHERE claim.number = :claim
) ORDER BY at, place, number
"""


class TimelineEntry(msgspec.Struct, frozen=True):
    """One thing that happened to a claim or to the file that carries it.

    Attributes:
        at: When.
        file: Number of the file in the outbox.
        what: A step of the file, a kind of answer, or `closed`.
        status: State of the file after the step, or the status code of the answer.
        detail: Why, or what the answer says.
    """

    at: dt.datetime
    file: int
    what: str
    status: str
    detail: str


class FollowUp:
    """Questions about the claims of an outbox."""

    def __init__(self, store: OutboxStore, clocks: Mapping[str, Clocks]) -> None:
        """Ask an outbox.

        Args:
            store: The outbox.
            clocks: Days by the contract with each partner; Medicare's where there are none.
        """
        self._database = store.database
        self._clocks = clocks

    def timeline(self, claim: str) -> tuple[TimelineEntry, ...]:
        """Everything that happened to a claim, under whichever file it was sent, in order.

        Raises:
            TransmissionError: no claim has that number.
        """
        rows = self._database.connection.execute(_TIMELINE, {"claim": claim}).fetchall()
        if not rows:
            raise TransmissionError("the outbox has no claim of that number")
        return tuple(
            TimelineEntry(dt.datetime.fromtimestamp(at, dt.UTC), file, what, status, detail)
            for at, file, what, status, detail in rows
        )

    def rejected(self) -> Iterator[OpenClaim]:
        """The claims that a TA1, 999 or 277CA refused and nobody has sent again or closed."""
        kinds = (Kind.TA1, Kind.GROUP, Kind.SET, Kind.CLAIM)
        yield from self._open((ClaimState.REJECTED,), kinds, "AND NOT accepted")

    def adjudicated(self) -> Iterator[OpenClaim]:
        """The claims that an 835 paid or denied and nobody has replaced or closed."""
        yield from self._open((ClaimState.PAID, ClaimState.DENIED), (Kind.PAYMENT,), "")

    def partner(self, claim: str) -> str | None:
        """To whom a claim was sent last; None where it is not in the outbox."""
        row = self._database.connection.execute(
            "SELECT file.partner FROM claim JOIN transmission AS file "
            "ON file.id = claim.transmission WHERE claim.number = ? ORDER BY claim.id DESC LIMIT 1",
            (claim,),
        ).fetchone()
        return None if row is None else str(row[0])

    def remittance(self, claim: str) -> tuple[str, str]:
        """Partner and hash of the archived file with the last payment of a claim.

        Raises:
            TransmissionError: no payment came for a claim of that number.
        """
        row = self._database.connection.execute(
            "SELECT received.partner, received.sha256 FROM answer "
            "JOIN claim ON claim.id = answer.claim JOIN received ON received.id = answer.received "
            "WHERE claim.number = ? AND answer.kind = ? ORDER BY answer.id DESC LIMIT 1",
            (claim, Kind.PAYMENT),
        ).fetchone()
        if row is None:
            raise TransmissionError("no payment came for a claim of that number")
        return row[0], row[1]

    def close(self, claim: str, person: Person) -> None:
        """Take a claim off its worklist until a further answer comes.

        Raises:
            TransmissionError: no claim has that number.
            OutboxError: it could not be written; the claim stays on its list.
        """
        with self._database.transaction() as on:
            row = on.execute("SELECT max(id) FROM claim WHERE number = ?", (claim,)).fetchone()
            if row[0] is None:
                raise TransmissionError("the outbox has no claim of that number")
            on.execute(
                "INSERT INTO closing (claim, reason, by, at) VALUES (?, ?, ?, ?)",
                (row[0], person.reason, person.by, person.at.timestamp()),
            )

    def _open(
        self, states: tuple[ClaimState, ...], kinds: tuple[Kind, ...], refused: str
    ) -> Iterator[OpenClaim]:
        sql = _OPEN.format(
            kinds=", ".join("?" * len(kinds)), states=", ".join("?" * len(states)), refused=refused
        )
        days: dict[int, dict[tuple[str, str, str], dt.date | None]] = {}
        for row in self._database.connection.execute(sql, (*kinds, *states)).fetchall():
            number, partner, file, payer_number, charge, at, content, group, control = row
            answer = msgspec.msgpack.decode(content, type=Answer)
            if file not in days:
                days[file] = self._first_days(file)
            clocks = self._clocks.get(partner, Clocks())
            yield OpenClaim(
                claim=number,
                partner=partner,
                file=file,
                payer_number=payer_number,
                charge=Decimal(charge),
                paid=answer.paid,
                first_day=days[file].get((group, control, number)),
                told_on=answer.paid_on or dt.datetime.fromtimestamp(at, dt.UTC).date(),
                kind=answer.kind.value,
                status=answer.status,
                notes=answer.notes,
                named=not answer.claims or number in answer.claims,
                adjustments=answer.adjustments,
                remarks=answer.remarks,
                trace=answer.trace,
                filing_days=clocks.filing,
                appeal_days=clocks.appeal,
            )

    def _first_days(self, file: int) -> dict[tuple[str, str, str], dt.date | None]:
        """First day of service by group, set and claim number."""
        row = self._database.connection.execute(
            "SELECT envelope FROM transmission WHERE id = ?", (file,)
        ).fetchone()
        keys = msgspec.msgpack.decode(row[0], type=Envelope)
        return {
            (one.group, one.control, claim.number): claim.first_day
            for one in keys.sets
            for claim in one.claims
        }
