"""No text of a note breaks the reading of doses, indicators or visits, whatever letters it holds."""

from hypothesis import given
from hypothesis import strategies as st

from codeward.coding.hcpcs.amounts import AMOUNT, amounts

SIGNS = st.text(alphabet="0123456789.,/ \u00a0\u00b5\u03bcmgGMSuUIk\u017f\u212aKcl%-²", max_size=40)


@given(SIGNS)
def test_every_amount_that_is_seen_is_read(text: str) -> None:
    for amount in amounts(text):
        assert AMOUNT.fullmatch(text[amount.start : amount.end])


def test_both_signs_for_micro_mean_a_thousandth_of_a_milligram() -> None:
    told = {str(one.number) + one.unit for one in amounts("50 \u00b5g, 50 \u03bcg and 50 mcg")}
    assert told == {"0.050mg"}
