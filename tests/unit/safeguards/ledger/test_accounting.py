"""Accounting of disclosures (45 CFR 164.528) and retention (164.316(b)), with their boundary days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from codeward.safeguards.ledger import (
    Action,
    Entry,
    Event,
    LedgerError,
    Purpose,
    Retention,
    accounting,
    check_may_prune,
    entered,
)
from codeward.safeguards.ledger.accounting import (
    SUSPENDED,
    check_suspension,
    disclosures,
    years_before,
)

ASKED = date(2026, 11, 24)


def entry(seq: int, action: Action, day: date, **changed: object) -> Entry:
    at = round(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()) * 1_000_000
    values = {
        "at": at, "actor": "user:a", "action": action,
        "objects": {"file": "f1", "partner": "plan", "transactions": "837P"}, **changed,
    }  # fmt: skip
    return entered(Event(**values), seq, 0)


def by_hand(seq: int, day: date, **changed: object) -> Entry:
    values = {
        "purpose": Purpose.OTHER, "explanation": "164.512(b)",
        "objects": {"recipient": "health-department", "what": "case-report"}, **changed,
    }  # fmt: skip
    return entry(seq, Action.DISCLOSURE_MADE, day, **values)


def test_a_file_that_was_sent_is_one_exempt_row_however_often_it_was_tried() -> None:
    day = date(2026, 3, 1)
    told = [
        entry(0, Action.TRANSMISSION_QUEUE, day),
        entry(1, Action.TRANSMISSION_START, day),
        entry(2, Action.TRANSMISSION_RETRY, day),
        entry(3, Action.TRANSMISSION_START, day + timedelta(1)),
        entry(4, Action.TRANSMISSION_PLACE, day + timedelta(1)),
        entry(5, Action.TRANSMISSION_ACKNOWLEDGE, day + timedelta(3)),
    ]
    found = accounting(told, ASKED)
    assert found.accountable == ()
    (row,) = found.exempt
    assert (row.day, row.recipient, row.what, row.purpose) == (day, "plan", "837P", "HPAYMT")
    assert (row.exception, row.certain, row.entry) == ("TPO", True, 1)


def test_an_attempt_that_broke_off_counts_and_says_so() -> None:
    (row,) = disclosures([entry(0, Action.TRANSMISSION_START, ASKED)])
    assert not row.certain
    assert disclosures([entry(0, Action.TRANSMISSION_HOLD, ASKED)]) == ()
    (row,) = disclosures([entry(0, Action.TRANSMISSION_ACKNOWLEDGE, ASKED)])
    assert row.certain


def test_six_years_back_counts_and_a_day_more_does_not() -> None:
    told = [by_hand(0, date(2020, 11, 23)), by_hand(1, date(2020, 11, 24)), by_hand(2, ASKED)]
    found = accounting(told, ASKED)
    assert [one.entry for one in found.accountable] == [1, 2]
    assert found.accountable[0].recipient == "health-department"
    assert found.accountable[0].purpose == "164.512(b)"
    assert (found.since, found.exempt) == (date(2020, 11, 24), ())
    assert accounting([by_hand(0, ASKED + timedelta(1))], ASKED).accountable == ()


def test_a_suspended_row_is_hidden_through_its_last_day() -> None:
    made = date(2026, 10, 1)
    row = by_hand(0, made, context={SUSPENDED: (made + timedelta(30)).isoformat()})
    assert accounting([row], made + timedelta(30)).accountable == ()
    assert len(accounting([row], made + timedelta(31)).accountable) == 1


def test_an_oral_suspension_lasts_thirty_days_at_most() -> None:
    made = date(2026, 10, 1)
    check_suspension(made, made + timedelta(30), oral=True)
    check_suspension(made, made + timedelta(400), oral=False)
    with pytest.raises(LedgerError, match="at most 30 days"):
        check_suspension(made, made + timedelta(31), oral=True)
    with pytest.raises(LedgerError, match="or later"):
        check_suspension(made, made - timedelta(1), oral=False)


def test_the_day_before_a_leap_day_stands_for_it() -> None:
    assert years_before(date(2024, 2, 29), 6) == date(2018, 2, 28)
    assert years_before(date(2024, 2, 29), 4) == date(2020, 2, 29)


def test_nothing_is_deleted_before_its_time() -> None:
    today = date(2026, 11, 24)
    check_may_prune(date(2016, 11, 24), today, Retention())
    with pytest.raises(LedgerError, match="kept 10 years"):
        check_may_prune(date(2016, 11, 25), today, Retention())
    check_may_prune(date(2020, 11, 24), today, Retention(6))
    with pytest.raises(LedgerError, match="kept 6 years"):
        check_may_prune(date(2020, 11, 25), today, Retention(6))
    with pytest.raises(LedgerError, match="at least"):
        Retention(5)
    with pytest.raises(LedgerError, match="legal hold"):
        check_may_prune(date(2000, 1, 1), today, Retention(6, hold=True))
