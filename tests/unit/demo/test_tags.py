"""The tags of a sample chart are true of its text: tests that pick charts by tag can rely on them."""

import re
from collections.abc import Callable

import pytest

from codeward.demo import charts
from codeward.demo.charts import SampleChart

CHARTS = charts.load()


def whole_text(chart: SampleChart) -> str:
    return "\n".join(document.text for document in chart.encounter.documents)


def copied_forward(chart: SampleChart) -> bool:
    """Some long stretch of one document stands in another as well."""
    first, *others = [one.text for one in chart.encounter.documents]
    pieces = [piece.strip(" #") for piece in re.split(r"[.\n]", first)]
    return any(len(piece) > 40 and piece in text for piece in pieces for text in others)


def found(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> Callable[[SampleChart], bool]:
    return lambda chart: re.search(pattern, whole_text(chart), flags) is not None


TAGS = {
    "abbreviations": found(r"\b(pt|hx|c/o|s/p|d/t|f/u|PMH|prn|BMP|NKDA)\b"),
    "addendum": found(r"^addendum", re.IGNORECASE | re.MULTILINE),
    "byte-order-mark": lambda chart: whole_text(chart).startswith("\ufeff"),
    "copied-forward": copied_forward,
    "crlf": found("\r\n"),
    "dictation": found(r"dictated"),
    "family-history": found(r"\b(FHx|FH|Family|Fam hx|FamHx)\b"),
    "lab-table": found(r"^.*(\d+\.?\d*\s{2,}.*){2,}$|^\s+\d+ h\s+\d+", re.MULTILINE),
    "letter": found(r"^Dear ", re.MULTILINE),
    "lower-case": found(r"^hpi: [^A-Z]{50}", re.MULTILINE),
    "maternal-history": found(r"^Mother: ", re.MULTILINE),
    "medication-list": found(r"\b(meds?|medications|medicines)\b"),
    "negation": found(r"\b(no|denies|not|neg|negative|without)\b"),
    "new-code": lambda chart: any("1 October 2026" in one.guideline for one in chart.gold),
    "non-ascii": lambda chart: not whole_text(chart).isascii(),
    "nursing-note": lambda chart: "nursing note" in {d.type for d in chart.encounter.documents},
    "past-history": found(r"\b(PMHx?|PMH/PSH|Past medical|Hx|history|MHx)\b"),
    "procedure-note": found(r"procedure|operative|delivery note"),
    "typing-errors": found(r"\bborn out\b|\byof\b"),
    "uncertain": found(r"\b(probable|probably|likely|possible|suspected|r/o)\b"),
}


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_tags_are_true_of_the_text(chart):
    assert "negation" in chart.tags
    for tag in chart.tags:
        assert TAGS[tag](chart), tag


def test_every_known_tag_occurs():
    assert {tag for chart in CHARTS for tag in chart.tags} == TAGS.keys()
