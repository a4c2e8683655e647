"""With OpenPGP in the register only sealed files leave, and only signed ones come in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pysequoia import Cert, Tsk, encrypt

from codeward.adapters.answer_store import AnswerStore, Inbound
from codeward.adapters.openpgp import Keys, opened, public_part, sealed
from codeward.adapters.outbox_store import OutboxStore
from codeward.adapters.partner_register import connector
from codeward.adapters.payer_answers import payer_answers
from codeward.adapters.receiving import Polled, Receiver
from codeward.adapters.sending import Sender
from codeward.transmission import Register, State, read_envelope, read_register
from tests.unit.adapters.test_outbox_faults import DROP
from tests.unit.adapters.transmission_fixture import AT, claims


@pytest.fixture(scope="module")
def pair() -> tuple[bytes, bytes]:
    return bytes(Tsk.generate(user_id="clinic")), bytes(Tsk.generate(user_id="plan"))


@pytest.fixture
def on(tmp_path: Path, pair: tuple[bytes, bytes]) -> Register:
    ours, theirs = pair
    for folder in ("out", "in"):
        (tmp_path / folder).mkdir()
    (tmp_path / "clinic.pgp").write_bytes(ours)
    (tmp_path / "clinic.pgp").chmod(0o600)
    (tmp_path / "plan.pgp").write_bytes(public_part(theirs)[0])
    text = f"""{DROP}
[plan.openpgp]
our_key = "clinic.pgp"
our_fingerprint = "{public_part(ours)[1]}"
their_key = "plan.pgp"
their_fingerprint = "{public_part(theirs)[1]}"
"""
    return read_register(text.encode(), "partners.toml")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OutboxStore]:
    content = claims(1)
    with OutboxStore(tmp_path / "home" / "outbox.sqlite") as one:
        one.queue("plan", read_envelope(content), content, AT)
        yield one


def poll(store: OutboxStore, on: Register, folder: Path) -> Polled:
    return Receiver(store, on, connector(folder), folder / "home", folder, AT).run()


def test_claims_leave_sealed_and_signed_answers_are_taken_in(
    store: OutboxStore, on: Register, tmp_path: Path, pair: tuple[bytes, bytes]
) -> None:
    ours, theirs = pair
    assert Sender(store, on, connector(tmp_path), tmp_path, AT).run().sent == 1
    (file,) = (tmp_path / "out").iterdir()
    assert file.name.endswith(".x12.pgp")
    assert b"QUIST" not in file.read_bytes()
    plan = Keys(theirs, *public_part(ours))
    content = opened(file.read_bytes(), plan, 100_000)
    assert content == claims(1)
    for kind, text in payer_answers(content, 1, 1, AT).items():
        (tmp_path / "in" / kind).write_bytes(sealed(text, plan))
    done = poll(store, on, tmp_path)
    assert (done.applied, done.refused, done.unmatched) == (4, 0, 0)
    assert store.all()[0].state is State.ACKNOWLEDGED
    for kept in (tmp_path / "home" / "archive").iterdir():
        assert b"QUIST" not in kept.read_bytes()
    # The same answer sealed anew is another file, but says nothing new.
    before = store.database.connection.execute("SELECT count(*) FROM answer").fetchone()
    text = payer_answers(content, 1, 1, AT)["835"]
    (tmp_path / "in" / "again").write_bytes(sealed(text, plan))
    assert poll(store, on, tmp_path).applied == 1
    assert store.database.connection.execute("SELECT count(*) FROM answer").fetchone() == before


def test_plain_unsigned_and_foreign_answers_wait_in_quarantine(
    store: OutboxStore, on: Register, tmp_path: Path, pair: tuple[bytes, bytes]
) -> None:
    ours, _ = pair
    text = payer_answers(claims(1), 1, 1, AT)["999"]
    us = public_part(ours)
    stranger = bytes(Tsk.generate(user_id="stranger"))
    folder = tmp_path / "in"
    (folder / "plain").write_bytes(text)
    (folder / "unsigned").write_bytes(
        encrypt(text, recipients=[Cert.from_bytes(us[0])], armor=False)
    )
    (folder / "foreign").write_bytes(sealed(text, Keys(stranger, *us)))
    assert poll(store, on, tmp_path).refused == 3
    assert len(AnswerStore(store).refusals()) == 3
    assert store.all()[0].state is State.QUEUED


def test_a_fault_of_our_own_key_puts_no_answer_aside(
    store: OutboxStore, on: Register, tmp_path: Path
) -> None:
    (tmp_path / "in" / "answer").write_bytes(b"sealed")
    (tmp_path / "clinic.pgp").chmod(0o644)
    (fault,) = poll(store, on, tmp_path).faults
    assert "chmod 600" in fault
    assert AnswerStore(store).landed("plan") == ()
    assert Sender(store, on, connector(tmp_path), tmp_path, AT).run().held == 1
    assert list((tmp_path / "out").iterdir()) == []


def test_what_does_not_balance_is_cut_off_or_reuses_a_number_is_not_applied(
    store: OutboxStore, on: Register, tmp_path: Path, pair: tuple[bytes, bytes]
) -> None:
    plan = Keys(pair[1], *public_part(pair[0]))
    Sender(store, on, connector(tmp_path), tmp_path, AT).run()
    told = payer_answers(claims(1), 1, 1, AT)
    unbalanced = told["835"].replace(b"*P", b"*Q").replace(b"BPR*I*", b"BPR*I*9")
    files = {
        "1-good": told["999"],
        "2-reuse": told["999"].replace(b"AK9*A", b"AK9*R"),
        "3-cut": told["277CA"][:-25],
        "4-unbalanced": unbalanced,
        "5-claims": claims(1),
        "6-unknown": payer_answers(claims(99), 1, 50, AT)["277CA"],
    }
    for name, text in files.items():
        (tmp_path / "in" / name).write_bytes(sealed(text, plan))
    done = poll(store, on, tmp_path)
    assert (done.applied, done.refused, done.unmatched) == (2, 4, 2)
    assert [reason for _, _, reason in AnswerStore(store).refusals()] == [
        "its control number was used for another file before",
        "an interchange in it is not complete",
        "the remittance does not validate or does not balance",
        "it holds no answer: no TA1, 999, 277CA or 835",
    ]
    assert {one.reason for one in AnswerStore(store).unmatched()} == {
        "nothing that we sent has these numbers"
    }
    assert len(AnswerStore(store).landed("plan", Inbound.REFUSED)) == 4
