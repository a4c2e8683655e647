"""Why a code cannot be reported: one reason, the most helpful one."""

from datetime import date

import pytest

from codeward.edits.icd10cm.invalidity import Reason, invalidity


@pytest.mark.parametrize(
    ("code", "reason", "instead"),
    [
        ("I420", Reason.NOT_ON_DATE, ("I4200", "I4201", "I4209")),
        ("QQQ", Reason.UNKNOWN, ()),
        ("QQ", Reason.UNKNOWN, ()),
        ("E112", Reason.HEADER, ("E1122",)),
        ("W19", Reason.SEVENTH_CHARACTER_MISSING, ("W19XXXA", "W19XXXD", "W19XXXS")),
        ("W19XXX", Reason.SEVENTH_CHARACTER_MISSING, ("W19XXXA", "W19XXXD", "W19XXXS")),
        ("W19XXXG", Reason.SEVENTH_CHARACTER_INVALID, ("W19XXXA", "W19XXXD", "W19XXXS")),
        ("W19XA", Reason.PLACEHOLDER_MISSING, ("W19XXXA",)),
        ("S72001ZZ", Reason.UNKNOWN, ()),
        ("W19QQ", Reason.UNKNOWN, ()),
        ("S72QQQA", Reason.UNKNOWN, ()),
    ],
)
def test_a_code_gets_the_reason_and_what_could_stand_instead(code, reason, instead, small_releases):
    found = invalidity(small_releases.on(date(2026, 11, 1)).icd10cm, code)
    assert (found.reason, found.instead) == (reason, instead)


def test_a_billable_code_has_no_reason(small_releases):
    assert invalidity(small_releases.on(date(2026, 11, 1)).icd10cm, "W19XXXA") is None
