"""A file that cannot be trusted is refused with file, place and reason; nothing is half-imported."""

import gzip
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from codeward.adapters.code_set_import import CodeSetImport
from codeward.codesets.readers.reader_error import ReaderError
from tests.unit.codesets.readers import small_files as small

DAY = date(2030, 10, 1)
XML = {
    "index": (small.INDEX, "term"),
    "neoplasms": (small.NEOPLASMS, "term"),
    "pcs-tables": (small.PCS_TABLES, "pcsTable"),
    "pcs-index": (small.PCS_INDEX, "term"),
    "pcs-definitions": (small.PCS_DEFINITIONS, "section"),
}
TABLES = {
    "order": small.ORDER,
    "addenda": small.ADDENDA,
    "hcpcs": small.HCPCS,
    "hcpcs-sheet": small.HCPCS_SHEET,
    "ptp": small.PTP,
    "mue": small.MUE,
    "aoc": small.AOC,
    "poa": small.POA,
    "pos": small.PLACES,
    "carc": small.CARC,
    "rarc": small.RARC,
    "taxonomy": small.TAXONOMY,
    "conversions": small.CM_CONVERSIONS,
    "coverage": small.ARTICLE_CODES,
    "cpt": small.CPT_CONSOLIDATED,
    "cpt-short": small.CPT_SHORT,
}


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return target.getvalue()


def body(text: str) -> str:
    return text.removeprefix('<?xml version="1.0" encoding="utf-8"?>\n')


def last_line_again(text: str) -> str:
    """The last record a second time."""
    return text + text.rstrip("\n").rpartition("\n")[2] + "\n"


HOSTILE: dict[str, tuple[bytes, str]] = {}
for _name, (_text, _element) in XML.items():
    _root = re.search(r"<(ICD10[\w.]+)", _text)
    assert _root
    HOSTILE |= {
        f"{_name} truncated": (_text[:-30].encode(), "not whole"),
        f"{_name} wrong encoding": (
            body(_text).replace("<title>", "<title>\xe9", 1).encode("latin-1"),
            "",
        ),
        f"{_name} document type": (f"<!DOCTYPE {_root[1]}>{body(_text)}".encode(), "document type"),
        f"{_name} entity": (
            f'<!DOCTYPE x [<!ENTITY a "b">]>{body(_text)}'.replace("Wobbl", "&a;", 1).encode(),
            "document type",
        ),
        f"{_name} nested": (
            body(_text).rpartition("</")[0].encode() + f"<{_element}>".encode() * 200_000,
            "",
        ),
        f"{_name} wrong year": (_text.replace("2031", "2029").encode(), "states the year 2029"),
    }
for _name, _text in TABLES.items():
    HOSTILE[f"{_name} not text"] = (_text.encode() + b"\x81\x8d\x8f\x90\n", "")
for _name in ("hcpcs", "mue", "poa", "pos", "carc", "cpt", "cpt-short", "ptp"):
    HOSTILE[f"{_name} duplicate code"] = (last_line_again(TABLES[_name]).encode(), "")
HOSTILE |= {
    "order duplicate code": (last_line_again(small.ORDER).encode(), ""),
    "addenda truncated": (small.ADDENDA.partition("    1 additions")[0].encode(), ""),
    "addenda wrong year": (small.ADDENDA.replace("2031", "2033").encode(), "states the year 2033"),
    "ptp overlapping spans": (small.PTP.replace("20291231", "20301231").encode(), "overlap"),
    "carc end before start": (small.CARC.replace("12/31/2003", "12/31/1990").encode(), "before"),
    "archive truncated": (zipped(("a.xml", small.INDEX.encode()))[:-30], "not whole"),
    "gzip truncated": (gzip.compress(small.INDEX.encode())[:-12], "not whole"),
    "zip bomb": (zipped(("a.xml", b"\0" * (8 << 20))), "200 times"),
    "gzip bomb": (gzip.compress(b"\0" * (8 << 20)), "200 times"),
    "zip slip": (zipped(("../../a.xml", small.INDEX.encode())), "outside the archive"),
    "zip with a drive": (zipped(("C:\\a.xml", small.INDEX.encode())), "outside the archive"),
    "bomb beside a good member": (
        zipped(("a.xml", small.INDEX.encode()), ("b.txt", b"\0" * (8 << 20))),
        "200 times",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_and_nothing_is_half_imported(case: str, tmp_path: Path) -> None:
    content, reason = HOSTILE[case]
    imports = CodeSetImport(tmp_path / "home")
    good = tmp_path / "1-good"
    good.write_text(small.INDEX.replace("Wobble, ", "Good wobble, ", 1))
    imports.take([good])
    before = (imports.manifest(), sorted(imports.folder.iterdir()))
    bad = tmp_path / "2-bad"
    bad.write_bytes(content)
    other = tmp_path / "1-other"
    other.write_text(small.PCS_DEFINITIONS.replace("Rare", "Very rare"))
    with pytest.raises(ReaderError, match=reason or None) as refused:
        imports.take([other, bad], effective_from=DAY, licence=True)
    text = str(refused.value)
    assert str(bad) in text
    assert "\n" not in text
    assert (imports.manifest(), sorted(imports.folder.iterdir())) == before
