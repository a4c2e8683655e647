"""The engine on the sample charts: evidence exact on every one, whatever the text holds."""

from collections.abc import Callable
from datetime import date

import pytest

from codeward.adapters.msdrg_grouper import MsdrgEngine
from codeward.codesets import Releases
from codeward.demo import charts
from codeward.demo.differences import differences
from codeward.model import System
from codeward.pipeline import as_if_accepted, code_encounter

CHARTS = charts.load()


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_every_quote_stands_where_it_says(
    chart: charts.SampleChart, releases: Callable[[date], Releases]
) -> None:
    day = chart.encounter.governing_date
    assert day is not None
    coded = code_encounter(chart.uncoded, releases(day), MsdrgEngine())
    texts = {document.id: document.text for document in chart.encounter.documents}
    assert coded.suggestions
    for suggestion in coded.suggestions:
        assert suggestion.evidence
        assert suggestion.path
        for span in suggestion.evidence:
            assert texts[span.document][span.start : span.end] == span.text


def test_a_suggestion_never_replaces_a_decision() -> None:
    chart = CHARTS[0]
    assert as_if_accepted(chart.encounter, ()) == chart.encounter


def test_every_difference_from_the_gold_is_explained_and_the_bars_hold(
    releases: Callable[[date], Releases],
) -> None:
    found: dict[str, tuple[set[str], set[str]]] = {}
    matched = 0
    for chart in CHARTS:
        day = chart.encounter.governing_date
        assert day is not None
        coded = code_encounter(chart.uncoded, releases(day), MsdrgEngine())
        suggested = {one.code for one in coded.suggestions if one.system is System.ICD10CM}
        gold = {one.code for one in chart.encounter.coded_diagnoses}
        matched += len(gold & suggested)
        if gold != suggested:
            found[chart.name] = (gold - suggested, suggested - gold)
    explained = {one.chart: (set(one.missed), set(one.extra)) for one in differences()}
    assert found == explained
    missed = sum(len(one) for one, _ in found.values())
    extra = sum(len(one) for _, one in found.values())
    assert matched / (matched + extra) >= 0.90
    assert matched / (matched + missed) >= 0.85
