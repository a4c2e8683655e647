"""What `show` says of a code on a day."""

from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from codeward.codesets import Releases
from codeward.codesets.description import AgeLimit, CodeDescription, Named, Status, describe

On = Callable[[date], Releases]


def described(releases: On, code: str, day: date) -> CodeDescription:
    on = releases(day)
    return describe(code, on.icd10cm, on)


@pytest.mark.parametrize(
    ("code", "day", "status", "start", "end"),
    [
        ("E11.22", date(2026, 1, 15), Status.VALID, date(2015, 10, 1), None),
        ("E11", date(2026, 1, 15), Status.HEADER, None, None),
        ("E11-E13", date(2026, 1, 15), Status.UNKNOWN, None, None),
        ("E08-E13", date(2026, 1, 15), Status.HEADER, None, None),
        ("I42.0", date(2026, 9, 15), Status.VALID, date(2015, 10, 1), date(2026, 9, 30)),
        ("I42.0", date(2026, 11, 15), Status.ENDED, date(2015, 10, 1), date(2026, 9, 30)),
        ("I42.00", date(2026, 9, 30), Status.NOT_YET, date(2026, 10, 1), None),
        ("I42.00", date(2026, 10, 1), Status.VALID, date(2026, 10, 1), None),
        ("Q99.Z9", date(2026, 1, 15), Status.UNKNOWN, None, None),
    ],
)
def test_status_and_span(
    releases: On, code: str, day: date, status: Status, start: date | None, end: date | None
) -> None:
    shown = described(releases, code, day)
    assert (shown.status, shown.valid_from, shown.valid_to) == (status, start, end)
    assert shown.billable is (status is Status.VALID)


def test_an_ended_code_shows_its_successors_and_that_it_is_a_header_now(releases: On) -> None:
    shown = described(releases, "I420", date(2026, 11, 15))
    assert shown.header
    assert [one.code for one in shown.successors] == ["I4200", "I4201", "I4209"]
    assert shown.successors[0] == Named("I4200", None)
    assert shown.successors == shown.children


def test_a_current_code_has_no_successors(releases: On) -> None:
    assert described(releases, "E119", date(2026, 1, 15)).successors == ()


def test_hierarchy_runs_from_the_chapter_down(releases: On) -> None:
    shown = described(releases, "E1122", date(2026, 1, 15))
    assert [one.code for one in shown.hierarchy] == ["CH04", "E08-E13", "E11", "E112"]
    assert shown.display == "E11.22"
    assert described(releases, "E08-E13", date(2026, 1, 15)).display == "E08-E13"
    assert described(releases, "CH04", date(2026, 1, 15)).display == "CH04"


def test_severity_age_and_flags(releases: On) -> None:
    shown = described(releases, "O80", date(2026, 1, 15))
    assert shown.age_limits == (AgeLimit("maternity", 9, 64),)
    assert "maternity" in shown.mce_flags
    heart = described(releases, "I5021", date(2026, 11, 15))
    assert (heart.severity, heart.grouper_version) == ("MCC", "44.0")


def test_a_procedure_has_no_severity(releases: On) -> None:
    on = releases(date(2026, 1, 15))
    shown = describe("0SR9019", on.icd10pcs, on)
    assert (shown.display, shown.status) == ("0SR9019", Status.VALID)
    assert (shown.severity, shown.grouper_version, shown.hierarchy) == (None, None, ())


def test_its_json_has_stable_names(releases: On) -> None:
    shown = msgspec.to_builtins(described(releases, "E1122", date(2026, 1, 15)))
    assert list(shown)[:8] == [
        "system", "code", "display", "date", "status", "title", "title_source", "billable",
    ]  # fmt: skip
    assert shown["status"] == "valid"
    assert shown["release"]["id"] == "icd10cm-2025-10"
