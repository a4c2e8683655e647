"""Reads the AMA's CPT data files: the consolidated list, and the files of one descriptor each.

The descriptors are licensed. Without the operator's word that the licence is theirs, nothing is
read; what is read is marked, so that it is kept apart and never exported.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import BinaryIO, Final

import msgspec

from codeward.codesets.readers.code_forms import CPT
from codeward.codesets.readers.day_forms import day_or_none
from codeward.codesets.readers.reader_error import BadRecords, ReaderError
from codeward.codesets.readers.table_rows import Column, Row, records
from codeward.codesets.readers.text_lines import numbered_lines

SUBJECT: Final = "CPT data file"
COLUMNS: Final = (
    Column("concept", "concept id", needed=False),
    Column("code", "cpt code"),
    Column("long", "long"),
    Column("medium", "medium"),
    Column("short", "short"),
    Column("effective", "descriptor effective date|effective date", needed=False),
)
# Code, one blank or tab, descriptor; the AMA's notice fills some thirty lines above the first.
LINE: Final = re.compile(r"([0-9]{4}[0-9AFMTU])[ \t]+(\S.*)")
_LONGEST_NOTICE: Final = 100
_LONGEST: Final = {"short": 28, "medium": 48}


class DescriptorKind(StrEnum):
    """Which descriptor a file of one descriptor carries; the longest text tells."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class CptCode(msgspec.Struct, frozen=True):
    """A CPT code with the descriptors that the file has; licensed text.

    Attributes:
        code: Five characters.
        short: Short descriptor, at most 28 characters; empty where the file has none.
        medium: Medium descriptor, at most 48 characters.
        long: Long descriptor.
        effective: Day from which the descriptor holds, where the file tells.
        line: Where it stands.
    """

    code: str
    short: str
    medium: str
    long: str
    effective: date | None
    line: int


class CptFile(msgspec.Struct, frozen=True):
    """One file; `licensed` is always true and goes with the records wherever they go."""

    codes: tuple[CptCode, ...]
    kinds: tuple[DescriptorKind, ...]
    licensed: bool = True


def read_consolidated_cpt(rows: Iterable[Row], *, licence: bool) -> CptFile:
    """The consolidated list of codes.

    Args:
        rows: The rows of the file.
        licence: The operator states that the AMA has licensed the file to them.

    Raises:
        ReaderError: no licence, no such headings, a code that is none or stands twice.
    """
    _need(licence=licence)
    bad = BadRecords(SUBJECT)
    found: dict[str, CptCode] = {}
    for line, values in records(rows, SUBJECT, COLUMNS):
        _add(found, _consolidated(values, line, bad), bad)
    bad.refuse_any()
    return CptFile(tuple(found.values()), tuple(DescriptorKind))


def read_cpt_descriptors(file: BinaryIO, *, licence: bool) -> CptFile:
    """A file of one descriptor: short, medium or long.

    Args:
        file: Open for reading.
        licence: The operator states that the AMA has licensed the file to them.

    Raises:
        ReaderError: no licence, a line that is none, a code that stands twice.
    """
    _need(licence=licence)
    bad = BadRecords(SUBJECT)
    texts: dict[str, tuple[int, str]] = {}
    for number, line in numbered_lines(file, SUBJECT):
        found = LINE.fullmatch(line.rstrip())
        if found is None:
            if line.strip() and (texts or number > _LONGEST_NOTICE):
                bad.add(number, "no code with a descriptor")
        elif found[1] in texts:
            bad.add(number, f"{found[1]} stands twice")
        else:
            texts[found[1]] = (number, found[2].strip())
    bad.refuse_any()
    if not texts:
        raise ReaderError(SUBJECT, "the file holds no code with a descriptor")
    kind = _kind(max(len(text) for _, text in texts.values()))
    return CptFile(
        tuple(_described(code, kind, number, text) for code, (number, text) in texts.items()),
        (kind,),
    )


def _need(*, licence: bool) -> None:
    if not licence:
        raise ReaderError(
            SUBJECT,
            "CPT descriptors are licensed by the AMA",
            remedy="import it again and state that the licence is yours",
        )


def _kind(longest: int) -> DescriptorKind:
    if longest <= _LONGEST["short"]:
        return DescriptorKind.SHORT
    return DescriptorKind.MEDIUM if longest <= _LONGEST["medium"] else DescriptorKind.LONG


def _described(code: str, kind: DescriptorKind, line: int, text: str) -> CptCode:
    texts = {one.value: text if one is kind else "" for one in DescriptorKind}
    return CptCode(code, texts["short"], texts["medium"], texts["long"], effective=None, line=line)


def _consolidated(values: Mapping[str, str], line: int, bad: BadRecords) -> CptCode | None:
    code = values["code"]
    if not CPT.fullmatch(code) or not values["long"]:
        bad.add(line, "no CPT code with a long descriptor")
        return None
    try:
        effective = day_or_none(values.get("effective", ""))
    except ValueError:
        bad.add(line, f"{code} has a date that is none")
        return None
    return CptCode(code, values["short"], values["medium"], values["long"], effective, line)


def _add(found: dict[str, CptCode], code: CptCode | None, bad: BadRecords) -> None:
    if code is None:
        return
    if code.code in found:
        bad.add(code.line, f"{code.code} stands twice")
    found[code.code] = code
