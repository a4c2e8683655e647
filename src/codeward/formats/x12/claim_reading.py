"""Reads the claims of 837 files one by one, from inside a set of any size, in bounded memory."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

import msgspec

from codeward.formats.x12.rule import NUMBERS, decimal
from codeward.formats.x12.scanning import Scanner
from codeward.formats.x12.segment import whole_number
from codeward.formats.x12.versions import CLAIM_SETS, set_name

_PAD = [""] * 20
_NOBODY = ("NM1", *_PAD)
_DRUG = "N4"
_ENDS = frozenset({"CLM", "HL", "ST", "SE", "GE", "IEA", "ISA", "GS"})
# No legal claim comes near; without a bound one that does not end would take all memory.
_MOST_SEGMENTS = 200_000


class ClaimParty(msgspec.Struct, frozen=True):
    """A person or organisation that a claim names.

    Attributes:
        role: NM101, such as `85` for the billing provider or `82` for the rendering one.
        name: Last name or name of the organisation.
        first_name: Empty for organisations.
        qualifier: NM108, the kind of the number.
        number: NM109, such as an NPI or a member id.
    """

    role: str
    name: str
    first_name: str
    qualifier: str
    number: str


class ClaimCode(msgspec.Struct, frozen=True):
    """A code of an HI segment; `qualifier` tells its kind, such as `ABK` or `BBR`."""

    qualifier: str
    code: str
    day: str = ""
    amount: Decimal | None = None
    present_on_admission: str = ""


class ClaimLine(msgspec.Struct, frozen=True):
    """A service line: 837P, 837I or 837D alike.

    Attributes:
        number: LX01.
        revenue_code: Of an institutional line, else empty.
        qualifier: Kind of the procedure code, such as `HC` or `AD`.
        code: Procedure code, empty where the line has none.
        unit: `UN`, `MJ` or `DA`; empty on dental lines.
        pointers: Numbers of the diagnoses it names.
        begins: First day of the service, None where the line tells none.
        ends: Its last day.
        drug: National drug code.
    """

    number: str
    revenue_code: str
    qualifier: str
    code: str
    modifiers: tuple[str, ...]
    charge: Decimal
    unit: str
    units: Decimal
    pointers: tuple[int, ...]
    begins: date | None
    ends: date | None
    drug: str


class ReadClaim(msgspec.Struct, frozen=True):
    """One claim with the people above it.

    Attributes:
        transaction: `837P`, `837I` or `837D`.
        control: ST02 of its set.
        number: CLM01.
        charge: CLM02.
        place: Place of service, or the first two digits of the type of bill.
        frequency: `1` original, `7` replacement, `8` void.
        others: The parties that the claim itself names, such as rendering and attending provider.
        references: Qualifier and value of the REF segments of the claim, its lines left out.
        text: The claim as it stood in the file, from CLM to the next claim or level, byte for byte.
        offset: Byte at which CLM starts.
    """

    transaction: str
    control: str
    number: str
    charge: Decimal
    place: str
    frequency: str
    provider: ClaimParty
    subscriber: ClaimParty
    patient: ClaimParty
    payer: ClaimParty
    codes: tuple[ClaimCode, ...]
    others: tuple[ClaimParty, ...]
    references: tuple[tuple[str, str], ...]
    lines: tuple[ClaimLine, ...]
    text: str
    offset: int


class SetEnded(msgspec.Struct, frozen=True):
    """The end of a set: only now may its claims be relied upon.

    Attributes:
        control: ST02.
        complete: Whether SE repeats ST02 and counts the segments; False where SE is missing.
        claims: How many claims were read.
    """

    control: str
    complete: bool
    claims: int


Segments = list[list[str]]


def read_claims(chunks: Iterable[bytes]) -> Iterator[ReadClaim | SetEnded]:
    """The claims of the 837 sets of a file, each as soon as it ends, and the end of each set.

    What is damaged inside a claim costs that claim alone: reading goes on at the next CLM, HL or
    ST. `validate` says what is wrong.

    Raises:
        X12ReadError: the bytes are no interchange.
    """
    scanner = Scanner(chunks)
    reading = _Reading()
    for raw, text, offset in scanner:
        if text:
            mark, component = scanner.marks.element, scanner.marks.component
            yield from reading.take(raw, text.split(mark), offset, component)
    yield from reading.end(complete=False)


class _Reading:
    """What is open: the set, the names above the claims, the claim."""

    def __init__(self) -> None:
        self._guide = ""
        self._st: list[str] | None = None
        self._name = ""
        self._segments = 0
        self._claims = 0
        self._above: dict[str, list[str]] = {}
        self._claim: Segments = []
        self._raw: list[str] = []
        self._offset = 0
        self._component = ":"

    def take(
        self, raw: str, elements: list[str], offset: int, component: str
    ) -> Iterator[ReadClaim | SetEnded]:
        """One segment; the claim or the set that it ends."""
        self._segments += 1
        identifier = elements[0]
        if identifier in _ENDS or len(self._claim) >= _MOST_SEGMENTS:
            yield from self._end_claim()
        match identifier:
            case "GS":
                self._guide = [*elements, *_PAD][8]
            case "ST":
                yield from self.end(complete=False)
                self._begin(elements)
            case "SE" if self._st is not None:
                counted = elements[1:2] == [str(self._segments)]
                yield from self.end(complete=counted and elements[2:3] == self._st[2:3])
            case "CLM" if self._st is not None:
                self._offset, self._component = offset, component
        if self._claim or (identifier == "CLM" and self._st is not None):
            self._claim.append([*elements, *_PAD])
            self._raw.append(raw)
        elif identifier == "NM1":
            self._told(elements)

    def _begin(self, elements: list[str]) -> None:
        name = set_name(
            elements[1] if len(elements) > 1 else "", "".join(elements[3:4]), self._guide
        )
        self._st = elements if name in CLAIM_SETS else None
        self._name, self._segments, self._claims, self._above = name, 1, 0, {}

    def _told(self, elements: list[str]) -> None:
        """The last name of each role; a new subscriber or provider ends those below."""
        role = "".join(elements[1:2])
        for below in {"85": ("IL", "QC", "PR"), "IL": ("QC", "PR")}.get(role, ()):
            self._above.pop(below, None)
        self._above[role] = elements

    def end(self, *, complete: bool) -> Iterator[ReadClaim | SetEnded]:
        """The set is over."""
        yield from self._end_claim()
        if self._st is not None:
            yield SetEnded("".join(self._st[2:3]), complete, self._claims)
        self._st = None

    def _end_claim(self) -> Iterator[ReadClaim]:
        if self._claim and self._st is not None:
            self._claims += 1
            yield self._read()
        self._claim, self._raw = [], []

    def _read(self) -> ReadClaim:
        head, *rest = self._claim
        starts = [number for number, one in enumerate(rest) if one[0] == "LX"]
        own = rest[: starts[0]] if starts else rest
        lines = [rest[a:b] for a, b in zip(starts, [*starts[1:], len(rest)], strict=False)]
        others = next((n for n, one in enumerate(own) if one[0] == "SBR"), len(own))
        place = [*head[5].split(self._component), "", "", ""]
        subscriber = _party(self._above.get("IL"))
        return ReadClaim(
            transaction=self._name,
            control="".join((self._st or [])[2:3]),
            number=head[1],
            charge=decimal(head[2]),
            place=place[0],
            frequency=place[2],
            provider=_party(self._above.get("85")),
            subscriber=subscriber,
            patient=_party(self._above["QC"]) if "QC" in self._above else subscriber,
            payer=_party(self._above.get("PR")),
            codes=tuple(_codes(own, self._component)),
            others=tuple(_party(one) for one in own[:others] if one[0] == "NM1"),
            references=tuple((one[1], one[2]) for one in own[:others] if one[0] == "REF"),
            lines=tuple(_line(one, self._component) for one in lines),
            text="".join(self._raw),
            offset=self._offset,
        )


def _party(name: list[str] | None) -> ClaimParty:
    told = [*(name or _NOBODY), *_PAD]
    return ClaimParty(told[1], told[3], told[4], told[8], told[9])


def _codes(segments: Segments, mark: str) -> Iterator[ClaimCode]:
    for one in segments:
        for text in one[1:13] if one[0] == "HI" else ():
            if text:
                parts = [*text.split(mark), *_PAD]
                amount = decimal(parts[4]) if parts[4] else None
                yield ClaimCode(parts[0], parts[1], parts[3], amount, parts[8])


def _line(segments: Segments, mark: str) -> ClaimLine:
    first = {one[0]: one for one in reversed(segments)}
    days = {one[1]: one[3] for one in segments if one[0] == "DTP"}
    begins, _, ends = days.get("472", "").partition("-")
    name = next((one for one in NUMBERS if one in first), "SV1")
    service = first.get(name, [name, *_PAD])
    places = NUMBERS[name]
    parts = [*service[places.procedure].split(mark), *_PAD]
    pointers = {"SV1": service[7], "SV3": service[11]}.get(name, "")
    drug = first.get("LIN", _PAD)
    units = service[places.units]
    return ClaimLine(
        number=segments[0][1],
        revenue_code=service[1] if name == "SV2" else "",
        qualifier=parts[0],
        code=parts[1],
        modifiers=tuple(one for one in parts[2:6] if one),
        charge=decimal(service[places.charge]),
        unit={"SV1": service[3], "SV2": service[4]}.get(name, ""),
        units=decimal(units) if units else Decimal(1),
        pointers=tuple(
            number for one in pointers.split(mark) if (number := whole_number(one)) is not None
        ),
        begins=_day(begins),
        ends=_day(ends or begins),
        drug=drug[3] if drug[2] == _DRUG else "",
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text.isdigit() else None
    except ValueError:
        return None
