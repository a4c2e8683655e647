"""Reads the ICD-10-PCS definitions: what the values of a character mean, and device aggregation."""

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from codeward.codesets.readers.code_forms import ICD10PCS_VALUE
from codeward.codesets.readers.reader_error import BadRecords, ReaderError
from codeward.codesets.readers.safe_xml import Element, elements, line_of, text_of

SUBJECT = "ICD-10-PCS definitions"
ROOT = "ICD10PCS.definitions"
_YEAR = re.compile(r"20\d\d")
_POSITIONS = frozenset("1234567")


class Definition(msgspec.Struct, frozen=True):
    """What one or several labels of a character mean.

    Attributes:
        section: Value of the first character.
        position: The character, 1 to 7.
        titles: The labels, such as `Bypass`.
        definition: Definition, empty where there is none.
        explanation: Explanation, empty where there is none.
        includes: What it includes: brand names, parts, examples.
    """

    section: str
    position: int
    titles: tuple[str, ...]
    definition: str = ""
    explanation: str = ""
    includes: tuple[str, ...] = ()


class Aggregation(msgspec.Struct, frozen=True):
    """A specific device, and the general value that stands for it in other body systems."""

    device: str
    operation: str
    body_systems: tuple[str, ...]
    value: str
    label: str


class PcsDefinitions(msgspec.Struct, frozen=True):
    """The whole file; `version` is the fiscal year that it states."""

    version: str
    definitions: tuple[Definition, ...]
    aggregations: tuple[Aggregation, ...]


def read_pcs_definitions(file: BinaryIO) -> PcsDefinitions:
    """All definitions.

    Raises:
        ReaderError: no PCS definitions, a section or character that is none, a term without title.
    """
    walk = elements(file, SUBJECT, "version", "section", "aggregate")
    root = next(walk, None)
    if root is None or root.tag != ROOT:
        raise ReaderError(SUBJECT, "the root of the file is not that of the PCS definitions")
    bad = BadRecords(SUBJECT)
    definitions: list[Definition] = []
    aggregations: list[Aggregation] = []
    version = ""
    for element in walk:
        if element.tag == "version":
            version = text_of(element)
        elif element.tag == "section":
            definitions += _section(element, bad)
        else:
            aggregations.append(_aggregation(element, bad))
    bad.refuse_any()
    if not _YEAR.fullmatch(version) or not definitions:
        raise ReaderError(SUBJECT, "the file names no year in its version, or defines nothing")
    return PcsDefinitions(version, tuple(definitions), tuple(aggregations))


def _section(element: Element, bad: BadRecords) -> Iterator[Definition]:
    section = element.get("code") or ""
    if not ICD10PCS_VALUE.fullmatch(section):
        bad.add(line_of(element), "a section has no value")
    for axis in element.iterfind("axis"):
        position = axis.get("pos") or ""
        if position not in _POSITIONS:
            bad.add(line_of(axis), "a character has no position from 1 to 7")
            continue
        for term in axis.iterfind("terms"):
            yield _definition(term, section, int(position), bad)


def _definition(term: Element, section: str, position: int, bad: BadRecords) -> Definition:
    titles = tuple(text_of(title) for title in term.iterfind("title"))
    if not titles or not all(titles):
        bad.add(line_of(term), "a term has no title")
    return Definition(
        section=section,
        position=position,
        titles=titles,
        definition=text_of(term.find("definition")),
        explanation=text_of(term.find("explanation")),
        includes=tuple(text_of(one) for one in term.iterfind("includes")),
    )


def _aggregation(element: Element, bad: BadRecords) -> Aggregation:
    parent = element.find("parent")
    value = "" if parent is None else parent.get("value") or ""
    device = text_of(element.find("device"))
    if not device or not ICD10PCS_VALUE.fullmatch(value):
        bad.add(line_of(element), "a device aggregation has no device or no value")
    return Aggregation(
        device=device,
        operation=text_of(element.find("operation")),
        body_systems=tuple(text_of(one) for one in element.iterfind("bodySys")),
        value=value,
        label=text_of(parent),
    )
