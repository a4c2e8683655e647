"""The pattern of a segment accepts it at once exactly where the slow reading finds no fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.formats.x12.forms import compiled, faults
from codeward.formats.x12.guide import SegmentUse
from codeward.formats.x12.guide_text import transaction_set
from codeward.formats.x12.segment import Delimiters

MARKS = Delimiters()
USES = [use for name in ("837P", "837I", "837D", "835") for use in transaction_set(name).walk()]
# Values that are right somewhere and wrong elsewhere; invented.
VALUES = st.sampled_from(
    ["", "1", "01", "-5", "12.50", "A", "XX", "46", "HC:99213", "ABK:E1122", "20261011", "D8", "1100",
     "RD8", "20261004-20261001", "PR", "45", "FAMILY", "ANN", "2068403882", "MI", "TE", "Y", "8025550100",
     "11:B:1", "UN", "1:2", "é", "a^b", "X" * 81]
)  # fmt: skip


def told(use: SegmentUse, elements: list[str]) -> set[str]:
    return {one.answer for one in faults(use, elements, MARKS)}


def accepted(use: SegmentUse, elements: list[str]) -> bool:
    return compiled(use, MARKS).fullmatch("*".join(elements)) is not None


@given(st.sampled_from(USES), st.lists(VALUES, max_size=22))
def test_pattern_and_reading_agree(use: SegmentUse, values: list[str]) -> None:
    elements = [use.id, *values]
    assert accepted(use, elements) == (not told(use, elements))


@given(st.sampled_from([use for use in USES if use.id in ("NM1", "PER", "CAS", "N1")]), st.data())
def test_pairs_agree(use: SegmentUse, data: st.DataObject) -> None:
    qualifier = use.keys[0].partition("*")[2] or "PR"
    rest = [data.draw(st.sampled_from(["", value])) for value in
            ("IC", "TE", "12", "FX", "34", "EM", "XX", "2068403882")]  # fmt: skip
    while rest and not rest[-1]:
        rest.pop()
    elements = [use.id, qualifier, *rest]
    assert accepted(use, elements) == (not told(use, elements))


@pytest.mark.parametrize(
    ("key", "text", "fault"),
    [
        ("NM1*IL", "NM1*IL*1*FAMILY*ANN****MI*M1", False),
        ("NM1*IL", "NM1*IL*1*FAMILY*ANN****MI", True),
        ("NM1*85", "NM1*85*2*CLINIC******2068403882", True),
        ("CAS", "CAS*PR*1*5**2*6", False),
        ("CAS", "CAS*PR*1", True),
        ("CAS", "CAS*PR*1*5*2**7", True),
    ],
)
def test_an_element_needs_its_partner(key: str, text: str, fault: bool) -> None:
    use = next(one for one in USES if key in (one.id, *one.keys))
    assert ("IK4/2" in told(use, text.split("*"))) is fault
    assert accepted(use, text.split("*")) is not fault
