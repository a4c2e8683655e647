"""A chart whose files contradict each other is refused with its name, never half read."""

import pytest

from codeward.demo.chart_files import read_chart
from codeward.demo.sample_chart import SampleChartError

MINIMAL = """
title = "t"
invented = "yes"
shows = "s"
tags = []
[encounter]
encounter_id = "X"
setting = "professional"
service_date = 2026-05-12
patient = { birth_date = 1980-01-01, sex = "F" }
[[documents]]
id = "note"
[[diagnoses]]
code = "I10"
role = "principal"
guideline = "IV"
reason = "Because."
evidence = [{ document = "note", quote = "high pressure" }]
"""


def test_a_quote_that_is_not_in_the_document_is_refused(tmp_path):
    (tmp_path / "chart.toml").write_text(MINIMAL)
    (tmp_path / "note.txt").write_text("low pressure")
    with pytest.raises(SampleChartError, match=r"a quote is not in note\.txt"):
        read_chart(tmp_path, {})


def test_an_unknown_key_is_refused_with_its_chart(tmp_path):
    (tmp_path / "chart.toml").write_text(MINIMAL.replace("tags = []", "tags = []\nbogus = 1"))
    (tmp_path / "note.txt").write_text("high pressure")
    with pytest.raises(SampleChartError, match=f"{tmp_path.name}.*bogus"):
        read_chart(tmp_path, {})


def test_a_party_that_nobody_listed_is_refused(tmp_path):
    stray = MINIMAL.replace("setting =", 'billing_provider = "nobody"\nsetting =')
    (tmp_path / "chart.toml").write_text(stray)
    (tmp_path / "note.txt").write_text("high pressure")
    with pytest.raises(SampleChartError, match="nobody"):
        read_chart(tmp_path, {"providers": {}})
