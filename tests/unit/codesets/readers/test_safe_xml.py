"""XML from outside: what is refused, for every reader of XML, in bounded time and memory."""

import io
from collections.abc import Callable
from typing import BinaryIO

import pytest

from codeward.codesets.readers.index_xml import read_index
from codeward.codesets.readers.pcs_definitions_xml import read_pcs_definitions
from codeward.codesets.readers.pcs_index_xml import read_pcs_index
from codeward.codesets.readers.pcs_tables_xml import read_pcs_tables
from codeward.codesets.readers.reader_error import ReaderError
from codeward.codesets.readers.recognise import recognise
from tests.unit.codesets.readers.small_files import (
    INDEX,
    PCS_DEFINITIONS,
    PCS_INDEX,
    PCS_TABLES,
    opened,
)

READERS = [
    (read_index, INDEX, "ICD10CM.index"),
    (read_pcs_tables, PCS_TABLES, "ICD10PCS.tabular"),
    (read_pcs_index, PCS_INDEX, "ICD10PCS.index"),
    (read_pcs_definitions, PCS_DEFINITIONS, "ICD10PCS.definitions"),
]
Reader = Callable[[BinaryIO], object]
each_reader = pytest.mark.parametrize(("read", "text", "root"), READERS)


def body(text: str) -> str:
    return text.removeprefix('<?xml version="1.0" encoding="utf-8"?>\n')


@each_reader
def test_a_document_type_or_an_entity_is_refused(read: Reader, text: str, root: str) -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    for declaration in (
        f"<!DOCTYPE {root}>",
        f'<!DOCTYPE {root} SYSTEM "http://127.0.0.1:9/x.dtd">',
        f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        f'<!DOCTYPE {root} [<!ENTITY l0 "lol">{lol}]>',
    ):
        hostile = (declaration + body(text)).replace("<version>", "<version>&l11;", 1)
        with pytest.raises(ReaderError):
            read(opened(hostile if "l11" in declaration else declaration + body(text)))


@each_reader
def test_nesting_of_200_000_is_refused(read: Reader, text: str, root: str) -> None:
    with pytest.raises(ReaderError):
        read(opened(f"<{root}>" + "<term>" * 200_000))


@each_reader
def test_nesting_that_the_parser_would_allow_is_refused_too(
    read: Reader, text: str, root: str
) -> None:
    with pytest.raises(ReaderError, match="nested deeper"):
        read(opened(f"<{root}>" + "<term>" * 60 + "</term>" * 60 + f"</{root}>"))


@each_reader
def test_a_file_that_is_cut_anywhere_is_refused(read: Reader, text: str, root: str) -> None:
    for end in range(0, len(text) - 1, 37):
        with pytest.raises(ReaderError):
            read(opened(text[:end]))


@each_reader
def test_a_wrong_encoding_is_refused(read: Reader, text: str, root: str) -> None:
    with pytest.raises(ReaderError):
        read(io.BytesIO(body(text).replace("2031", "2031\u00e9", 1).encode("latin-1")))
    with pytest.raises(ReaderError):
        read(io.BytesIO(b"\x00\x01\x02" + text.encode()))


@each_reader
def test_another_format_is_refused(read: Reader, text: str, root: str) -> None:
    for other, content, _ in READERS:
        if other is not read:
            with pytest.raises(ReaderError, match="root"):
                read(opened(content))


def test_a_document_type_is_refused_while_recognising() -> None:
    with pytest.raises(ReaderError, match="document type"):
        recognise(opened("<!DOCTYPE ICD10CM.index>" + body(INDEX)))
