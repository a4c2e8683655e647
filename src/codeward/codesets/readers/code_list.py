"""Reads plain lists: one code a line and nothing else. Such a list names codes, no days."""

import re
from typing import BinaryIO, Final

import msgspec

from codeward.codesets.readers.code_forms import CPT, HCPCS, ICD10CM, ICD10PCS
from codeward.codesets.readers.reader_error import BadRecords, ReaderError
from codeward.codesets.readers.text_lines import numbered_lines
from codeward.model import System

SUBJECT: Final = "list of codes"
# A bare CM code may look like a Level II code (A4226); a list is of the first system whose form
# all of its codes have, and only CM lists hold codes of other lengths.
FORMS: Final[tuple[tuple[System, re.Pattern[str]], ...]] = (
    (System.HCPCS, HCPCS),
    (System.CPT, CPT),
    (System.ICD10PCS, ICD10PCS),
    (System.ICD10CM, ICD10CM),
)


class CodeList(msgspec.Struct, frozen=True):
    """The codes of a list, in its order, and the system whose form they have."""

    system: System
    codes: tuple[str, ...]


def read_code_list(file: BinaryIO) -> CodeList:
    """All codes.

    Raises:
        ReaderError: an empty list, a code that stands twice, codes of no one system.
    """
    bad = BadRecords(SUBJECT)
    found: dict[str, int] = {}
    for number, line in numbered_lines(file, SUBJECT):
        code = line.strip()
        if code in found:
            bad.add(number, f"{code[:12]!r} stands twice")
        elif code:
            found[code] = number
    bad.refuse_any()
    for system, form in FORMS:
        if found and all(form.fullmatch(code) for code in found):
            return CodeList(system, tuple(found))
    for code, number in found.items():
        if not any(form.fullmatch(code) for _, form in FORMS):
            bad.add(number, f"{code[:12]!r} is a code of no system")
    bad.refuse_any()
    raise ReaderError(SUBJECT, "the list is empty, or mixes codes of several systems")
