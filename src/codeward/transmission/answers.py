"""Reads a partner's TA1, 999, 277CA and 835, reduced to the keys that tie them to us."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum

import msgspec

from codeward.formats.x12 import Scanner
from codeward.formats.x12.remittance_advice import (
    AdjustmentReason,
    adjustments_of,
    remarks_of,
)
from codeward.formats.x12.rule import decimal

_PAD = [""] * 24
_DENIED = "4"
_REVERSAL = "22"
_ACCEPTED_SETS = frozenset({"A", "E"})
_TAKEN = frozenset({"A0", "A1", "A2", "A5"})
_PATIENT = "PT"
_RECEIVER = "21"
_NUMBERS = {"1K": "payer_number", "D9": "clearinghouse"}
_MOST_NOTES = 20


class Kind(StrEnum):
    """Which answer."""

    TA1 = "TA1"
    GROUP = "999 group"
    SET = "999 set"
    CLAIM = "277CA"
    PAYMENT = "835"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One statement of a partner about something that we sent.

    Attributes:
        kind: Which answer.
        accepted: Whether it says yes; a denied or reversed payment says no.
        control: TA101, AK102 or AK202: the number that we gave.
        code: AK101, such as `HC`.
        group: AK102, where a set is answered.
        created: TA102 and TA103.
        reference: 2200B TRN02 of a 277CA: our BHT03.
        claim: CLM01 as it came back (CTX, 2200D TRN02, CLP01).
        payer_number: The payer's own number (REF*1K, CLP07).
        status: TA105, AK501, STC01 or CLP02.
        charge: CLP03.
        paid: CLP04.
        claims: Claims that a 999 names within a rejected set.
        reversal: Whether a payment takes an earlier one back.
        clearinghouse: REF*D9 of a 277CA.
        trace: TRN02 of an 835: the transfer or cheque.
        paid_on: BPR16, from which the days of an appeal count.
        adjustments: CAS of the claim and of its lines.
        remarks: RARCs of the claim and of its lines.
        notes: Where a refusal points to: segment and codes of IK3 and IK4, or STC01; never a value.
    """

    kind: Kind
    accepted: bool
    control: str = ""
    code: str = ""
    group: str = ""
    created: str = ""
    reference: str = ""
    claim: str = ""
    payer_number: str = ""
    status: str = ""
    charge: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    claims: tuple[str, ...] = ()
    reversal: bool = False
    clearinghouse: str = ""
    trace: str = ""
    paid_on: dt.date | None = None
    adjustments: tuple[AdjustmentReason, ...] = ()
    remarks: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Received(msgspec.Struct, frozen=True):
    """The answers of one interchange, with its own sender and control number."""

    sender: str
    control: str
    usage: str
    answers: tuple[Answer, ...]
    complete: bool


def read_answers(content: bytes) -> tuple[Received, ...]:
    """The answers in a file, one entry an interchange.

    Raises:
        X12ReadError: the bytes are no interchange.
    """
    scanner = Scanner([content])
    open_: _Reading | None = None
    found: list[Received] = []
    for _, text, _offset in scanner:
        if not text:
            continue
        elements = [*text.split(scanner.marks.element), *_PAD]
        if elements[0] == "ISA":
            if open_ is not None:
                found.append(open_.finished(complete=False))
            open_ = _Reading(elements, scanner.marks.component)
        elif elements[0] == "IEA" and open_ is not None:
            same = elements[2].strip() == open_.isa[13].strip()
            found.append(open_.finished(complete=same and not open_.in_set))
            open_ = None
        elif open_ is not None:
            open_.take(elements)
    if open_ is not None:
        found.append(open_.finished(complete=False))
    return tuple(found)


class _Reading:
    """What has been read of one interchange."""

    def __init__(self, isa: list[str], component: str) -> None:
        self.isa = isa
        self.in_set = False
        self._component = component
        self._answers: list[Answer] = []
        self._set = ""
        self._group = [*_PAD]
        self._answered: list[str] | None = None
        self._named: list[str] = []
        self._notes: list[str] = []
        self._paid_on: dt.date | None = None
        self._trace = ""
        self._level = ""
        self._reference = ""
        self._claim: Answer | None = None

    def finished(self, *, complete: bool) -> Received:
        self._close_claim()
        isa = self.isa
        return Received(
            isa[6].strip(), isa[13].strip(), isa[15].strip(), tuple(self._answers), complete
        )

    def take(self, elements: list[str]) -> None:
        match elements[0]:
            case "TA1":
                self._answers.append(_interchange(elements))
            case "ST":
                self.in_set, self._set, self._reference, self._level = True, elements[1], "", ""
            case "SE":
                self._close_claim()
                self.in_set = False
            case _ if self._set == "999":
                self._acknowledgement(elements)
            case _ if self._set == "277":
                self._claim_status(elements)
            case _ if self._set == "835":
                self._payment(elements)

    def _acknowledgement(self, elements: list[str]) -> None:
        match elements[0]:
            case "AK1":
                self._group = elements
            case "AK2":
                self._answered, self._named, self._notes = elements, [], []
            case "IK3":
                self._notes.append(
                    f"{elements[1][:3]} at segment {elements[2][:9]}: IK304 {elements[4][:3]}"
                )
            case "IK4":  # IK404 would quote the claim
                place = elements[1].replace(self._component, "-")[:9]
                self._notes.append(f"element {place}: IK403 {elements[3][:3]}")
            case "CTX" if elements[1].startswith(f"CLM01{self._component}"):
                self._named.append(elements[1].partition(self._component)[2])
            case "IK5" if self._answered is not None:
                self._answers.append(self._set_answer(self._answered, elements[1]))
                self._answered = None
            case "AK9":
                self._answers.append(
                    Answer(
                        kind=Kind.GROUP,
                        accepted=elements[1] in ("A", "E", "P"),
                        control=self._group[2],
                        code=self._group[1],
                        status=elements[1],
                    )
                )

    def _set_answer(self, answered: list[str], status: str) -> Answer:
        return Answer(
            kind=Kind.SET, accepted=status in _ACCEPTED_SETS, control=answered[2],
            code=self._group[1], group=self._group[2], status=status,
            claims=tuple(dict.fromkeys(self._named)), notes=tuple(self._notes[:_MOST_NOTES]),
        )  # fmt: skip

    def _claim_status(self, elements: list[str]) -> None:
        match elements[0]:
            case "HL":
                self._close_claim()
                self._level = elements[3]
            case "TRN" if self._level == _RECEIVER:
                self._reference = elements[2]
            case "TRN" if self._level == _PATIENT:
                self._close_claim()
                self._claim = Answer(
                    kind=Kind.CLAIM, accepted=False, claim=elements[2], reference=self._reference
                )
            case "STC" if self._claim is not None and not self._claim.status:
                category = elements[1].split(self._component)[0]
                self._claim = msgspec.structs.replace(
                    self._claim,
                    status=category,
                    accepted=category in _TAKEN,
                    notes=(elements[1].replace(self._component, "-")[:30],),
                )
            case "REF" if self._claim is not None and elements[1] in _NUMBERS:
                named = {_NUMBERS[elements[1]]: elements[2]}
                self._claim = msgspec.structs.replace(self._claim, **named)

    def _payment(self, elements: list[str]) -> None:
        match elements[0]:
            case "BPR":
                self._paid_on, self._trace = _day(elements[16]), ""
            case "TRN":
                self._trace = elements[2]
            case "CLP":
                self._close_claim()
                self._claim = self._paid(elements)
            case "PLB":
                self._close_claim()
            case "CAS" | "LQ" | "MOA" | "MIA" if self._claim is not None:
                self._claim = msgspec.structs.replace(
                    self._claim,
                    adjustments=(*self._claim.adjustments, *adjustments_of(elements)),
                    remarks=tuple(dict.fromkeys((*self._claim.remarks, *remarks_of(elements)))),
                )

    def _paid(self, elements: list[str]) -> Answer:
        return Answer(
            kind=Kind.PAYMENT,
            accepted=elements[2] not in (_DENIED, _REVERSAL),
            claim=elements[1],
            payer_number=elements[7],
            status=elements[2],
            charge=decimal(elements[3]),
            paid=decimal(elements[4]),
            reversal=elements[2] == _REVERSAL,
            trace=self._trace,
            paid_on=self._paid_on,
        )

    def _close_claim(self) -> None:
        if self._claim is not None:
            self._answers.append(self._claim)
            self._claim = None


def _interchange(elements: list[str]) -> Answer:
    return Answer(
        kind=Kind.TA1, accepted=elements[4] in _ACCEPTED_SETS, control=elements[1],
        created=elements[2] + elements[3], status=elements[5],
    )  # fmt: skip


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
