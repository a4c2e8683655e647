"""However a valid file is damaged, the validator answers; it never breaks."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.formats.x12 import X12ReadError, validate
from tests.generative.x12_damage import damaged, outcome
from tests.unit.formats.x12.bases import institutional, professional, remittance

BASES = ["\n".join(base).encode() for base in (professional(), institutional(), remittance())]
edits = st.lists(
    st.tuples(st.integers(0, 3000), st.integers(0, 3), st.binary(min_size=0, max_size=3)),
    min_size=1,
    max_size=6,
)


@settings(deadline=None)
@given(st.sampled_from(BASES), edits)
def test_random_damage_is_reported(base: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    data = bytearray(base)
    for place, length, new in changes:
        data[place : place + length] = new
    try:
        found = validate([bytes(data)])
    except X12ReadError as error:
        assert str(error)  # noqa: PT017 - either outcome is right, a crash is not
    else:
        assert found.accepted is not any(one.severity == "reject" for one in found.findings)


@settings(deadline=None)
@given(st.sampled_from(BASES), st.randoms(use_true_random=False))
def test_segments_in_any_order_are_reported(base: bytes, random: object) -> None:
    head, *rest = base.split(b"~\n")
    random.shuffle(rest)  # type: ignore[attr-defined] # Hypothesis gives a random.Random
    found = validate([b"~\n".join([head, *rest])])
    assert found.claims >= 0


@pytest.mark.parametrize("seed", range(8))
def test_nothing_that_reads_x12_breaks_on_damage(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret is drawn
    told = {outcome(damaged(chance), chance, answers=True) for _ in range(40)}
    assert told <= {"accepted", "rejected", "unreadable"}
    assert "rejected" in told
