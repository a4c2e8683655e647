"""Draws an appeal packet as PDF, the same bytes for the same packet."""

import io
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from codeward.adapters.appeal_sections import Section, sections
from codeward.remittance import AppealPacket

_MARGIN = 0.7 * inch
_WIDE = letter[0] - 2 * _MARGIN
_LONGEST = 1_500
_GREY, _RULE = colors.HexColor("#e9edf2"), colors.HexColor("#9aa5b1")
_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9, leading=11.5)
_BOLD = ParagraphStyle("bold", parent=_BODY, fontName="Helvetica-Bold")
_NOTE = ParagraphStyle("note", parent=_BODY, fontSize=8, leading=10, textColor=colors.grey)
_TITLE = ParagraphStyle("title", parent=_BOLD, fontSize=16, leading=20)
_HEADING = ParagraphStyle(
    "heading", parent=_BOLD, fontSize=11, leading=14, spaceBefore=11, spaceAfter=4, keepWithNext=1
)
_FOOT = "Made by Codeward. The JSON beside this file holds the same data for machines."


def appeal_pdf(packet: AppealPacket) -> bytes:
    """The pages of a packet; characters that the fonts lack stand as `?`, the JSON has them."""
    target = io.BytesIO()
    number = packet.claim.claim_id
    document = SimpleDocTemplate(
        target, pagesize=letter, invariant=1, title=f"Appeal of claim {number}",
        leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_MARGIN,
    )  # fmt: skip
    story: list[Flowable] = [_text(f"Appeal of claim {number}", _TITLE)]
    for section in sections(packet):
        story += _drawn(section)
    foot = _Foot(number)
    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return target.getvalue()


class _Foot:
    """The line below each page: a packet that falls apart can be put together again."""

    def __init__(self, claim: str) -> None:
        self._claim = _printable(claim)

    def __call__(self, canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.saveState()
        canvas.setFont("Helvetica", 7)
        canvas.drawString(_MARGIN, _MARGIN / 2, _FOOT)
        right = f"Claim {self._claim}, page {document.page}"
        canvas.drawRightString(letter[0] - _MARGIN, _MARGIN / 2, right)
        canvas.restoreState()


def _drawn(section: Section) -> Iterator[Flowable]:
    yield _text(section.heading, _HEADING)
    for note in section.notes:
        yield _text(note, _NOTE)
    if section.rows:
        yield _table(section.columns, section.rows, section.widths)
        yield Spacer(0, 4)


def _table(
    columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], widths: tuple[float, ...]
) -> Table:
    parts = [part for row in rows for part in _pieces(row)]
    head = [[_text(one, _BOLD) for one in columns]] if any(columns) else []
    body = [[_text(cell, _BODY) for cell in part] for part in parts]
    total = sum(widths)
    table = Table(head + body, [_WIDE * one / total for one in widths], repeatRows=len(head))
    style: list[tuple[object, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, -1), (-1, -1), 0.4, _RULE),
        *(
            ("LINEABOVE", (0, number), (-1, number), 0.4, _RULE)
            for number, part in enumerate(parts, start=len(head))
            if part[0] and number
        ),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
    if head:
        style.append(("BACKGROUND", (0, 0), (-1, 0), _GREY))
    table.setStyle(TableStyle(style))
    return table


def _pieces(row: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A row as several where a cell is too long for one page."""
    cut = [[cell[n : n + _LONGEST] for n in range(0, len(cell), _LONGEST)] or [""] for cell in row]
    yield from zip_longest(*cut, fillvalue="")


def _text(text: str, style: ParagraphStyle) -> Paragraph:
    lines = [escape(_printable(line)) for line in text.splitlines() or [""]]
    return Paragraph("<br/>".join(lines), style)


def _printable(text: str) -> str:
    """The text in the characters of the built-in fonts."""
    return text.encode("cp1252", "replace").decode("cp1252")
