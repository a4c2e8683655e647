"""Reads the official files of codes with their long titles: one code and its title a line."""

import re
from typing import BinaryIO, Final

import msgspec

from codeward.codesets.readers.code_forms import ICD10CM, ICD10PCS
from codeward.codesets.readers.reader_error import BadRecords, ReaderError
from codeward.codesets.readers.text_lines import numbered_lines
from codeward.model import System

SUBJECT: Final = "codes with titles"
LINE: Final = re.compile(r"(?=.{7} )([0-9A-Z]{3,7}) +(\S.*)")


class TitledCode(msgspec.Struct, frozen=True):
    """A billable code and its long title."""

    code: str
    title: str
    line: int


class CodeTitles(msgspec.Struct, frozen=True):
    """All codes of one edition; the file itself does not name its year."""

    system: System
    codes: tuple[TitledCode, ...]


def read_code_titles(file: BinaryIO) -> CodeTitles:
    """Every code with its title.

    Raises:
        ReaderError: a line of another layout, a code that stands twice, codes of no one system.
    """
    bad = BadRecords(SUBJECT)
    found: dict[str, TitledCode] = {}
    for number, line in numbered_lines(file, SUBJECT):
        record = LINE.fullmatch(line.rstrip())
        if record is None:
            if line.strip():
                bad.add(number, "no code of seven columns with a title")
        elif record[1] in found:
            bad.add(number, f"{record[1]} stands twice")
        else:
            found[record[1]] = TitledCode(record[1], record[2], number)
    bad.refuse_any()
    for system, form in ((System.ICD10PCS, ICD10PCS), (System.ICD10CM, ICD10CM)):
        if found and all(form.fullmatch(code) for code in found):
            return CodeTitles(system, tuple(found.values()))
    raise ReaderError(SUBJECT, "the codes are neither all ICD-10-CM nor all ICD-10-PCS")
