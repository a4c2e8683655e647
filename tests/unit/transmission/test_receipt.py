"""A receipt says what arrived, in four fields, and nothing else counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.transmission.receipt import (
    Receipt,
    ReceiptError,
    digest_of,
    read_receipt,
    receipt_text,
)

GOOD = Receipt("<a.x12@clinic>", 3, digest_of(b"abc"), processed=True)


def test_what_is_written_is_read() -> None:
    assert read_receipt(receipt_text(GOOD)) == GOOD
    assert GOOD.confirms("<a.x12@clinic>", b"abc")
    assert not GOOD.confirms("<b.x12@clinic>", b"abc")
    assert not GOOD.confirms("<a.x12@clinic>", b"abd")
    failed = Receipt("<a.x12@clinic>", 3, digest_of(b"abc"), processed=False)
    assert not read_receipt(receipt_text(failed)).processed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"processed", b"displayed"), (b"sha-256", b"md5"), (b"Received-Bytes: 3\n", b""),
        (b": 3", b": -3"), (b": 3", b": 3\nReceived-Bytes: 4"), (b"Message-Id", b"Message"),
        (b": 3", b": " + b"9" * 13), (b"Disposition", b"\nDisposition"), (b"@", b"\xff"),
    ],
)  # fmt: skip
def test_a_receipt_that_is_not_exactly_that_says_nothing(old: bytes, new: bytes) -> None:
    with pytest.raises(ReceiptError) as error:
        read_receipt(receipt_text(GOOD).replace(old, new, 1))
    assert "clinic" not in str(error.value)


def test_a_receipt_with_a_tail_beyond_the_limit_is_refused() -> None:
    with pytest.raises(ReceiptError):
        read_receipt(receipt_text(GOOD) + b"\n" * 5000)


@given(st.binary(max_size=300))
def test_anything_else_is_refused_by_name(text: bytes) -> None:
    with pytest.raises(ReceiptError):
        read_receipt(text)
