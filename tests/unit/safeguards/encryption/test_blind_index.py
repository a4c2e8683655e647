"""Lookup by an encrypted identifier: equal ones meet, and nothing can be told from the value."""

import pytest

from codeward.safeguards.encryption import BlindIndex, Identifier
from codeward.safeguards.encryption.blind_index import BlindIndexError

INDEX = BlindIndex(b"k" * 32)
MRN = Identifier.MEDICAL_RECORD_NUMBER


@pytest.mark.parametrize(
    "typed", ["MR-00417", "mr 00417", " mr00417 ", "\uff2d\uff32\uff10\uff10\uff14\uff11\uff17"]
)
def test_the_way_it_was_typed_does_not_count(typed: str) -> None:
    assert INDEX(MRN, "s", typed) == INDEX(MRN, "s", "MR00417")


def test_another_number_kind_site_or_key_gives_another_value() -> None:
    values = {
        INDEX(MRN, "s", "MR00417"),
        INDEX(MRN, "s", "MR00418"),
        INDEX(MRN, "t", "MR00417"),
        INDEX(Identifier.ACCOUNT_NUMBER, "s", "MR00417"),
        BlindIndex(b"l" * 32)(MRN, "s", "MR00417"),
    }
    assert len(values) == 5


def test_the_value_says_nothing() -> None:
    value = INDEX(MRN, "s", "MR00417")
    assert len(value) == 16
    assert b"417" not in value


@pytest.mark.parametrize("empty", ["", "  ", "-/."])
def test_an_identifier_without_letters_or_digits_is_refused_and_not_repeated(empty: str) -> None:
    with pytest.raises(BlindIndexError, match="kind mrn"):
        INDEX(MRN, "s", empty)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(BlindIndexError, match="32 bytes"):
        BlindIndex(b"short")
