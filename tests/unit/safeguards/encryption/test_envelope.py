"""A sealed value opens in its own place, under its own key, unchanged; else it does not open."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.safeguards.encryption import (
    Context,
    DataKey,
    EnvelopeError,
    key_id_of,
    opened,
    sealed,
    wrapping_context,
)

KEY = DataKey(b"i" * 16, b"s" * 32)
OTHER = DataKey(b"j" * 16, b"s" * 32)
NONCE = b"n" * 12
PLACE = Context(site="s-1", patient="p-1", object="d-1", field="text", version=1)
VALUE = sealed(KEY, b"invented note", PLACE, NONCE)


def test_it_opens_where_it_was_sealed() -> None:
    assert opened(KEY, VALUE, PLACE) == b"invented note"


def test_it_names_its_key_and_shows_nothing_of_what_it_holds() -> None:
    assert key_id_of(VALUE) == KEY.id
    assert b"note" not in VALUE


@pytest.mark.parametrize(
    "moved",
    [
        {"site": "s-2"}, {"patient": "p-2"}, {"object": "d-2"}, {"field": "codes"},
        {"version": 2}, {"object": "d-1t", "field": "ext"},
    ],
)  # fmt: skip
def test_it_opens_nowhere_else(moved: dict[str, str | int]) -> None:
    with pytest.raises(EnvelopeError, match="belongs to another place"):
        opened(KEY, VALUE, msgspec.structs.replace(PLACE, **moved))


@given(st.integers(0, len(VALUE) * 8 - 1))
def test_no_bit_of_it_can_be_changed(bit: int) -> None:
    changed = bytearray(VALUE)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(EnvelopeError):
        opened(KEY, bytes(changed), PLACE)


@given(st.integers(0, len(VALUE) - 1))
def test_no_part_of_it_opens(length: int) -> None:
    with pytest.raises(EnvelopeError):
        opened(KEY, VALUE[:length], PLACE)


def test_the_key_of_another_patient_is_told_apart() -> None:
    with pytest.raises(EnvelopeError, match="another key"):
        opened(OTHER, VALUE, PLACE)


def test_a_version_of_tomorrow_asks_for_an_update() -> None:
    with pytest.raises(EnvelopeError, match="update Codeward"):
        key_id_of(b"\x02" + VALUE[1:])


@given(st.binary(max_size=200), st.text(max_size=20), st.text(max_size=20))
def test_any_value_comes_back(plain: bytes, patient: str, thing: str) -> None:
    place = Context(site="s", patient=patient, object=thing, field="f")
    assert opened(KEY, sealed(KEY, plain, place, NONCE), place) == plain


@given(st.lists(st.text(max_size=4), min_size=4, max_size=4),
       st.lists(st.text(max_size=4), min_size=4, max_size=4))  # fmt: skip
def test_no_two_places_are_bound_by_the_same_bytes(one: list[str], two: list[str]) -> None:
    def bound(parts: list[str]) -> bytes:
        site, patient, thing, field = parts
        return Context(site=site, patient=patient, object=thing, field=field).authenticated()

    assert (bound(one) == bound(two)) is (one == two)


def test_the_wrap_of_a_key_is_bound_to_its_patient_and_site() -> None:
    bound = {
        wrapping_context(key, site, patient)
        for key in (b"1", b"2")
        for site, patient in (("s", "p"), ("sp", ""), ("", "sp"))
    }
    assert len(bound) == 6


def test_a_nonce_of_another_length_is_refused() -> None:
    with pytest.raises(EnvelopeError, match="12 bytes"):
        sealed(KEY, b"", PLACE, b"short")


def test_a_key_of_another_length_is_refused_and_a_key_is_never_printed() -> None:
    with pytest.raises(EnvelopeError, match="32 of secret"):
        DataKey(b"i" * 16, b"short")
    assert "ssss" not in repr(KEY)
