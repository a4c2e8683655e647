"""Worklists, timelines and the unmatched queue over an outbox with answers in it."""

import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from codeward.adapters import resolving
from codeward.adapters.answer_store import AnswerStore
from codeward.adapters.follow_up import FollowUp
from codeward.adapters.outbox_database import OutboxError
from codeward.adapters.outbox_store import OutboxStore, Step
from codeward.adapters.partner_register import connector
from codeward.adapters.payer_answers import payer_answers
from codeward.adapters.receiving import Receiver
from codeward.adapters.resolving import Person, Resolving
from codeward.adapters.sending import Sender
from codeward.remittance import denied_worklist, rejected_worklist
from codeward.transmission import (
    Action,
    Answer,
    ClaimKeys,
    ClaimState,
    Clocks,
    Kind,
    Match,
    SetKeys,
    State,
    TransmissionError,
    read_envelope,
    read_register,
)
from tests.unit.adapters.test_outbox_faults import DROP
from tests.unit.adapters.transmission_fixture import AT, claims

ON = read_register(DROP.encode(), "partners.toml")
TODAY = date(2026, 11, 24)
PERSON = Person("Biller C", "the plan confirmed it by telephone", AT + timedelta(days=3))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OutboxStore]:
    (tmp_path / "out").mkdir()
    (tmp_path / "in").mkdir()
    with OutboxStore(tmp_path / "home" / "outbox.sqlite") as one:
        yield one


def deliver(store: OutboxStore, folder: Path, content: bytes) -> int:
    number = store.queue("plan", read_envelope(content), content, AT).id
    Sender(store, ON, connector(folder), folder, AT).run()
    return number


def answer(store: OutboxStore, folder: Path, name: str, text: bytes, days: int = 1) -> None:
    (folder / "in" / name).write_bytes(text)
    Receiver(store, ON, connector(folder), folder / "home", folder, AT + timedelta(days=days)).run()


def follow(store: OutboxStore, **clocks: int) -> FollowUp:
    return FollowUp(store, {"plan": Clocks(**clocks)} if clocks else {})


def denial(claim: str = "C1-1", charge: str = "300", paid: str = "0") -> bytes:
    """A balanced 835 that denies a claim, or pays it and refuses a part."""
    rest = Decimal(charge) - Decimal(paid)
    status = "4" if paid == "0" else "1"
    isa = f"ISA*00*          *00*          *ZZ*RECEIVER       *ZZ*SENDER         *261105*0900*^*00501*{zlib.crc32(f'{claim}{paid}'.encode()) % 10**9:09}*0*T*:~"
    payment = (
        f"BPR*I*{paid}*C*ACH*CCP*01*999999999*DA*123456*1512345678**01*999988880*DA*98765*20261105~"
        if paid != "0" else "BPR*H*0*C*NON************20261105~"
    )  # fmt: skip
    body = (
        f"ST*835*0001~{payment}TRN*1*E1*1512345678~DTM*405*20261104~N1*PR*PLAN~N3*1 BANK ST~"
        f"N4*LARKMOOR*VT*05999~PER*BL*HELP*TE*8025550111~N1*PE*CLINIC*XX*2068403882~LX*1~"
        f"CLP*{claim}*{status}*{charge}*{paid}**12*P{claim}*11*1~CAS*CO*50*{rest}~"
        "NM1*QC*1*QUIST*ANN****MI*M1~MOA***N115~"
    )  # fmt: skip
    count = body.count("~") + 1
    return (
        f"{isa}GS*HP*RECEIVER*SENDER*20261105*0900*1*X*005010X221A1~{body}SE*{count}*0001~"
        f"GE*1*1~IEA*1*{isa.split('*')[13]}~"
    ).encode()


def charge_of(content: bytes, claim: str) -> str:
    return next(str(one.charge) for one in read_envelope(content).claims if one.number == claim)


def test_a_denied_claim_has_the_clock_of_an_appeal_and_its_reasons(
    store: OutboxStore, tmp_path: Path
) -> None:
    content = claims(1)
    number = deliver(store, tmp_path, content)
    charge = charge_of(content, "C1-1")
    answer(store, tmp_path, "835", denial("C1-1", charge))
    (one,) = denied_worklist(follow(store).adjudicated(), TODAY)
    assert (one.claim, one.file, one.payer_number) == ("C1-1", number, "PC1-1")
    assert (one.refused, one.denied_on) == (Decimal(charge), date(2026, 11, 5))
    assert [(c.adjustment_group, c.reason, c.remarks) for c in one.causes] == [
        ("CO", "50", ("N115",))
    ]
    assert (one.appeal_by, one.days_left) == (date(2027, 3, 10), 106)
    first = next(iter(read_envelope(content).claims)).first_day
    assert first is not None
    assert one.refile_by == first + timedelta(days=365)
    (short,) = denied_worklist(follow(store, appeal=30, filing=90).adjudicated(), TODAY)
    assert short.appeal_by == date(2026, 12, 10)
    assert short.refile_by == first + timedelta(days=90)
    assert rejected_worklist(follow(store).rejected(), TODAY) == ()


def test_a_paid_claim_is_on_the_list_only_where_a_part_was_refused(
    store: OutboxStore, tmp_path: Path
) -> None:
    content = claims(1)
    deliver(store, tmp_path, content)
    charge = charge_of(content, "C1-1")
    part = denial("C1-1", charge, "10")
    answer(store, tmp_path, "835", part.replace(b"CAS*CO*50", b"CAS*CO*45"))
    assert store.claim_states()["paid"] == 1
    assert denied_worklist(follow(store).adjudicated(), TODAY) == ()
    second = denial("C1-1", charge, "20")
    answer(store, tmp_path, "835-2", second)
    (one,) = denied_worklist(follow(store).adjudicated(), TODAY)
    assert (one.paid, one.refused) == (Decimal(20), Decimal(charge) - 20)


def test_a_rejected_claim_has_the_clock_of_filing_and_says_where_it_is_at_fault(
    store: OutboxStore, tmp_path: Path
) -> None:
    content = claims(1).replace(b"CLM*C1-1*", b"CLM*C1-1*X", 1)
    number = deliver(store, tmp_path, content)
    told = payer_answers(content, 1, 1, AT)
    answer(store, tmp_path, "999", told["999"])
    found = rejected_worklist(follow(store).rejected(), TODAY)
    assert {(one.claim, one.file, one.by, one.named) for one in found} == {
        ("C1-1", number, "999 set R", True), ("C1-2", number, "999 set R", False),
    }  # fmt: skip
    assert found[0].rejected_on == (AT + timedelta(days=1)).date()
    assert all(one.refile_by for one in found)
    assert any(note.startswith("CLM at segment") for note in found[0].notes)
    assert any("IK403" in note for note in found[0].notes)
    assert b"X" not in " ".join(found[0].notes).encode().replace(b"IK", b"")
    assert denied_worklist(follow(store).adjudicated(), TODAY) == ()


def test_a_claim_that_was_sent_again_or_closed_leaves_its_list(
    store: OutboxStore, tmp_path: Path
) -> None:
    content = claims(1)
    deliver(store, tmp_path, content)
    answer(store, tmp_path, "a", denial("C1-1", charge_of(content, "C1-1")))
    answer(store, tmp_path, "b", denial("C1-2", charge_of(content, "C1-2")))
    ask = follow(store)
    assert len(list(ask.adjudicated())) == 2
    ask.close("C1-1", PERSON)
    assert [one.claim for one in ask.adjudicated()] == ["C1-2"]
    answer(store, tmp_path, "c", denial("C1-1", charge_of(content, "C1-1"), "5"), days=9)
    assert len(list(ask.adjudicated())) == 2  # a further answer puts it back
    again = claims(2).replace(b"CLM*C2-2", b"CLM*C1-2").replace(b"11:B:1", b"11:B:7")
    deliver(store, tmp_path, again)
    assert [one.claim for one in ask.adjudicated()] == ["C1-1"]
    with pytest.raises(TransmissionError, match="no claim of that number"):
        ask.close("NONE", PERSON)


def test_the_timeline_tells_everything_in_order(store: OutboxStore, tmp_path: Path) -> None:
    content = claims(1)
    deliver(store, tmp_path, content)
    told = payer_answers(content, 1, 1, AT)
    for days, kind in enumerate(("TA1", "999", "277CA"), start=1):
        if kind in told:
            answer(store, tmp_path, kind, told[kind], days)
    answer(store, tmp_path, "835", denial("C1-1", charge_of(content, "C1-1")), 20)
    follow(store).close("C1-1", PERSON)
    found = follow(store).timeline("C1-1")
    steps = [one.what for one in found]
    assert steps[:4] == ["queue", "start", "upload", "place"]
    assert [one for one in steps if one in ("999 group", "999 set", "277CA", "835", "closed")] == [
        "999 set", "999 group", "277CA", "closed", "835",
    ]  # fmt: skip
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert found[-1].detail == "paid 0"
    assert found[0].at == datetime(2026, 11, 2, 9, tzinfo=UTC)
    with pytest.raises(TransmissionError):
        follow(store).timeline("NONE")


def test_an_unmatched_payment_is_attached_once_by_a_person_who_says_why(
    store: OutboxStore, tmp_path: Path
) -> None:
    content = claims(1)
    number = deliver(store, tmp_path, content)
    answer(store, tmp_path, "835", denial("OTHER", charge_of(content, "C1-2")))
    (waits,) = AnswerStore(store).unmatched()
    assert (waits.partner, waits.kind, waits.answer.claim) == ("plan", "835", "OTHER")
    desk = Resolving(store)
    with pytest.raises(TransmissionError, match="exactly one claim"):
        desk.attach(waits.id, PERSON, file=number, claim="C9")
    with pytest.raises(TransmissionError, match="was not sent"):
        desk.attach(waits.id, PERSON, file=99, claim="C1-2")
    assert desk.attach(waits.id, PERSON, file=number, claim="C1-2") is ClaimState.DENIED
    assert AnswerStore(store).unmatched() == ()
    assert [one.claim for one in follow(store).adjudicated()] == ["C1-2"]
    last = follow(store).timeline("C1-2")
    assert any(one.what == "attach" and "Biller C" in one.detail for one in last)
    for again in (
        lambda: desk.attach(waits.id, PERSON, file=number, claim="C1-1"),
        lambda: desk.dismiss(waits.id, PERSON),
    ):
        with pytest.raises(TransmissionError, match="waits"):
            again()
    row = store.database.connection.execute("SELECT action, by, reason FROM resolution").fetchone()
    assert row == ("attach", "Biller C", "the plan confirmed it by telephone")
    assert store.disagreements() == 0


@pytest.mark.parametrize(
    ("status", "reversal", "state"),
    [("1", False, ClaimState.PAID), ("22", True, ClaimState.REVERSED)],
)
def test_what_an_attached_payment_says(
    store: OutboxStore, tmp_path: Path, status: str, state: ClaimState, *, reversal: bool
) -> None:
    content = claims(1)
    number = deliver(store, tmp_path, content)
    text = denial("OTHER", charge_of(content, "C1-2"), "10")
    answer(store, tmp_path, "835", text.replace(b"CLP*OTHER*1*", f"CLP*OTHER*{status}*".encode()))
    (waits,) = AnswerStore(store).unmatched()
    assert waits.answer.reversal is reversal
    assert Resolving(store).attach(waits.id, PERSON, file=number, claim="C1-2") is state


@pytest.mark.parametrize("kind", ["TA1", "999", "277CA"])
@pytest.mark.parametrize("accepted", [True, False])
def test_an_acknowledgement_of_unknown_numbers_is_attached_to_its_file(
    store: OutboxStore, tmp_path: Path, kind: str, *, accepted: bool
) -> None:
    number = deliver(store, tmp_path, claims(1))
    odd = payer_answers(claims(7), 1, 50, AT)[kind] if kind != "TA1" else (
        b"ISA*00*          *00*          *ZZ*RECEIVER       *ZZ*SENDER         *261105*0900*^*00501*000000055*0*T*:~"
        b"TA1*000000777*261101*0900*A*000~IEA*0*000000055~"
    )  # fmt: skip
    if not accepted:
        for old, new in ((b"*A*000~", b"*R*010~"), (b"AK9*A*", b"AK9*R*"), (b"IK5*A", b"IK5*R"),
                         (b"STC*A2:20:PR", b"STC*A3:21:PR"), (b"STC*A2", b"STC*A3")):  # fmt: skip
            odd = odd.replace(old, new)
    answer(store, tmp_path, kind, odd)
    waiting = AnswerStore(store).unmatched()
    assert waiting
    for one in waiting:
        claim = "C1-1" if kind == "277CA" else ""
        Resolving(store).attach(one.id, PERSON, file=number, claim=claim)
    states = store.claim_states()
    if kind == "277CA":
        assert states == ({"accepted": 1, "sent": 1} if accepted else {"rejected": 1, "sent": 1})
    else:
        assert states == ({"sent": 2} if accepted else {"rejected": 2})
        wanted = State.ACKNOWLEDGED if accepted else State.REJECTED
        assert store.all()[0].state is wanted
    assert AnswerStore(store).unmatched() == ()


def test_a_dismissed_answer_changes_nothing_but_the_queue(
    store: OutboxStore, tmp_path: Path
) -> None:
    deliver(store, tmp_path, claims(1))
    answer(store, tmp_path, "835", denial("OTHER"))
    (waits,) = AnswerStore(store).unmatched()
    before = store.claim_states()
    Resolving(store).dismiss(waits.id, PERSON)
    assert (AnswerStore(store).unmatched(), store.claim_states()) == ((), before)
    for empty in ({"by": " "}, {"reason": ""}):
        with pytest.raises(TransmissionError, match="must be said"):
            Person(**{"by": "a", "reason": "b", "at": AT, **empty})


def test_a_resolution_that_is_cut_off_leaves_the_answer_waiting(
    store: OutboxStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = claims(1)
    number = deliver(store, tmp_path, content)
    answer(store, tmp_path, "835", denial("OTHER", charge_of(content, "C1-2")))
    (waits,) = AnswerStore(store).unmatched()
    before = store.claim_states()

    def full(*_: object) -> None:
        import sqlite3

        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(resolving, "event_within", full)
    with pytest.raises(OutboxError):
        Resolving(store).attach(waits.id, PERSON, file=number, claim="C1-2")
    assert len(AnswerStore(store).unmatched()) == 1
    assert store.claim_states() == before
    answers = store.database.connection.execute("SELECT count(*) FROM answer").fetchone()
    assert answers == (0,)


def work_of_answers(folder: Path, number: int) -> int:
    """Steps of the database for an answer to each of so many claims of one file."""
    keys = tuple(ClaimKeys(f"C{place:06}", Decimal(10)) for place in range(number))
    one = read_envelope(claims(1))
    one = msgspec.structs.replace(one, sets=(SetKeys("HC", "1", "0001", "837P", "B1", keys),))
    with OutboxStore(folder / f"{number}.sqlite") as outbox:
        file = outbox.queue("plan", one, b"x" * 100 * number, AT).id
        for action in (Action.START, Action.UPLOAD, Action.PLACE):
            outbox.step(file, Step(action), AT)
        answers = AnswerStore(outbox)
        received = answers.receive("plan", "0" * 64, 1, AT).id
        (sent,) = outbox.sent_files("plan")
        outcomes = [
            (Answer(kind=Kind.CLAIM, accepted=True, claim=place.number),
             Match(file, Action.ACKNOWLEDGE, (place,), ClaimState.ACCEPTED))
            for place in sent.claims
        ]  # fmt: skip
        steps = 0

        def count() -> int:
            nonlocal steps
            steps += 1
            return 0

        outbox.database.connection.set_progress_handler(count, 10)
        answers.apply(received, "plan", [], outcomes, AT)
        outbox.database.connection.set_progress_handler(None, 0)
        assert outbox.claim_states() == {"accepted": number}
    return steps


def test_the_work_of_answers_grows_with_their_number_and_no_faster(tmp_path: Path) -> None:
    few, many = work_of_answers(tmp_path, 100), work_of_answers(tmp_path, 800)
    assert 6 * few < many < 10 * few


def test_what_is_large_stands_behind_what_is_asked_for_often(store: OutboxStore) -> None:
    columns = store.database.connection.execute("PRAGMA table_info(transmission)").fetchall()
    assert [name for _, name, *_ in columns][-3:] == ["envelope", "content", "sealed"]
