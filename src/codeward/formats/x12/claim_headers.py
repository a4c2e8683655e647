"""Reads of each 837 set what its claim acknowledgement repeats."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from codeward.formats.x12.rule import decimal
from codeward.formats.x12.scanning import Scanner
from codeward.formats.x12.versions import CLAIM_SETS, set_name

# Submitter, receiver, billing provider, subscriber, patient.
_ROLES = frozenset({"41", "40", "85", "IL", "QC"})


class ClaimHeader(msgspec.Struct, frozen=True):
    """What a 277CA repeats of a claim.

    Attributes:
        number: CLM01.
        charge: CLM02.
        patient: NM1 of the patient, or of the subscriber who is the patient.
        provider: NM1 of the billing provider.
    """

    number: str
    charge: Decimal
    patient: tuple[str, ...]
    provider: tuple[str, ...]


class ClaimSet(msgspec.Struct, frozen=True):
    """The claims of one 837 set, with what its answer repeats.

    Attributes:
        control: ST02.
        group: GS06 of its group.
        reference: BHT03.
        created: BHT04.
        submitter: NM1 of loop 1000A.
        receiver: NM1 of loop 1000B.
        claims: In the order of the set.
    """

    control: str
    group: str
    reference: str
    created: str
    submitter: tuple[str, ...]
    receiver: tuple[str, ...]
    claims: tuple[ClaimHeader, ...]


def claim_sets(chunks: Iterable[bytes]) -> Iterator[ClaimSet]:
    """The 837 sets of a file, one after the other.

    Raises:
        X12ReadError: the bytes are no interchange.
    """
    scanner = Scanner(chunks)
    found = _Reading()
    for _, text, _ in scanner:
        if not text:
            continue
        done = found.take(text.split(scanner.marks.element))
        if done is not None:
            yield done


class _Reading:
    """What has been read of the set that is open."""

    def __init__(self) -> None:
        self._gs: list[str] = []
        self._st: list[str] = []
        self._bht: list[str] = []
        self._names: dict[str, tuple[str, ...]] = {}
        self._claims: list[ClaimHeader] = []
        self._in_claim = False

    def take(self, elements: list[str]) -> ClaimSet | None:
        """One segment; the set once its SE is read."""
        padded = [*elements, *[""] * 10]
        match elements[0]:
            case "GS":
                self._gs = padded
            case "ST":
                self._st, self._bht, self._names, self._claims = padded, [], {}, []
            case "BHT":
                self._bht = padded
            case "NM1" if padded[1] in _ROLES:
                self._name(padded)
            case "HL":
                self._in_claim = False
            case "CLM":
                self._in_claim = True
                self._claims.append(self._claim(padded))
            case "SE":
                return self._finished()
        return None

    def _name(self, name: list[str]) -> None:
        """Keep the last name of each role; a new subscriber ends the patient before."""
        if name[1] in ("85", "IL"):
            self._names.pop("QC", None)
        if not (name[1] == "IL" and self._in_claim):  # the subscriber of another payer
            self._names[name[1]] = tuple(name[:10])

    def _claim(self, header: list[str]) -> ClaimHeader:
        nobody = ("NM1", "QC", "1")
        patient = self._names.get("QC") or self._names.get("IL") or nobody
        provider = self._names.get("85", ("NM1", "85", "2"))
        return ClaimHeader(header[1], decimal(header[2]), patient, provider)

    def _finished(self) -> ClaimSet | None:
        guides = ("".join(self._st[3:4]), "".join(self._gs[8:9]))
        if not self._st or set_name(self._st[1], *guides) not in CLAIM_SETS:
            return None
        bht = self._bht or [""] * 10
        return ClaimSet(
            self._st[2], "".join(self._gs[6:7]), bht[3], bht[4],
            self._names.get("41", ()), self._names.get("40", ()), tuple(self._claims),
        )  # fmt: skip
