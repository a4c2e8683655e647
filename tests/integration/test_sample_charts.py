"""The engine on the sample charts: evidence exact on every one, whatever the text holds."""

from collections.abc import Callable
from datetime import date

import pytest

from codeward.adapters.msdrg_grouper import MsdrgEngine
from codeward.codesets import Releases
from codeward.demo import charts
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
