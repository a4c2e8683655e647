"""Segments are written strictly and read back as they were."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.formats.x12 import (
    Delimiters,
    Group,
    Interchange,
    Segment,
    X12ReadError,
    X12TextError,
    amount,
    interchange_text,
    read_segments,
    segment_text,
)
from codeward.formats.x12.segment import Element, segment
from codeward.formats.x12.writing import ALLOWED

ENVELOPE = Interchange("SENDER", "RECEIVER", 1, datetime(2026, 1, 20, 9, 30, tzinfo=UTC), "T")
GROUP = Group("HC", "005010X222A1", 1)
MARKS = Delimiters()

words = st.text(sorted(ALLOWED - MARKS.all - {" "}), min_size=1, max_size=8)
elements: st.SearchStrategy[Element] = st.one_of(
    words, st.just(""), st.lists(words, min_size=2, max_size=4).map(tuple)
)
segments = st.builds(
    lambda parts: segment("NTE", *parts), st.lists(elements, min_size=1, max_size=9)
).filter(lambda one: bool(one.elements))


class TestSegment:
    def test_trailing_empty_elements_and_components_are_left_out(self) -> None:
        assert segment("CLM", "a", ("b", "", ""), "", "") == Segment("CLM", ("a", "b"))

    def test_elements_are_counted_from_one(self) -> None:
        told = segment("CLM", "a", ("11", "B", "1"))
        assert (told.element(1), told.element(2), told.element(3)) == ("a", "11", "")
        assert told.components(2) == ("11", "B", "1")
        assert (told.components(1), told.components(9)) == (("a",), ())


class TestWriting:
    def test_elements_and_components_are_joined(self) -> None:
        assert segment_text(segment("CLM", "a", "", ("11", "", "1")), MARKS) == "CLM*a**11::1~"

    @pytest.mark.parametrize("mark", ["*", ":", "^", "~"])
    def test_a_delimiter_in_a_value_is_refused_by_its_place(self, mark: str) -> None:
        with pytest.raises(X12TextError, match="NTE02 holds a delimiter"):
            segment_text(segment("NTE", "ADD", f"a{mark}b"), MARKS)

    @pytest.mark.parametrize("foreign", ["é", "\n", "\0", "\u2028", "\U0001f600"])
    def test_a_character_outside_the_set_is_refused(self, foreign: str) -> None:
        with pytest.raises(X12TextError, match="NTE01 holds a character outside"):
            segment_text(segment("NTE", foreign), MARKS)

    @pytest.mark.parametrize(
        ("value", "text"),
        [("185.50", "185.5"), ("100", "100"), ("1E+3", "1000"), ("0.00", "0"), ("-0", "0")],
    )
    def test_amounts_are_plain(self, value: str, text: str) -> None:
        assert amount(Decimal(value)) == text


class TestReading:
    @given(st.lists(segments, min_size=1, max_size=6))
    def test_what_was_written_is_read_back(self, body: list[Segment]) -> None:
        set_ = (segment("ST", "837", "0001"), *body)
        text = interchange_text(ENVELOPE, GROUP, (set_,))
        read = list(read_segments(text))
        assert [one.segment for one in read[2:-3]] == list(set_)
        assert [one.ordinal for one in read] == list(range(1, len(read) + 1))
        for one in read:
            assert text.startswith(one.segment.id, one.offset)

    def test_delimiters_come_from_the_isa_segment(self) -> None:
        marks = Delimiters("|", ">", "!", "\n")
        text = interchange_text(ENVELOPE, GROUP, ((segment("ST", "837", ("a", "b")),),), marks)
        read = [one.segment for one in read_segments("\ufeff  " + text)]
        assert read[2] == Segment("ST", ("837", ("a", "b")))

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "no ISA segment"),
            ("hello", "no ISA segment"),
            ("ISA", "ends after 1 elements"),
            ("ISA*00*", "ends after 2 elements"),
            ("ISA" + "*" * 16, "does not declare its delimiters"),
            ("ISA" + "*x" * 15 + "*::", "does not declare its delimiters"),
            ("ISA" + "*x" * 15 + "*:A", "does not declare its delimiters"),
        ],
    )
    def test_what_is_no_interchange_is_told_why(self, text: str, told: str) -> None:
        with pytest.raises(X12ReadError, match=told):
            list(read_segments(text))

    @given(st.text())
    def test_no_text_breaks_the_reader(self, text: str) -> None:
        try:
            list(read_segments("ISA" + text))
        except X12ReadError as error:
            assert str(error)  # noqa: PT017 - either outcome is right, a crash is not
