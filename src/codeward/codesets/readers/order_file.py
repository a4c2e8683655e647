"""Reads the order files of ICD-10-CM and ICD-10-PCS: every code and header with both titles."""

from typing import BinaryIO

import msgspec

from codeward.codesets.readers.code_forms import ICD10CM, ICD10PCS, ICD10PCS_START
from codeward.codesets.readers.reader_error import BadRecords, ReaderError
from codeward.codesets.readers.text_lines import numbered_lines
from codeward.model import System

SUBJECT = "order file"
_CODE, _FLAG, _SHORT, _LONG = slice(6, 13), 14, slice(16, 76), slice(77, None)


class OrderedCode(msgspec.Struct, frozen=True):
    """A code or a header.

    Attributes:
        order: Order number; the numbers run without gap from 1.
        code: Undotted code.
        billable: Valid for a claim; False for a header.
        short_title: At most 60 characters.
        long_title: The whole title.
    """

    order: int
    code: str
    billable: bool
    short_title: str
    long_title: str


class OrderFile(msgspec.Struct, frozen=True):
    """All codes of one edition; the file itself does not name its year."""

    system: System
    codes: tuple[OrderedCode, ...]

    @property
    def billable(self) -> int:
        """Number of codes that a claim may carry."""
        return sum(code.billable for code in self.codes)


def read_order_file(file: BinaryIO) -> OrderFile:
    """Every code, in order.

    Raises:
        ReaderError: a line of another layout, a gap in the numbering, a code that stands twice or
            is of neither system.
    """
    bad = BadRecords(SUBJECT)
    codes: list[OrderedCode] = []
    seen: set[str] = set()
    for number, line in numbered_lines(file, SUBJECT):
        if not line.strip():
            continue
        code = ordered_code(line)
        if code is None:
            bad.add(number, "not laid out as order number, code, flag and two titles")
        elif code.code in seen:
            bad.add(number, f"{code.code} stands twice")
        elif code.order != len(seen) + 1:
            bad.add(number, f"order number {code.order} where {len(seen) + 1} is due")
            seen.add(code.code)
        else:
            seen.add(code.code)
            codes.append(code)
    bad.refuse_any()
    if not codes:
        raise ReaderError(SUBJECT, "the file holds no code")
    return OrderFile(_system(codes), tuple(codes))


def ordered_code(line: str) -> OrderedCode | None:
    """One line of an order file, None if it is none."""
    order, code, flag = line[:5], line[_CODE].strip(), line[_FLAG : _FLAG + 1]
    short_title, long_title = line[_SHORT].strip(), line[_LONG].strip()
    blanks = (line[5:6], line[13:14], line[15:16], line[76:77])
    if not (order.isascii() and order.isdigit()) or flag not in {"0", "1"} or set(blanks) != {" "}:
        return None
    if not (ICD10CM.fullmatch(code) or ICD10PCS_START.fullmatch(code)):
        return None
    if not short_title or not long_title:
        return None
    return OrderedCode(int(order), code, flag == "1", short_title, long_title)


def _system(codes: list[OrderedCode]) -> System:
    """ICD-10-PCS if every billable code has its form; seven digits fit no ICD-10-CM code."""
    billable = [one.code for one in codes if one.billable]
    if billable and all(ICD10PCS.fullmatch(code) for code in billable):
        return System.ICD10PCS
    if all(ICD10CM.fullmatch(one.code) for one in codes):
        return System.ICD10CM
    raise ReaderError(SUBJECT, "the codes are neither all ICD-10-CM nor all ICD-10-PCS")
