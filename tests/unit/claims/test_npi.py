"""The check digit of the National Provider Identifier."""

import pytest

from codeward.claims import is_npi


@pytest.mark.parametrize("text", ["1234567893", "2341672113", "2068403882"])
def test_a_right_check_digit_passes(text: str) -> None:
    assert is_npi(text)


@pytest.mark.parametrize(
    "text",
    ["1234567890", "123456789", "12345678935", "", "12345678A3", "\uff11234567893", "1324567893"],
)
def test_anything_else_does_not(text: str) -> None:
    assert not is_npi(text)
