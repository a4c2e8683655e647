"""Reads the code addenda of ICD-10-CM and ICD-10-PCS: what a release adds, deletes and rewords.

Fixed columns, closed by a block of totals that the lines before it must give.
"""

import re
from enum import StrEnum
from typing import BinaryIO

import msgspec

from codeward.codesets.readers.code_forms import ICD10CM, ICD10PCS
from codeward.codesets.readers.reader_error import BadRecords, ReaderError
from codeward.codesets.readers.text_lines import numbered_lines
from codeward.model import System

SUBJECT = "code addenda"
_ACTION_END, _TITLE_START = 13, 21
_TOTAL_OF_CODES = re.compile(r"\s*(\d+) codes in icd10(cm|pcs)_\w*?(20\d\d)\.txt")
_TOTAL_OF_CHANGES = re.compile(r"\s*(\d+) (addition|deletion|revision)s?")
_FORMS = {System.ICD10CM: ICD10CM, System.ICD10PCS: ICD10PCS}


class Action(StrEnum):
    """What happens to a code."""

    ADD = "Add:"
    DELETE = "Delete:"
    REVISE_FROM = "Revise from:"
    REVISE_TO = "Revise to:"


class Change(msgspec.Struct, frozen=True):
    """One code that is added, deleted or reworded.

    Attributes:
        action: `ADD`, `DELETE` or `REVISE_TO`.
        code: Undotted code.
        title: Long title; of a revision the new one.
        former_title: The title that a revision replaces, empty otherwise.
        line: Where it stands.
    """

    action: Action
    code: str
    title: str
    former_title: str
    line: int


class Addenda(msgspec.Struct, frozen=True):
    """All changes from one year to the next.

    Attributes:
        system: ICD-10-CM or ICD-10-PCS.
        from_year: Fiscal year before.
        to_year: Fiscal year that the changes lead to.
        codes_before: Number of billable codes before.
        codes_after: And after.
        changes: In the order of the file.
    """

    system: System
    from_year: int
    to_year: int
    codes_before: int
    codes_after: int
    changes: tuple[Change, ...]

    def codes(self, action: Action) -> frozenset[str]:
        """The codes of one action."""
        return frozenset(change.code for change in self.changes if change.action is action)


def read_addenda(file: BinaryIO) -> Addenda:
    """The changes, held against the totals that close the file.

    Raises:
        ReaderError: a line that is no change, a code of the wrong form or listed twice, a revision
            without its other half, totals that are missing or not met.
    """
    reading = _Reading()
    for number, line in numbered_lines(file, SUBJECT):
        reading.take(number, line)
    return reading.addenda()


class _Reading:
    def __init__(self) -> None:
        self._bad = BadRecords(SUBJECT)
        self._changes: list[Change] = []
        self._seen: set[tuple[str, str]] = set()
        self._before: tuple[int, str, str] | None = None
        self._sizes: list[tuple[int, str, int]] = []
        self._totals: dict[str, int] = {}

    def take(self, number: int, line: str) -> None:
        if line[:_ACTION_END].rstrip() in set(Action):
            self._change(number, line)
        elif sizes := _TOTAL_OF_CODES.fullmatch(line.rstrip()):
            self._sizes.append((int(sizes[1]), sizes[2], int(sizes[3])))
        elif changes := _TOTAL_OF_CHANGES.fullmatch(line.rstrip()):
            self._totals[changes[2]] = int(changes[1])
        elif line.strip() not in {"", "Codes"}:
            self._bad.add(number, "neither a change nor a total")

    def _change(self, number: int, line: str) -> None:
        action = Action(line[:_ACTION_END].rstrip())
        code, title = line[_ACTION_END:_TITLE_START].strip(), line[_TITLE_START:].strip()
        if not (ICD10CM.fullmatch(code) or ICD10PCS.fullmatch(code)) or not title:
            self._bad.add(number, "no code of ICD-10-CM or ICD-10-PCS with a title")
            return
        if action is Action.REVISE_FROM:
            self._lone_revision()
            self._before = (number, code, title)
            return
        former = ""
        if action is Action.REVISE_TO:
            former = self._former(number, code)
        if (action, code) in self._seen:
            self._bad.add(number, f"{code} stands twice")
        self._seen.add((action, code))
        self._changes.append(Change(action, code, title, former, number))

    def _former(self, number: int, code: str) -> str:
        before, self._before = self._before, None
        if before is None or before[1] != code:
            self._bad.add(number, f"{code} is revised to a title, but not from one")
            return ""
        return before[2]

    def _lone_revision(self) -> None:
        if self._before is not None:
            self._bad.add(self._before[0], f"{self._before[1]} is revised, but to nothing")
            self._before = None

    def addenda(self) -> Addenda:
        self._lone_revision()
        self._bad.refuse_any()
        if len(self._sizes) != 2 or self._sizes[0][1] != self._sizes[1][1]:  # noqa: PLR2004 - before and after
            raise ReaderError(SUBJECT, "the closing totals are missing: the file is not whole")
        (before, key, from_year), (after, _, to_year) = self._sizes
        system = System.from_key(f"icd10{key}")
        self._check_totals(before, after)
        form = _FORMS[system]
        for change in self._changes:
            if not form.fullmatch(change.code):
                self._bad.add(change.line, f"{change.code} is no code of {system.value}")
        self._bad.refuse_any()
        return Addenda(system, from_year, to_year, before, after, tuple(self._changes))

    def _check_totals(self, before: int, after: int) -> None:
        counted = {
            name: sum(change.action is action for change in self._changes)
            for name, action in (
                ("addition", Action.ADD),
                ("deletion", Action.DELETE),
                ("revision", Action.REVISE_TO),
            )
        }
        for name, count in counted.items():
            if self._totals.get(name, 0) != count:
                stated = self._totals.get(name, "no")
                raise ReaderError(SUBJECT, f"the file states {stated} {name}s but holds {count}")
        if before + counted["addition"] - counted["deletion"] != after:
            raise ReaderError(SUBJECT, f"{before} codes with these changes do not give {after}")
