"""What a reader says when a file cannot be trusted: file, line, reason, and what to do."""

import msgspec

from codeward.model import CodewardError

# More faults than these say nothing new; the count goes on.
_KEPT_RECORDS = 100
_SHOWN_RECORDS = 3
_GET_ANEW = "get the file from its publisher again"


class BadRecord(msgspec.Struct, frozen=True):
    """A record that cannot be used.

    Attributes:
        line: Line of the file, or row of the sheet, from 1.
        reason: What is wrong with it.
    """

    line: int
    reason: str


class ReaderError(CodewardError):
    """A file of a code set that cannot be read as a whole, so that nothing of it is used.

    Attributes:
        subject: What the file was read as, such as `ICD-10-CM index`.
        reason: What is wrong.
        line: The first line at fault, None where no line is to blame.
        remedy: What to do.
        file: Name of the file, empty until somebody who knows it has told: see `in_file`.
        records: The first bad records, where it is records that are bad.
        bad: How many records are bad.
    """

    def __init__(
        self,
        subject: str,
        reason: str,
        *,
        line: int | None = None,
        remedy: str = _GET_ANEW,
        file: str = "",
        records: tuple[BadRecord, ...] = (),
        bad: int = 0,
    ) -> None:
        self.subject = subject
        self.reason = reason
        self.line = line
        self.remedy = remedy
        self.file = file
        self.records = records
        self.bad = bad or len(records)
        where = f"{file} ({subject})" if file else subject
        place = f", line {line}" if line is not None else ""
        super().__init__(f"{where}{place}: {reason}; {remedy}")

    def in_file(self, name: str) -> "ReaderError":
        """The same error, naming the file."""
        return ReaderError(
            self.subject,
            self.reason,
            line=self.line,
            remedy=self.remedy,
            file=name,
            records=self.records,
            bad=self.bad,
        )


class BadRecords:
    """Collects the bad records of one file, so that one refusal names them all."""

    def __init__(self, subject: str) -> None:
        self._subject = subject
        self._kept: list[BadRecord] = []
        self._count = 0

    def add(self, line: int, reason: str) -> None:
        """Note a bad record."""
        self._count += 1
        if len(self._kept) < _KEPT_RECORDS:
            self._kept.append(BadRecord(line, reason))

    def refuse_any(self) -> None:
        """Refuse the file if a record was bad.

        Raises:
            ReaderError: with the first records and the count.
        """
        if not self._kept:
            return
        first = self._kept[0]
        shown = "; ".join(f"line {one.line}: {one.reason}" for one in self._kept[:_SHOWN_RECORDS])
        records = "1 record is bad" if self._count == 1 else f"{self._count} records are bad"
        raise ReaderError(
            self._subject,
            f"{records} ({shown})",
            line=first.line,
            records=tuple(self._kept),
            bad=self._count,
        )
