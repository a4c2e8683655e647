"""Cuts a stream of bytes into segments, in bounded memory, tolerant of what senders really send."""

from collections.abc import Iterable, Iterator

from codeward.formats.x12.reading import read_delimiters
from codeward.formats.x12.segment import Delimiters, X12ReadError, whole_number

# No legal segment comes near; without a bound one missing terminator would take all memory.
LONGEST_SEGMENT = 1_000_000
# An attachment may be large, but not so large that it takes all memory.
LONGEST_BINARY = 100_000_000
_LONGEST_BINARY_HEAD = 32
# Segments whose last element may hold any byte, and the number of the element with its length.
_BINARY = {"BIN": 1, "BDS": 2}
_MARK = "ISA"
_APART = frozenset({*_BINARY, _MARK})
_BLANKS = " \t\r\n\v\f\0\x1a"
_ISA_IS_COMPLETE = 400
_READ = 1 << 16
_BLOCK = 256

# The piece of the file with its terminator and blanks, the segment alone, and its byte offset.
Scanned = tuple[str, str, int]


class Scanner:
    """Segments of one file. Bytes are read as Latin-1, so that one character is one byte.

    Joining the first members of all that it yields gives the file back, byte for byte.

    Attributes:
        marks: Delimiters of the interchange now being read.
        preamble: Bytes that stood before the first ISA.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = (
            chunk[at : at + _READ] for chunk in chunks for at in range(0, len(chunk), _READ)
        )
        self._buffer = ""
        self._offset = 0
        self._ended = False
        self._wanted = 0
        self.marks = Delimiters()
        self.preamble = ""

    def __iter__(self) -> Iterator[Scanned]:
        """The segments in order.

        Raises:
            X12ReadError: there is no ISA, its delimiters are unusable, or a segment has no end.
        """
        for block in self.blocks():
            yield from block

    def blocks(self) -> Iterator[list[Scanned]]:
        """The segments in order, some at a time; `marks` are those of the whole block.

        Raises:
            X12ReadError: there is no ISA, its delimiters are unusable, or a segment has no end.
        """
        self._find_beginning()
        while True:
            if block := self._ordinary() or self._apart():
                yield block
            elif self._ended:
                break
            else:
                self._more()
        if self._buffer:
            yield [(self._buffer, self._buffer.strip(_BLANKS), self._offset + self._lead(_BLANKS))]

    def _lead(self, blanks: str) -> int:
        return len(self._buffer) - len(self._buffer.lstrip(blanks))

    def _more(self) -> None:
        """Read on, as far as the binary data at the front of the buffer reach."""
        if not self._wanted and len(self._buffer) > LONGEST_SEGMENT:
            raise X12ReadError(
                f"the segment at byte {self._offset} is longer than {LONGEST_SEGMENT} "
                "characters; its terminator is missing"
            )
        parts, size = [self._buffer], len(self._buffer)
        while not self._ended:
            chunk = next(self._chunks, b"")
            self._ended = not chunk
            parts.append(chunk.decode("latin-1"))
            size += len(chunk)
            if size >= self._wanted:
                break
        self._buffer = "".join(parts)
        self._wanted = 0

    def _find_beginning(self) -> None:
        self._more()
        while not self._ended and len(self._buffer) < _ISA_IS_COMPLETE + LONGEST_SEGMENT // 10:
            if self._buffer.find(_MARK) >= 0 and len(self._buffer) > _ISA_IS_COMPLETE:
                break
            self._more()
        start = self._buffer.find(_MARK)
        if start < 0:
            raise X12ReadError("no ISA segment: this is no X12 interchange")
        self.preamble = self._buffer[:start]
        self.marks = read_delimiters(self._buffer, start)

    def _ordinary(self) -> list[Scanned]:
        """The complete segments of the buffer before the next ISA or binary segment."""
        block: list[Scanned] = []
        if not self._offset:
            return block
        mark = self.marks.segment
        blanks = _BLANKS.replace(mark, "")
        offset = self._offset
        *pieces, rest = self._buffer.split(mark, _BLOCK)
        for piece in pieces:
            text = piece.strip(blanks)
            size = len(piece)
            if text[:3] in _APART:
                rest = self._buffer[offset - self._offset :]
                break
            lead = piece.find(text) if text and len(text) < size else 0
            block.append((piece + mark, text, offset + lead))
            offset += size + 1
        self._buffer, self._offset = rest, offset
        return block

    def _apart(self) -> list[Scanned]:
        """The ISA or the binary segment at the front of the buffer, once it is there to its end."""
        lead = self._lead(_BLANKS.replace(self.marks.segment, "")) if self._offset else 0
        end = 0
        if not self._offset:
            lead = len(self.preamble)
        elif self._buffer.startswith(_MARK, lead):
            now = self._delimiters_at(lead)
            if now is None:
                return []
            self.marks = now
        elif self._buffer[lead : lead + 3] in _BINARY:
            end = self._end_of_binary(lead)
            if end > len(self._buffer) and not self._ended:
                self._wanted = end
                return []
            if self._buffer[end - 1 : end] not in (self.marks.segment, ""):
                end = 0  # the length is wrong
        else:
            return []
        end = end or self._buffer.find(self.marks.segment, lead) + 1
        if not end:
            return []
        found = (self._buffer[:end], self._buffer[lead : end - 1], self._offset + lead)
        self._buffer, self._offset = self._buffer[end:], self._offset + end
        return [found]

    def _end_of_binary(self, start: int) -> int:
        """Where a segment ends that tells the length of its data; 0 where it tells none."""
        number = _BINARY[self._buffer[start : start + 3]]
        text = self._buffer[start : start + _LONGEST_BINARY_HEAD]
        head = text.split(self.marks.element, number + 1)
        told = head[number] if len(head) > number + 1 and len(head[0]) == len("BIN") else ""
        length = whole_number(told)
        if length is None:
            return 0
        if length > LONGEST_BINARY:
            raise X12ReadError(
                f"the binary data at byte {self._offset} are longer than {LONGEST_BINARY} bytes"
            )
        return start + sum(map(len, head[:-1])) + number + 1 + length + 1

    def _delimiters_at(self, start: int) -> Delimiters | None:
        """What a later ISA declares; None where the buffer ends too soon to know."""
        if len(self._buffer) - start < _ISA_IS_COMPLETE and not self._ended:
            return None
        try:
            return read_delimiters(self._buffer, start)
        except X12ReadError:
            return self.marks
