"""A rule that looks across segments, and what it looks at: the scope of a claim, line or payer."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import msgspec

from codeward.formats.x12.remembered import Remembered
from codeward.model import Severity


class Placed(msgspec.Struct, frozen=True, gc=False):
    """A segment of the file. `elements[0]` is its identifier, so that numbers are the guide's."""

    elements: list[str]
    ordinal: int
    offset: int
    loop: str

    def get(self, number: int) -> str:
        """The element of that number, empty where it is left out."""
        return self.elements[number] if number < len(self.elements) else ""

    def amount(self, number: int) -> Decimal:
        """An element as a decimal; 0 where it is absent or no number (a fault of its own)."""
        return decimal(self.get(number))


_ZERO = Decimal(0)


# Whatever else Decimal would read, such as NaN or 1E9, is no number of X12.
is_decimal = re.compile(r"-?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})").fullmatch


@lru_cache(maxsize=4096)
def decimal(text: str) -> Decimal:
    """A decimal, 0 where the text is none."""
    return Decimal(text) if is_decimal(text) else _ZERO


Coded = tuple[Placed, int, list[str]]


class Service(NamedTuple):
    """The service segment of a line, with the numbers of the elements that the sets place apart.

    Attributes:
        line: The scope of the line.
        at: SV1, SV2 or SV3.
        procedure: Number of the procedure composite.
        charge: Number of the charge.
        units: Number of the units.
        parts: Components of the procedure: qualifier, code, modifiers.
    """

    line: "Scope"
    at: Placed
    procedure: int
    charge: int
    units: int
    parts: list[str]


# Qualifiers of diagnoses in HI, of ICD-10-CM and of ICD-9-CM.
ICD10 = frozenset({"ABK", "ABF", "ABJ", "APR", "ABN"})
ICD9 = frozenset({"BK", "BF", "BJ", "PR", "BN"})
DIAGNOSES = ICD10 | ICD9


class ServiceNumbers(NamedTuple):
    """The numbers of the elements of a service segment that the sets place apart."""

    procedure: int
    charge: int
    units: int


NUMBERS = {
    "SV1": ServiceNumbers(1, 2, 4),
    "SV2": ServiceNumbers(2, 3, 5),
    "SV3": ServiceNumbers(1, 2, 6),
}
# Segment by place, with the numbers of procedure, charge and units.
SERVICES = tuple((f"2400/{segment}", *numbers) for segment, numbers in NUMBERS.items())


class SoFar:
    """What a set has told before the segment now read.

    Attributes:
        claim_ids: Claim numbers.
        services: What each claim bills, as one text.
        paid: What the claims of a remittance were paid.
    """

    __slots__ = ("claim_ids", "paid", "services")

    def __init__(self) -> None:
        self.claim_ids = Remembered()
        self.services = Remembered()
        self.paid = _ZERO


class Scope:
    """The segments of one loop and of those below it that have no scope of their own.

    Attributes:
        loop: Id of the loop, such as `2300`.
        parent: The scope around it, None for the transaction set.
        index: Segments by place, such as `2310A/NM1`.
        children: Scopes of other payers, lines and adjudications by loop; not whole claims.
        below: How many scopes were opened in it, by loop id.
        component: Component separator of the interchange.
        so_far: What the set has told before.
        today: The day of BHT04 or GS04, empty where none is known.
    """

    __slots__ = (
        "_coded", "_diagnoses", "_place", "_services", "below", "children", "claim", "component",
        "index", "loop", "parent", "so_far", "today",
    )  # fmt: skip

    def __init__(
        self, loop: str, parent: "Scope | None", component: str, today: str, so_far: SoFar
    ) -> None:
        self.loop = loop
        self.parent = parent
        self.component = component
        self.today = today
        self.so_far = so_far
        self.index: dict[str, list[Placed]] = {}
        self.children: dict[str, list[Scope]] = {}
        self.below: dict[str, int] = {}
        self.claim: str | None = None
        self._services: list[Service] | None = None
        self._coded: list[Coded] | None = None
        self._diagnoses: list[Coded] | None = None
        self._place: list[str] | None = None

    def all(self, place: str) -> list[Placed]:
        """The segments at a place, in order."""
        return self.index.get(place, [])

    def first(self, place: str) -> Placed | None:
        """The first segment at a place."""
        found = self.index.get(place)
        return found[0] if found else None

    def qualified(self, place: str, *qualifiers: str) -> list[Placed]:
        """The segments at a place whose first element is one of these."""
        found = self.index.get(place)
        return [one for one in found if one.get(1) in qualifiers] if found else []

    def scopes(self, loop: str) -> list["Scope"]:
        """The scopes of that loop within this one."""
        return self.children.get(loop, [])

    def above(self, loop: str) -> "Scope | None":
        """The enclosing scope of that loop."""
        scope = self.parent
        while scope is not None and scope.loop != loop:
            scope = scope.parent
        return scope

    def parts(self, text: str) -> list[str]:
        """The components of a composite."""
        return text.split(self.component)

    def services(self) -> list[Service]:
        """The service segment of each line of a finished claim; lines without one are left out."""
        if self._services is None:
            self._services = found = []
            for line in self.children.get("2400", ()):
                for place, procedure, charge, units in SERVICES:
                    at = line.index.get(place)
                    if at:
                        parts = at[0].get(procedure).split(self.component)
                        found.append(Service(line, at[0], procedure, charge, units, parts))
                        break
        return self._services

    def coded(self) -> list[Coded]:
        """Each HI composite of a finished claim: its segment, element number and components."""
        if self._coded is None:
            mark = self.component
            self._coded = [
                (one, number, text.split(mark))
                for one in self.index.get("2300/HI", ())
                for number, text in enumerate(one.elements[1:], start=1)
                if text
            ]
        return self._coded

    def diagnoses(self) -> list[Coded]:
        """Those of `coded` that are diagnoses."""
        if self._diagnoses is None:
            self._diagnoses = [
                one for one in self.coded() if one[2][0] in DIAGNOSES and len(one[2]) > 1
            ]
        return self._diagnoses

    def place(self) -> list[str]:
        """CLM05 of a claim: place or kind of facility, its qualifier, frequency."""
        if self._place is None:
            claim = self.first("2300/CLM")
            self._place = claim.get(5).split(self.component) if claim else [""]
        return self._place

    def release(self) -> None:
        """Let go of the scopes below, which point back here: nothing asks for them any more."""
        for below in self.children.values():
            for scope in below:
                scope.release()
        self.children.clear()
        self._services = None


class Breach(NamedTuple):
    """What a rule yields: where it is broken, and how.

    Attributes:
        at: The segment to blame.
        element: Number of the element, 0 where the segment is meant.
        message: What is wrong, without values.
        component: Number of the component, 0 where the element is meant.
    """

    at: Placed
    element: int
    message: str
    component: int = 0


Check = Callable[[Scope], Iterator[Breach]]


class SegmentRule(msgspec.Struct, frozen=True):
    """A numbered rule that one segment alone can break, wherever it stands.

    Attributes:
        id: Such as `P837-016`.
        snip: SNIP type.
        segments: Identifiers of the segments it reads.
        answer: Its translation into an acknowledgement.
        check: Each breach, from the segment and the separator of components.
    """

    id: str
    snip: int
    segments: tuple[str, ...]
    answer: str
    check: Callable[[Placed, str], Iterable[Breach]]


class Rule(msgspec.Struct, frozen=True):
    """One numbered rule of the handbook; it reads a finished scope and nothing else.

    Attributes:
        id: Such as `P837-027`; never reused.
        snip: SNIP type.
        sets: Transaction sets to which it applies, such as `837P`.
        loop: The scope after whose end it is asked.
        answer: Its translation into an acknowledgement.
        check: Yields each breach.
        severity: Reject unless it says otherwise.
        about: Segments such as `SVD` or `REF*9F`; a claim that holds none of them cannot break
            the rule.
    """

    id: str
    snip: int
    sets: frozenset[str]
    loop: str
    answer: str
    check: Check
    severity: Severity = Severity.REJECT
    about: frozenset[str] = frozenset()
