"""Breaking the glass: what a reason must say, and the clocks that start."""

import datetime as dt

import pytest

from codeward.safeguards.access import broken_glass
from codeward.safeguards.access.break_glass import BreakGlassError, Emergency

NOW = dt.datetime(2026, 11, 24, 15, 0, tzinfo=dt.UTC)
REASON = "payer closes the claim tonight"


def test_it_opens_one_patient_for_one_hour_and_asks_for_a_review_in_three_days() -> None:
    glass, review_by = broken_glass("p-1", Emergency.CLAIM_DEADLINE, REASON, NOW)
    assert glass.patient == "p-1"
    assert (glass.opened, glass.expires) == (NOW, NOW + dt.timedelta(hours=1))
    assert review_by == NOW + dt.timedelta(hours=72)


@pytest.mark.parametrize(
    "reason", ["", "needed it now", " " * 40, "x" * 40, "abababababababababababab"]
)
def test_a_reason_that_nobody_could_review_is_refused(reason: str) -> None:
    with pytest.raises(BreakGlassError, match="at least 20 characters"):
        broken_glass("p-1", Emergency.PATIENT_SAFETY, reason, NOW)


def test_nineteen_characters_are_too_few_and_twenty_are_enough() -> None:
    with pytest.raises(BreakGlassError):
        broken_glass("p-1", Emergency.LEGAL_DEADLINE, "court asks by Monday"[:19], NOW)
    broken_glass("p-1", Emergency.LEGAL_DEADLINE, "court asks by Monday", NOW)


def test_the_error_does_not_repeat_what_was_written() -> None:
    with pytest.raises(BreakGlassError) as caught:
        broken_glass("p-1", Emergency.PATIENT_SAFETY, "Jane Roe", NOW)
    assert "Roe" not in str(caught.value)
