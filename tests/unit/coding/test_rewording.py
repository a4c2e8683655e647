"""Clinical turns of phrase are read in the order of words that the official titles use."""

import pytest

from tests.unit.coding.test_engine import codes, on

__all__ = ["on"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Metastatic lung cancer.", ["C3490", "C799"]),
        ("Metastatic lung cancer to brain.", ["C3490", "C7931"]),
        ("Metastatic prostate cancer to bone.", ["C61", "C7951"]),
        ("Metastatic breast cancer with brain metastases.", ["C50919", "C7931"]),
        ("Lung cancer metastatic to brain.", ["C3490", "C7931"]),
        ("Metastatic bone cancer.", ["C7951"]),
        ("Metastatic cancer to liver.", ["C787"]),
        ("No metastatic lung cancer to brain.", []),
        ("Cellulitis of left upper arm.", ["L03114"]),
        ("Acute and chronic pancreatitis.", ["K8590", "K861"]),
    ],
)
def test_a_turn_of_phrase_gives_exactly_its_codes(text, expected, on):
    assert codes(text, on) == expected
