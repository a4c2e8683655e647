"""The page of the sample charts names every chart, every gold code and every quote."""

import msgspec

from codeward.demo import charts
from codeward.demo.documentation import page, sample_charts_page

CHARTS = charts.load()


def test_every_chart_has_its_row_and_its_section():
    text = sample_charts_page()
    for chart in CHARTS:
        assert f"[{chart.title}](#{chart.name})" in text
        assert f"({chart.name})=\n## {chart.title}" in text


def test_codes_are_shown_as_people_write_them():
    text = page(CHARTS)
    assert "| ICD-10-CM | E11.22 | principal |" in text
    assert "| ICD-10-PCS | 0SR904A | procedure or service |" in text


def test_what_is_left_out_is_told_with_its_reason():
    for chart in CHARTS:
        text = page([chart])
        for one in chart.left_out:
            assert one.reason in text


def test_a_chart_that_leaves_nothing_out_has_no_such_list():
    bare = msgspec.structs.replace(CHARTS[0], left_out=())
    assert "Left out on purpose" in page([CHARTS[0]])
    assert "Left out on purpose" not in page([bare])


def test_a_quote_cannot_break_its_table():
    lab = next(chart for chart in CHARTS if chart.name == "chest-pain-observation")
    rows = [line for line in page([lab]).splitlines() if "84484" in line]
    assert "hs-trop &lt;6 &lt;6 7" in rows[0]
    assert all(line.count("|") == 8 for line in rows)
