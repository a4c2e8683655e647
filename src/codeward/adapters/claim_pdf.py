"""Draws a printed claim as PDF, the same bytes for the same claim."""

import io

from reportlab.lib.pagesizes import letter
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas

from codeward.claims.printed import Box, PrintedClaim

_MARGIN = 0.6 * inch
_ROW = 0.42 * inch
_LINE = 0.2 * inch
_COLUMNS = 2
_SMALL, _NORMAL, _TITLE = 7, 10, 13
_FOOT = "Made by Codeward from the same data as the 837. Not an official form."


def claim_pdf(claim: PrintedClaim) -> bytes:
    """The pages of a claim: its boxes, then its lines and their sum."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=letter, invariant=1)
    canvas.setTitle(f"{claim.form} claim")
    page = _Page(canvas, claim)
    for begin in range(0, len(claim.boxes), _COLUMNS):
        page.boxes(claim.boxes[begin : begin + _COLUMNS])
    page.table_head()
    for row in claim.lines:
        page.row(row)
    page.row((*[""] * (len(claim.columns) - 2), "total", f"{claim.total:.2f}"), bold=True)
    canvas.save()
    return target.getvalue()


class _Page:
    """Where the next thing goes; a full page is turned."""

    def __init__(self, canvas: Canvas, claim: PrintedClaim) -> None:
        self._canvas = canvas
        self._claim = claim
        self._width, self._height = letter
        self._y = 0.0
        self._begin()

    def _begin(self) -> None:
        self._y = self._height - _MARGIN
        self._canvas.setFont("Helvetica-Bold", _TITLE)
        self._canvas.drawString(_MARGIN, self._y, f"{self._claim.form}: claim")
        self._canvas.setFont("Helvetica", _SMALL)
        self._canvas.drawString(_MARGIN, _MARGIN / 2, _FOOT)
        self._y -= _LINE * 1.5

    def _room(self, height: float) -> bool:
        """Turn the page where too little room is left; whether it was turned."""
        if self._y - height > _MARGIN:
            return False
        self._canvas.showPage()
        self._begin()
        return True

    def boxes(self, boxes: tuple[Box, ...]) -> None:
        self._room(_ROW)
        wide = (self._width - 2 * _MARGIN) / _COLUMNS
        for place, box in enumerate(boxes):
            left = _MARGIN + place * wide
            self._canvas.rect(left, self._y - _ROW + 4, wide, _ROW)
            self._canvas.setFont("Helvetica", _SMALL)
            self._canvas.drawString(left + 4, self._y - 6, f"{box.number}  {box.label}")
            self._canvas.setFont("Helvetica", _NORMAL)
            self._canvas.drawString(left + 4, self._y - 20, _cut(self._canvas, box.value, wide - 8))
        self._y -= _ROW

    def table_head(self) -> None:
        self._y -= _LINE
        self._room(_LINE * 3)
        self.row(self._claim.columns, bold=True)

    def row(self, cells: tuple[str, ...], *, bold: bool = False) -> None:
        if self._room(_LINE) and not bold:
            self.row(self._claim.columns, bold=True)
        wide = (self._width - 2 * _MARGIN) / len(cells)
        self._canvas.setFont("Helvetica-Bold" if bold else "Helvetica", _NORMAL - 1)
        for place, cell in enumerate(cells):
            left = _MARGIN + place * wide
            self._canvas.drawString(left, self._y, _cut(self._canvas, cell, wide - 4))
        self._canvas.line(_MARGIN, self._y - 4, self._width - _MARGIN, self._y - 4)
        self._y -= _LINE


def _cut(canvas: Canvas, text: str, width: float) -> str:
    """The text, cut with a mark where the box is too narrow."""
    size = canvas._fontsize
    if canvas.stringWidth(text, canvas._fontname, size) <= width:
        return text
    while text and canvas.stringWidth(f"{text}...", canvas._fontname, size) > width:
        text = text[:-1]
    return f"{text}..."
