"""An outside validator accepts every claim of the sample charts, and would notice a broken one."""

from datetime import UTC, datetime

import pytest

from codeward.claims import Claim, ControlNumbers, build
from codeward.demo import charts
from codeward.model import DecisionRecord, FinalEncounter
from tests.conformance.pyx12_oracle import errors

CREATED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def claim_text(chart: charts.SampleChart) -> str:
    record = DecisionRecord(chart.encounter.encounter_id, (), {}, "test")
    claim = build(FinalEncounter(chart.encounter, record), None, ControlNumbers(1), CREATED)
    assert isinstance(claim, Claim)
    return claim.text


@pytest.mark.parametrize("chart", charts.load(), ids=lambda chart: chart.name)
def test_pyx12_accepts_the_claim(chart: charts.SampleChart) -> None:
    assert errors(claim_text(chart)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("SE*", "SE*9"), ("\nHI*ABK:", "\nHI*ZZZ:"), ("\nDTP*472*D8*20", "\nDTP*472*D8*13")],
)
def test_pyx12_refuses_a_broken_one(right: str, wrong: str) -> None:
    chart = next(one for one in charts.load() if one.name == "office-diabetes-ckd")
    text = claim_text(chart)
    assert right in text
    assert errors(text.replace(right, wrong))
