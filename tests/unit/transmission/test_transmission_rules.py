"""The state tables, the waiting times, the register, the envelope and the gate."""

from datetime import date, datetime

import msgspec
import pytest

from codeward.transmission import (
    TRANSITIONS,
    Action,
    ClaimLabel,
    ClaimState,
    Https,
    Label,
    PartnerError,
    State,
    TransmissionError,
    after,
    claim_after,
    delay,
    may_send,
    read_envelope,
    read_register,
)
from codeward.transmission.partner import Schedule
from tests.unit.adapters.transmission_fixture import claims, register

DAY = date(2026, 11, 2)


def test_what_the_table_does_not_hold_is_refused_with_what_it_allows() -> None:
    with pytest.raises(TransmissionError, match="cannot place a file that is queued; it allows"):
        after(State.QUEUED, Action.PLACE)
    for (state, action), then in TRANSITIONS.items():
        assert after(state, action) is then


def test_a_file_that_may_lie_at_the_partner_is_never_queued_by_hand() -> None:
    for state in (State.SENT, State.ACKNOWLEDGED, State.PLACING, State.REJECTED):
        assert (state, Action.RELEASE) not in TRANSITIONS


@pytest.mark.parametrize(
    ("state", "told", "then"),
    [
        (ClaimState.QUEUED, ClaimState.SENT, ClaimState.SENT),
        (ClaimState.PAID, ClaimState.SENT, ClaimState.PAID),
        (ClaimState.SENT, ClaimState.ACCEPTED, ClaimState.ACCEPTED),
        (ClaimState.PAID, ClaimState.ACCEPTED, ClaimState.PAID),
        (ClaimState.REJECTED, ClaimState.ACCEPTED, ClaimState.REJECTED),
        (ClaimState.ACCEPTED, ClaimState.REJECTED, ClaimState.REJECTED),
        (ClaimState.DENIED, ClaimState.REJECTED, ClaimState.DENIED),
        (ClaimState.PAID, ClaimState.REVERSED, ClaimState.REVERSED),
    ],
)
def test_late_and_repeated_answers_take_nothing_back(
    state: ClaimState, told: ClaimState, then: ClaimState
) -> None:
    assert claim_after(state, told) is then


def test_waiting_doubles_up_to_four_hours_and_differs_by_seed_only() -> None:
    waits = [delay(attempt, "a") for attempt in range(1, 40)]
    assert all(60 * 2 ** min(n, 9) / 2 <= wait <= 4 * 3600 for n, wait in enumerate(waits[:8]))
    assert max(waits) <= 4 * 3600
    assert waits == [delay(attempt, "a") for attempt in range(1, 40)]
    assert delay(1, "a") != delay(1, "b")
    with pytest.raises(ValueError, match="from 1"):
        delay(0, "a")


def test_the_name_of_a_file_is_its_content_and_control_number() -> None:
    one = read_envelope(claims(7))
    assert one.file_name == f"837P_000000007_{one.sha256[:16]}.x12"
    assert one.file_name == read_envelope(claims(7)).file_name
    assert one.file_name != read_envelope(claims(7, "D")).file_name
    assert [claim.number for claim in one.claims] == ["C7-1", "C7-2"]
    assert "QUIST" not in one.file_name.upper()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"hello", claims(1) + claims(2), claims(1)[:-20],
        claims(1).replace(b"*000000001*0*T", b"*00000000A*0*T"),
    ],
)  # fmt: skip
def test_what_is_not_one_whole_interchange_is_not_sent(content: bytes) -> None:
    with pytest.raises(TransmissionError):
        read_envelope(content)


@pytest.mark.parametrize(
    ("day", "numbers"),
    [
        (date(2025, 12, 31), ["TRM002"]),
        (date(2026, 1, 1), []),
        (date(2026, 12, 31), []),
        (date(2027, 1, 1), ["TRM002"]),
    ],
)
def test_the_agreement_holds_from_its_first_to_its_last_day(day: date, numbers: list[str]) -> None:
    found = may_send(read_envelope(claims(1)), register().partner("plan"), day)
    assert [one.edit for one in found] == numbers


def test_an_agreement_terminated_today_holds_no_more() -> None:
    text = '[plan.agreement]\nkind="baa"\nsigned=2026-01-01\nexpires=2026-12-31\nterminated=2026-11-02\n'
    partner = register(agreement=text).partner("plan")
    assert [one.edit for one in may_send(read_envelope(claims(1)), partner, DAY)] == ["TRM002"]


def test_each_reason_of_the_gate_is_told_without_the_claim() -> None:
    partner = register(agreement="", transactions='"837I"', usage="P").partner("plan")
    partner = msgspec.structs.replace(partner, receiver_id="OTHER")
    labels = tuple(ClaimLabel("C1-2", label) for label in (*Label, *Label))
    envelope = msgspec.structs.replace(read_envelope(claims(1)), labels=labels)
    found = may_send(envelope, partner, DAY)
    assert [one.edit for one in found] == [f"TRM00{n}" for n in (1, 3, 4, 5, 6, 7)]
    assert "C1-2" not in str(found)


def test_a_label_for_another_partner_or_claim_stops_nothing() -> None:
    labels = (
        ClaimLabel("C1-2", Label.SELF_PAY_RESTRICTED, "other"),
        ClaimLabel("C9-9", Label.SELF_PAY_RESTRICTED),
    )
    envelope = msgspec.structs.replace(read_envelope(claims(1)), labels=labels)
    assert may_send(envelope, register().partner("plan"), DAY, "plan") == ()
    mine = msgspec.structs.replace(labels[0], partner="plan")
    envelope = msgspec.structs.replace(envelope, labels=(mine,))
    assert [one.edit for one in may_send(envelope, register().partner("plan"), DAY, "plan")] == [
        "TRM006"
    ]


def test_a_schedule_is_a_window_on_some_days() -> None:
    window = msgspec.convert({"days": ["mon"], "opens": "06:00:00", "closes": "18:00:00"}, Schedule)
    assert window.open_at(datetime(2026, 11, 2, 9, 0))  # noqa: DTZ001 - a wall clock
    assert not window.open_at(datetime(2026, 11, 2, 19, 0))  # noqa: DTZ001 - a wall clock
    assert not window.open_at(datetime(2026, 11, 3, 9, 0))  # noqa: DTZ001 - a wall clock


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("plan", "Plan!", "no partner register|small letters"),
        ("2026-12-31", "2025-12-31", "expires before"),
        ('"/answers"', '"/upload/"', "two folders"),
        ("SHA256:", "MD5:", "fingerprints"),
        ('client_key = "client"', "", "client_key"),
        ('"/answers"', '"/a/../b"', "without .."),
        ('"837P"]', '"837P"]\npassword = "x"', "password"),
        ('kind = "sftp"', 'kind = "e-mail"', "no partner register"),
    ],
)
def test_a_faulty_register_says_what_is_wrong(old: str, new: str, told: str) -> None:
    from tests.unit.adapters.transmission_fixture import AGREEMENT, REGISTER

    text = REGISTER.format(
        port=22, host_key="SHA256:" + "A" * 43, usage="T", transactions='"837P"',
        agreement=AGREEMENT, more="",
    )  # fmt: skip
    text = text.replace("[plan", "[Plan") if old == "plan" else text.replace(old, new)
    with pytest.raises(PartnerError, match=told):
        read_register(text.encode(), "partners.toml")


def test_an_unknown_partner_is_told_with_those_that_are_known() -> None:
    with pytest.raises(PartnerError, match="knows: plan"):
        register().partner("other")


HTTPS = """
[plan]
name = "Plan"
receiver_id = "RECEIVER"
transactions = ["837P"]
[plan.transport]
kind = "https"
host = "edi.plan.example"
certificates = ["0000000000000000000000000000000000000000000000000000000000000000"]
our_id = "clinic"
their_id = "plan"
upload = "/messages"
answers = "/answers"
[plan.openpgp]
our_key = "a"
our_fingerprint = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
their_key = "b"
their_fingerprint = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
[plan.clocks]
filing = 180
"""


def test_an_endpoint_over_https_is_read_with_the_clocks_of_its_contract() -> None:
    partner = read_register(HTTPS.encode(), "partners.toml").partner("plan")
    assert isinstance(partner.transport, Https)
    assert (partner.transport.port, partner.transport.keep_answers) == (443, False)
    assert (partner.clocks.filing, partner.clocks.appeal) == (180, 120)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('certificates = ["' + "0" * 64 + '"]', "", "somebody must be believed"),
        ("0" * 64, "SHA256:" + "0" * 57, "64 small hexadecimal digits"),
        ('our_id = "clinic"', 'our_id = "clinic"\nclient_key = "a"', "belong together"),
        (HTTPS[HTTPS.index("[plan.openpgp]") : HTTPS.index("[plan.clocks]")], "", "openpgp table"),
        ('"/messages"', '"messages"', "begin with /"),
        ('"/messages"', '"/a/../b"', "without .."),
        ('"/messages"', '"/answers"', "two folders"),
        ('"clinic"', '"cli nic"', "no partner register"),
        ("filing = 180", "filing = 0", "no partner register"),
    ],
)
def test_a_faulty_endpoint_says_what_is_wrong(old: str, new: str, told: str) -> None:
    assert old in HTTPS
    with pytest.raises(PartnerError, match=told):
        read_register(HTTPS.replace(old, new).encode(), "partners.toml")


def test_the_first_day_of_a_claim_is_its_earliest_and_a_faulty_one_is_none() -> None:
    days = [one.first_day for one in read_envelope(claims(1)).claims]
    assert days[0] == date(2026, 10, 20)
    spans = claims(1).replace(b"D8*20261020", b"RD8*20261018-20261020", 1)
    assert next(iter(read_envelope(spans).claims)).first_day == date(2026, 10, 18)
    wrong = claims(1).replace(b"D8*20261020", b"D8*20261399")
    assert next(iter(read_envelope(wrong).claims)).first_day is None


def test_sets_of_other_kinds_name_the_claims_of_which_they_speak() -> None:
    text = claims(1).replace(b"REF*D9*K1", b"REF*EJ*OLD")
    one = read_envelope(text)
    assert one.told == ("C1-1", "C1-2", "OLD")
