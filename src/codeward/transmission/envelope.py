"""What the outbox must know of an interchange before it is sent: its keys, its claims, its name."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

import msgspec

from codeward.formats.x12 import Scanner, X12ReadError, whole_number
from codeward.formats.x12.rule import decimal
from codeward.formats.x12.versions import set_name
from codeward.transmission.states import TransmissionError

ORIGINAL = "1"
_PAD = [""] * 17
_CLEARINGHOUSE = "D9"
_PATIENT_CONTROL = "EJ"
_SERVICE = frozenset({"434", "472"})


class Label(StrEnum):
    """A mark on a claim that stops it before any payer sees it."""

    SELF_PAY_RESTRICTED = "SELF_PAY_RESTRICTED"
    PSYCHOTHERAPY_NOTE = "PSYCHOTHERAPY_NOTE"


class ClaimLabel(msgspec.Struct, frozen=True):
    """A label on a claim; for one partner only where it is named, else for all."""

    claim: str
    label: Label
    partner: str | None = None


class ClaimKeys(msgspec.Struct, frozen=True):
    """CLM01, CLM02 and CLM05-3 of a claim, its first day of service and clearinghouse number.

    The first day is that of DTP*434 or *472, the number that of 2300 REF*D9.
    """

    number: str
    charge: Decimal
    frequency: str = ORIGINAL
    first_day: dt.date | None = None
    clearinghouse: str = ""


class SetKeys(msgspec.Struct, frozen=True):
    """One transaction set: GS01, GS06, ST02, its guide, BHT03 and its claims.

    `about` are the claims of which a set of another kind speaks, such as a 275 or 276: their number
    stands in REF*EJ. A label on the claim stops these sets as well (45 CFR 164.522(a)(1)(vi)).
    """

    code: str
    group: str
    control: str
    transaction: str
    reference: str
    claims: tuple[ClaimKeys, ...]
    about: tuple[str, ...] = ()


class Envelope(msgspec.Struct, frozen=True):
    """One interchange to be sent.

    Attributes:
        sha256: Hash of its bytes.
        sender: ISA06.
        receiver: ISA08.
        control: ISA13 as a number.
        created: ISA09 and ISA10.
        usage: ISA15, `T` or `P`.
        sets: Its transaction sets in order.
        labels: Marks on its claims that are known at the time of asking.
    """

    sha256: str
    sender: str
    receiver: str
    control: int
    created: str
    usage: str
    sets: tuple[SetKeys, ...]
    labels: tuple[ClaimLabel, ...] = ()

    @property
    def transactions(self) -> frozenset[str]:
        """Such as `837P`; an unknown guide gives its ST01."""
        return frozenset(one.transaction for one in self.sets)

    @property
    def claims(self) -> Iterator[ClaimKeys]:
        """All claims in order."""
        return (claim for one in self.sets for claim in one.claims)

    @property
    def told(self) -> tuple[str, ...]:
        """The numbers of all claims that it tells the receiver of, in order."""
        return (
            *(claim.number for claim in self.claims),
            *(number for one in self.sets for number in one.about),
        )

    @property
    def file_name(self) -> str:
        """The name at the partner: always the same for the same bytes, and free of PHI."""
        kind = "-".join(sorted(self.transactions))
        return f"{kind}_{self.control:09}_{self.sha256[:16]}.x12"


def read_envelope(content: bytes) -> Envelope:
    """The keys of one interchange.

    Raises:
        TransmissionError: it is no X12, or holds no or more than one interchange, or its control
            number is none.
    """
    try:
        return _Reading().envelope(content)
    except X12ReadError as error:
        raise TransmissionError(f"this file cannot be sent: {error}") from None


class _Reading:
    """What has been read of the interchange so far."""

    def __init__(self) -> None:
        self._isa: list[str] = []
        self._gs: list[str] = []
        self._st: list[str] = []
        self._reference = ""
        self._claims: list[ClaimKeys] = []
        self._about: list[str] = []
        self._sets: list[SetKeys] = []
        self._ended = False

    def envelope(self, content: bytes) -> Envelope:
        scanner = Scanner([content])
        for _, text, _offset in scanner:
            if text:
                self._take([*text.split(scanner.marks.element), *_PAD], scanner.marks.component)
        control = whole_number(self._isa[13].strip())
        if not (self._ended and self._sets):
            raise TransmissionError("this file cannot be sent: the interchange is not complete")
        if control is None:
            raise TransmissionError("this file cannot be sent: ISA13 is no number")
        isa = self._isa
        return Envelope(
            hashlib.sha256(content).hexdigest(), isa[6].strip(), isa[8].strip(), control,
            isa[9] + isa[10], isa[15].strip(), tuple(self._sets),
        )  # fmt: skip

    def _take(self, elements: list[str], component: str) -> None:
        match elements[0]:
            case "ISA":
                if self._isa:
                    raise TransmissionError("a file to be sent holds exactly one interchange")
                self._isa = elements
            case "GS":
                self._gs = elements
            case "ST":
                self._st, self._reference, self._claims, self._about = elements, "", [], []
            case "BHT":
                self._reference = elements[3]
            case "CLM":
                place = [*elements[5].split(component), "", "", ""]
                frequency = place[2] or ORIGINAL
                self._claims.append(ClaimKeys(elements[1], decimal(elements[2]), frequency))
            case "REF" | "DTP":
                self._detail(elements)
            case "SE" if self._st:
                self._sets.append(self._finished())
            case "IEA":
                self._ended = True

    def _detail(self, elements: list[str]) -> None:
        if elements[:2] == ["REF", _PATIENT_CONTROL]:
            self._about.append(elements[2])
        elif self._claims and elements[:2] == ["REF", _CLEARINGHOUSE]:
            self._claims[-1] = msgspec.structs.replace(self._claims[-1], clearinghouse=elements[2])
        elif self._claims and elements[0] == "DTP" and elements[1] in _SERVICE:
            self._dated(elements[3])

    def _dated(self, text: str) -> None:
        """The earliest day of the claim, from which timely filing counts."""
        try:
            day = dt.date.fromisoformat(text.partition("-")[0])
        except ValueError:
            return
        claim = self._claims[-1]
        if claim.first_day is None or day < claim.first_day:
            self._claims[-1] = msgspec.structs.replace(claim, first_day=day)

    def _finished(self) -> SetKeys:
        gs, st = self._gs or [*_PAD], self._st
        self._st = []
        transaction = set_name(st[1], st[3], gs[8]) or st[1]
        safe = "".join(one for one in transaction if one.isascii() and one.isalnum())
        return SetKeys(
            gs[1], gs[6], st[2], safe, self._reference, tuple(self._claims), tuple(self._about)
        )
