"""Every gold code can stand on a claim of its day."""

import pytest

from codeward import edits
from codeward.demo import charts
from codeward.model import Severity, System

CHARTS = charts.load()
LICENSED_OR_IMPORTED = (System.CPT, System.HCPCS)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_every_gold_code_is_billable_on_the_day(chart, releases):
    on = releases(chart.encounter.governing_date)
    for gold in chart.gold:
        if gold.system in LICENSED_OR_IMPORTED:
            continue
        code_set = on.code_set(gold.system)
        assert code_set is not None
        assert code_set.is_billable(gold.code), f"{gold.system} {gold.code}"


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_no_two_gold_diagnoses_exclude_each_other(chart, releases):
    on = releases(chart.encounter.governing_date)
    codes = [one.code for one in chart.encounter.coded_diagnoses]
    assert on.icd10cm.excludes1_conflicts(codes) == ()


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_no_edit_rejects_the_gold(chart, releases):
    findings = edits.check(chart.encounter, releases(chart.encounter.governing_date))
    rejects = [(one.edit, one.code) for one in findings if one.severity is Severity.REJECT]
    assert rejects == []
