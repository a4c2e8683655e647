"""Copied-forward text: the later note is marked, not the earlier one."""

from datetime import date

from codeward.intake import read
from codeward.model import Document

PLAN = "Heart failure is improving on intravenous furosemide, continue and weigh daily."


def test_a_paragraph_of_an_earlier_note_is_marked_in_the_later_one():
    chart = read(
        [
            Document(id="day2", text=f"New: cough.\n\n{PLAN}", date=date(2026, 1, 2)),
            Document(id="day1", text=PLAN, date=date(2026, 1, 1)),
        ]
    )
    assert [(one.document, one.copied) for one in chart.sentences] == [
        ("day2", False),
        ("day2", True),
        ("day1", False),
    ]


def test_white_space_does_not_hide_a_copy():
    chart = read([Document(id="a", text=PLAN), Document(id="b", text=PLAN.replace(" ", "  "))])
    assert [one.copied for one in chart.sentences] == [False, True]


def test_short_phrases_that_every_note_has_are_left_alone():
    chart = read(
        [Document(id="a", text="No acute distress."), Document(id="b", text="No acute distress.")]
    )
    assert not any(one.copied for one in chart.sentences)
