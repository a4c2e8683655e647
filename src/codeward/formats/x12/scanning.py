"""Cuts a stream of bytes into segments, in bounded memory, tolerant of what senders really send."""

from collections.abc import Iterable, Iterator

from codeward.formats.x12.reading import read_delimiters
from codeward.formats.x12.segment import Delimiters, X12ReadError

# No legal segment comes near; without a bound one missing terminator would take all memory.
LONGEST_SEGMENT = 1_000_000
# An attachment may be large, but not so large that it takes all memory.
LONGEST_BINARY = 100_000_000
_LONGEST_BINARY_HEAD = 24
_BINARY = "BIN"
_MARK = "ISA"
_BLANKS = " \t\r\n\v\f\0\x1a"
_ISA_IS_COMPLETE = 400

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
        self._chunks = iter(chunks)
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
        self._find_beginning()
        while True:
            yield from self._cut()
            if self._ended:
                break
            self._more()
            while self._wanted > len(self._buffer) and not self._ended:
                self._more()
            if len(self._buffer) > LONGEST_SEGMENT and self.marks.segment not in self._buffer:
                raise X12ReadError(
                    f"the segment at byte {self._offset} is longer than {LONGEST_SEGMENT} "
                    "characters; its terminator is missing"
                )
        if self._buffer:
            yield self._buffer, self._buffer.strip(_BLANKS), self._offset + self._lead()

    def _lead(self) -> int:
        return len(self._buffer) - len(self._buffer.lstrip(_BLANKS))

    def _more(self) -> None:
        chunk = next(self._chunks, b"")
        self._ended = not chunk
        self._buffer += chunk.decode("latin-1")

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

    def _cut(self) -> Iterator[Scanned]:
        """The complete segments of the buffer; the rest stays in it."""
        mark = self.marks.segment
        *pieces, rest = self._buffer.split(mark)
        blanks = _BLANKS.replace(mark, "")
        offset = self._offset
        done = 0
        for piece in pieces:
            text = piece.strip(blanks)
            size = len(piece) + 1
            lead = piece.find(text) if text else 0
            if text.startswith(_BINARY):
                end = self._end_of_binary(done + lead)
                if end > len(self._buffer) and not self._ended:
                    self._wanted = end
                    break
                if end > done + size:
                    yield self._buffer[done:end], self._buffer[done + lead : end - 1], offset + lead
                    self._buffer, self._offset = self._buffer[end:], offset + end - done
                    yield from self._cut()
                    return
            if offset == 0 and self.preamble:
                lead, text = len(self.preamble), piece[len(self.preamble) :]
            if text.startswith(_MARK) and offset + lead > len(self.preamble):
                now = self._delimiters_at(done + lead)
                if now is None:
                    break
                if now != self.marks:
                    self._buffer, self._offset, self.marks = self._buffer[done:], offset, now
                    yield from self._cut()
                    return
            yield piece + mark, text, offset + lead
            offset += size
            done += size
        else:
            self._buffer, self._offset = rest, offset
            yield from self._next_interchange(rest, blanks)
            return
        self._buffer, self._offset = self._buffer[done:], offset

    def _end_of_binary(self, start: int) -> int:
        """Where a BIN segment ends: BIN01 tells the length of data that may hold any byte."""
        head = self._buffer[start : start + _LONGEST_BINARY_HEAD].split(self.marks.element, 2)
        if len(head) < 3 or not (head[1].isascii() and head[1].isdigit()):  # noqa: PLR2004 - id, length, data
            return 0
        length = int(head[1])
        if length > LONGEST_BINARY:
            raise X12ReadError(
                f"the binary data at byte {self._offset} are longer than {LONGEST_BINARY} bytes"
            )
        return start + len(head[0]) + len(head[1]) + 2 + length + 1

    def _next_interchange(self, rest: str, blanks: str) -> Iterator[Scanned]:
        """Cut on where the next interchange has another terminator than this one."""
        lead = len(rest) - len(rest.lstrip(blanks))
        if self._offset and rest.startswith(_MARK, lead):
            now = self._delimiters_at(lead)
            if now is not None and now.segment != self.marks.segment:
                self.marks = now
                yield from self._cut()

    def _delimiters_at(self, start: int) -> Delimiters | None:
        """What a later ISA declares; None where the buffer ends too soon to know."""
        if len(self._buffer) - start < _ISA_IS_COMPLETE and not self._ended:
            return None
        try:
            return read_delimiters(self._buffer, start)
        except X12ReadError:
            return self.marks
