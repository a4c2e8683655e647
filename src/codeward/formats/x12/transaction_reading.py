"""Reads each set of a file into a frozen tree of loops, with the values that its guide types."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

import msgspec

from codeward.formats.x12.guide import QUALIFIER, ElementUse, Loop, SegmentUse
from codeward.formats.x12.guide_text import STRUCTURES
from codeward.formats.x12.plan import LoopPlan, SetPlan
from codeward.formats.x12.rule import is_decimal
from codeward.formats.x12.scanning import Scanner
from codeward.formats.x12.segment import Delimiters, whole_number
from codeward.formats.x12.versions import set_name

# Text, a whole number, an exact decimal, a day, or the components of a composite.
Value = str | int | Decimal | date | tuple[str | int | Decimal | date, ...]


class TypedSegment(msgspec.Struct, frozen=True):
    """A segment of a set. `values[0]` is its first element; empty elements are empty text.

    A value that has not the form that the guide wants stays text. `text` is the segment as it
    stood, with its terminator and line end: joined, those of a file give it back byte for byte.
    """

    id: str
    values: tuple[Value, ...]
    text: str
    ordinal: int
    offset: int


class LoopRead(msgspec.Struct, frozen=True):
    """One instance of a loop: its own segments in order, and the loops within it in order."""

    id: str
    name: str
    segments: tuple[TypedSegment, ...]
    loops: tuple["LoopRead", ...]

    def walk(self) -> Iterator["LoopRead"]:
        """This loop and all below it, in the order of the file."""
        yield self
        for loop in self.loops:
            yield from loop.walk()

    def all(self, identifier: str) -> tuple[TypedSegment, ...]:
        """Its own segments of that identifier."""
        return tuple(one for one in self.segments if one.id == identifier)


class Transaction(msgspec.Struct, frozen=True):
    """A set between ST and SE.

    Attributes:
        name: Such as `835` or `277CA`; ST01 where no guide of ours tells its structure, as for a
            275, whose segments then all stand in `root`.
        guide: ST03, else GS08.
        control: ST02.
        root: The set as its outermost loop.
        unplaced: Segments for which the guide has no place.
        complete: Whether SE was there.
    """

    name: str
    guide: str
    control: str
    root: LoopRead
    unplaced: tuple[TypedSegment, ...]
    complete: bool


def read_transactions(chunks: Iterable[bytes]) -> Iterator[Transaction]:
    """The sets of a file one by one, each whole; for 837 of any size see `read_claims`.

    Raises:
        X12ReadError: the bytes are no interchange.
    """
    scanner = Scanner(chunks)
    opened: _Reading | None = None
    guide = ""
    for raw, text, offset in scanner:
        elements = text.split(scanner.marks.element)
        if elements[0] in ("ST", "GE", "IEA", "ISA") and opened is not None:
            yield opened.finished(complete=False)
            opened = None
        if elements[0] == "GS":
            guide = "".join(elements[8:9])
        elif elements[0] == "ST":
            opened = _Reading(elements, guide, scanner.marks)
        if opened is not None and text:
            opened.take(raw, elements, offset)
            if elements[0] == "SE":
                yield opened.finished(complete=True)
                opened = None
    if opened is not None:
        yield opened.finished(complete=False)


class _Open:
    """A loop that is being read."""

    def __init__(self, plan: LoopPlan | None, parent: "_Open | None") -> None:
        self.plan = plan
        self.parent = parent
        self.segments: list[TypedSegment] = []
        self.loops: list[LoopRead] = []

    def ancestry(self) -> Iterator[Loop]:
        """Its loop and those around it, outwards."""
        node: _Open | None = self
        while node is not None:
            if node.plan is not None:
                yield node.plan.loop
            node = node.parent

    def finished(self) -> LoopRead:
        loop = self.plan.loop if self.plan is not None else None
        name, identifier = (loop.name, loop.id) if loop else ("set", "HEADER")
        return LoopRead(identifier, name, tuple(self.segments), tuple(self.loops))


class _Reading:
    """One set."""

    def __init__(self, header: list[str], guide: str, marks: Delimiters) -> None:
        padded = [*header, "", "", ""]
        self._guide = padded[3] or guide
        self._control = padded[2]
        known = set_name(padded[1], padded[3], guide)
        self._name = known or padded[1]
        self._marks = marks
        self._plan = SetPlan(known, marks, {}, {}) if known in STRUCTURES else None
        self._here = _Open(self._plan.root if self._plan else None, None)
        self._unplaced: list[TypedSegment] = []
        self._ordinal = 0

    def take(self, raw: str, elements: list[str], offset: int) -> None:
        """One segment, ST and SE too."""
        self._ordinal += 1
        use = self._placed(elements) if self._ordinal > 1 else self._first()
        values = typed(elements, use, self._marks)
        told = TypedSegment(elements[0], values, raw, self._ordinal, offset)
        known = use is not None or self._plan is None
        (self._here.segments if known else self._unplaced).append(told)

    def _first(self) -> SegmentUse | None:
        return self._plan.root.loop.first if self._plan else None

    def _placed(self, elements: list[str]) -> SegmentUse | None:
        """Open and close loops as the segment wants; how the guide uses it, None for nowhere."""
        if self._plan is None or self._here.plan is None:
            return None
        identifier = elements[0]
        place = QUALIFIER.get(identifier, len(elements))
        told = elements[place].split(self._marks.component)[0] if place < len(elements) else None
        key = identifier if told is None else f"{identifier}*{told}"
        step = self._plan.step(self._here.plan, self._here.ancestry(), key, identifier)
        if step is None:
            return None
        for _ in range(step.hops):
            self._close()
        if step.opens is not None:
            self._here = _Open(step.opens, self._here)
        return step.use

    def _close(self) -> None:
        if self._here.parent is not None:
            self._here.parent.loops.append(self._here.finished())
            self._here = self._here.parent

    def finished(self, *, complete: bool) -> Transaction:
        """The set with every loop closed."""
        while self._here.parent is not None:
            self._close()
        return Transaction(
            self._name, self._guide, self._control, self._here.finished(), tuple(self._unplaced),
            complete,
        )  # fmt: skip


def typed(elements: list[str], use: SegmentUse | None, marks: Delimiters) -> tuple[Value, ...]:
    """The elements after the identifier, typed as the guide uses them; text without a use."""
    uses = use.elements if use is not None else ()
    return tuple(
        _value(text, uses[number] if number < len(uses) else None, marks)
        for number, text in enumerate(elements[1:])
    )


def _value(text: str, use: ElementUse | None, marks: Delimiters) -> Value:
    if use is None or not text:
        return text
    if use.parts:
        parts = text.split(marks.component)
        uses = (*use.parts, *[None] * len(parts))
        return tuple(_simple(part, one) for part, one in zip(parts, uses, strict=False))
    return _simple(text, use)


def _simple(text: str, use: ElementUse | None) -> str | int | Decimal | date:
    kind = use.kind if use is not None and text else ""
    if kind == "R" and is_decimal(text):
        return Decimal(text)
    if kind == "N":
        number = whole_number(text)
        return text if number is None else number
    if kind == "D" and text.isdigit():
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
