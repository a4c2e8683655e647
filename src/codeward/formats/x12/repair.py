"""Safe repairs: the form of an interchange is mended, never what it says.

Each repair is one small function. It changes no code, no charge, no name, no date: only counts,
numbering, separators and punctuation that the guides do not allow. Every change is listed.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import msgspec

from codeward.formats.x12.scanning import Scanner
from codeward.formats.x12.segment import Delimiters

_ISA_LENGTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)
_ISA_ELEMENTS = 16
_DIAGNOSES = frozenset({"ABK", "ABF", "ABJ", "APR", "ABN"})
_PHONES = ("TE", "FX")


class Repair(NamedTuple):
    """One change: which repair, and where.

    Attributes:
        name: What was mended.
        segment: Ordinal of the segment in the file.
        segment_id: Such as `SE`.
        element: Number of the element, 0 where the segment is meant.
    """

    name: str
    segment: int
    segment_id: str
    element: int


class Repaired(msgspec.Struct, frozen=True):
    """A mended interchange and the list of what was mended."""

    text: str
    repairs: tuple[Repair, ...]


Changed = list[tuple[int, str, str]]
Mend = Callable[[list[str], Delimiters], Changed]


def repaired(chunks: Iterable[bytes]) -> Repaired:
    """The same interchange in the form that the guides want.

    Blanks and line ends between segments are dropped; what needs no repair keeps its bytes.

    Raises:
        X12ReadError: the bytes are no interchange.
    """
    scanner = Scanner(chunks)
    counts = _Counts()
    repairs: list[Repair] = []
    pieces: list[str] = []
    for number, (text, _) in enumerate(_segments(scanner), start=1):
        marks = scanner.marks
        elements = text.split(marks.element)
        for mend in (*_MENDS.get(elements[0], ()), trailing_separators, counts.mend):
            for element, value, name in mend(elements, marks):
                _put(elements, element, value)
                repairs.append(Repair(name, number, elements[0], element))
        pieces.append(marks.element.join(elements) + marks.segment)
    return Repaired("".join(f"{piece}\n" for piece in pieces), tuple(repairs))


def _segments(scanner: Scanner) -> Iterator[tuple[str, int]]:
    for _, text, offset in scanner:
        if text:
            yield text, offset


def _put(elements: list[str], number: int, value: str) -> None:
    if number == 0:
        while len(elements) > 1 and elements[-1] == "":
            elements.pop()
        return
    elements += [""] * (number + 1 - len(elements))
    elements[number] = value


def trailing_separators(elements: list[str], _: Delimiters) -> Changed:
    """Separators at the end of a segment are dropped."""
    ends = len(elements) > 1 and elements[-1] == "" and elements[0] != "ISA"
    return [(0, "", "separators at the end dropped")] if ends else []


def unpadded_header(elements: list[str], _: Delimiters) -> Changed:
    """The fields of ISA are padded to their width."""
    if len(elements) != _ISA_ELEMENTS + 1:
        return []
    return [
        (number, elements[number].ljust(width), "field of ISA padded")
        for number, width in enumerate(_ISA_LENGTHS, start=1)
        if len(elements[number]) < width and number not in (9, 10, 13, 16)
    ]


def diagnosis_points(elements: list[str], marks: Delimiters) -> Changed:
    """The decimal point of a diagnosis code is dropped."""
    changed: Changed = []
    for number, text in enumerate(elements[1:], start=1):
        parts = text.split(marks.component)
        if parts[0] in _DIAGNOSES and len(parts) > 1 and "." in parts[1]:
            parts[1] = parts[1].replace(".", "", 1)
            changed.append((number, marks.component.join(parts), "decimal point dropped"))
    return changed


def hyphens(number: int, qualifiers: tuple[str, ...] = ()) -> Mend:
    """Hyphens and blanks of a number that is digits alone are dropped."""

    def mend(elements: list[str], _: Delimiters) -> Changed:
        if len(elements) <= number or (qualifiers and elements[number - 1] not in qualifiers):
            return []
        plain = elements[number].translate(str.maketrans("", "", "-() ."))
        if plain != elements[number] and plain.isascii() and plain.isdigit():
            return [(number, plain, "punctuation of a number dropped")]
        return []

    return mend


class _Counts:
    """Counts and control numbers that stand twice are made to agree with what was read."""

    def __init__(self) -> None:
        self._segments = 0
        self._sets = 0
        self._groups = 0
        self._line = 0
        self._opened: dict[str, str] = {}

    def mend(self, elements: list[str], _: Delimiters) -> Changed:
        """The counts of one segment, told from those before it."""
        padded = [*elements, *[""] * 14]
        self._segments += 1
        match elements[0]:
            case "ISA":
                self._groups, self._opened["ISA"] = 0, padded[13]
            case "GS":
                self._sets, self._opened["GS"] = 0, padded[6]
                self._groups += 1
            case "ST":
                self._segments, self._opened["ST"] = 1, padded[2]
                self._sets += 1
            case "CLM":
                self._line = 0
            case "LX":
                self._line += 1
                return self._agree(padded, 1, str(self._line), "line numbered anew")
            case "SE":
                return self._pair(padded, self._segments, "ST")
            case "GE":
                return self._pair(padded, self._sets, "GS")
            case "IEA":
                return self._pair(padded, self._groups, "ISA")
        return []

    def _pair(self, padded: list[str], count: int, opener: str) -> Changed:
        return [
            *self._agree(padded, 1, str(count), "count corrected"),
            *self._agree(padded, 2, self._opened.get(opener, ""), "control number repeated"),
        ]

    @staticmethod
    def _agree(padded: list[str], number: int, value: str, name: str) -> Changed:
        told = padded[number]
        same = told == value or (number == 1 and told.lstrip("0") == value)
        return [] if same or not value else [(number, value, name)]


_MENDS: dict[str, tuple[Mend, ...]] = {
    "ISA": (unpadded_header,),
    "HI": (diagnosis_points,),
    "N4": (hyphens(3),),
    "REF": (hyphens(2, ("EI", "SY")),),
    "LIN": (hyphens(3, ("N4",)),),
    "PER": (hyphens(4, _PHONES), hyphens(6, _PHONES), hyphens(8, _PHONES)),
}
