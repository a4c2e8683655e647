"""The structure of a transaction set: loops, segments and elements, compiled from `guides/`."""

from collections.abc import Iterator
from dataclasses import dataclass, field

UNLIMITED = -1


@dataclass(frozen=True, slots=True)
class ElementUse:
    """One element or component of a segment as a guide uses it.

    Attributes:
        kind: `A` text, `I` code, `R` decimal, `N` integer, `D` date, `T` time, `P` date or period,
            `Q` text that may repeat.
        low: Least length.
        high: Greatest length.
        required: Whether it must be there.
        forbidden: Whether the guide does not use it.
        codes: Values allowed, None where the guide leaves them to an outside list.
        parts: Components of a composite, empty for a simple element.
        rule: Payer rule that a fault of this element breaks, empty where none is numbered.
    """

    kind: str
    low: int
    high: int
    required: bool = False
    forbidden: bool = False
    codes: frozenset[str] | None = None
    parts: tuple["ElementUse", ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class SegmentUse:
    """A segment at its place in a loop.

    Attributes:
        id: Such as `NM1`.
        keys: Identifier with each qualifier that it may carry here, such as `NM1*85`.
        loop: Id of the loop.
        required: Whether the loop must hold it.
        most: How often it may stand there, `UNLIMITED` where no limit is set.
        position: Its place among the items of the loop; items of one place come in any order.
        elements: Its elements in order.
        place: Loop and identifier, such as `2300/REF`: where rules look for it.
        rule: Payer rule that its absence or excess breaks.
        overflow: Payer rule that more elements than it holds break.
    """

    id: str
    keys: tuple[str, ...]
    loop: str
    required: bool
    most: int
    position: int
    elements: tuple[ElementUse, ...]
    rule: str = ""
    overflow: str = ""

    place: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "place", f"{self.loop}/{self.id}")


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """A loop; its first segment opens it.

    Attributes:
        scope: Whether its segments are collected for the rules that look across segments.
        items: What it holds after its first segment, in order.
        table: Item by key, the first segment left out.
        required_items: Those that every instance must hold.
    """

    id: str
    name: str
    required: bool
    most: int
    position: int
    scope: bool
    first: SegmentUse
    items: tuple["SegmentUse | Loop", ...]
    rule: str = ""
    table: dict[str, "SegmentUse | Loop"] = field(init=False)
    required_items: frozenset["SegmentUse | Loop"] = field(init=False)
    segment_ids: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        table: dict[str, SegmentUse | Loop] = {}
        for item in self.items:
            opener = item.first if isinstance(item, Loop) else item
            for key in opener.keys:
                table.setdefault(key, item)
        object.__setattr__(self, "table", table)
        object.__setattr__(self, "required_items", frozenset(i for i in self.items if i.required))
        object.__setattr__(self, "segment_ids", frozenset(key.partition("*")[0] for key in table))

    def walk(self) -> Iterator["SegmentUse"]:
        """Every segment use in the loop and below it."""
        yield self.first
        for item in self.items:
            if isinstance(item, Loop):
                yield from item.walk()
            else:
                yield item


# Where the qualifier of a segment stands that tells its uses apart.
QUALIFIER = {
    "NM1": 1, "N1": 1, "REF": 1, "DTP": 1, "DTM": 1, "HL": 3, "HI": 1, "CRC": 1, "AMT": 1,
    "QTY": 1, "PER": 1, "PRV": 1, "CUR": 1, "NTE": 1,
}  # fmt: skip
