"""The PDF of a claim: whole, deterministic, and on as many pages as it needs."""

from decimal import Decimal

import msgspec

from codeward.adapters.claim_pdf import claim_pdf
from codeward.claims.printed import Box, PrintedClaim

CLAIM = PrintedClaim(
    form="CMS-1500 style",
    claim_id="V-1",
    boxes=(Box("2", "Patient", "Quist, Abelard"), Box("21A", "Diagnosis", "E11.22"), Box("19", "Note", "W" * 90)),
    columns=("24A day", "24D code", "24F charge"),
    lines=(("2026-01-15", "99214", "185.50"),),
    total=Decimal("185.50"),
)  # fmt: skip


def test_the_same_claim_gives_the_same_bytes() -> None:
    first = claim_pdf(CLAIM)
    assert first.startswith(b"%PDF-")
    assert first.rstrip().endswith(b"%%EOF")
    assert claim_pdf(CLAIM) == first


def test_fifty_lines_take_a_second_page() -> None:
    many = msgspec.structs.replace(CLAIM, lines=CLAIM.lines * 50)
    assert claim_pdf(many).count(b"/Type /Page\n") == 2
    assert claim_pdf(CLAIM).count(b"/Type /Page\n") == 1
