"""X12 validation asks the installed releases; what is not installed is answered by None."""

from collections.abc import Callable
from datetime import date

import pytest

from codeward.claims.code_lists import code_lists
from codeward.codesets import Releases
from codeward.formats.x12 import CodeList

DAY = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("which", "code", "day", "answer"),
    [
        (CodeList.DIAGNOSIS, "I10", DAY, True),
        (CodeList.DIAGNOSIS, "J0199", DAY, False),
        (CodeList.DIAGNOSIS, "E11", DAY, False),
        (CodeList.DIAGNOSIS, "I10", date(1999, 1, 1), None),
        (CodeList.INPATIENT_PROCEDURE, "02HV33Z", DAY, True),
        (CodeList.INPATIENT_PROCEDURE, "0000000", DAY, False),
        (CodeList.PROCEDURE, "99213", DAY, None),
        (CodeList.PROCEDURE, "J0696", DAY, None),
        (CodeList.PROCEDURE, "D0120", DAY, None),
        (CodeList.MODIFIER, "LT", DAY, None),
        (CodeList.MODIFIER, "25", DAY, None),
        (CodeList.MODIFIER, "P3", DAY, None),
        (CodeList.PLACE_OF_SERVICE, "11", DAY, None),
        (CodeList.POA_EXEMPT, "I10", DAY, None),
        (CodeList.ADJUSTMENT_REASON, "45", DAY, None),
        (CodeList.TAXONOMY, "207Q00000X", DAY, None),
    ],
)
def test_a_default_installation_knows_its_own_code_sets_only(
    releases: Callable[[date], Releases],
    which: CodeList,
    code: str,
    day: date,
    answer: bool | None,
) -> None:
    assert code_lists(releases(DAY)).knows(which, code, day) is answer
