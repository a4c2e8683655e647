"""Texts are remembered exactly, through every growth of the table."""

from hypothesis import given
from hypothesis import strategies as st

from codeward.formats.x12.remembered import Remembered


@given(st.lists(st.text(max_size=3), max_size=60))
def test_it_knows_what_it_was_told_and_nothing_else(texts: list[str]) -> None:
    remembered, before = Remembered(), set[str]()
    for text in texts:
        assert (text in remembered) is (text in before)
        assert remembered.add(text) is (text in before)
        before.add(text)
        assert len(remembered) == len(before)


def test_it_keeps_all_of_them_when_it_grows() -> None:
    remembered = Remembered()
    numbers = [f"C{number}" for number in range(5000)]
    assert not any(remembered.add(one) for one in numbers)
    assert len(remembered) == 5000
    assert all(one in remembered for one in numbers)
    assert not any(f"{one}X" in remembered for one in numbers)
