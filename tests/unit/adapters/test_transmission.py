"""Claims go out over real SFTP on loopback once, and answers come back to them."""

import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from codeward.adapters.answer_store import AnswerStore
from codeward.adapters.outbox_store import OutboxStore
from codeward.adapters.payer_simulator import PayerSimulator
from codeward.adapters.receiving import Polled
from codeward.adapters.sftp import sftp_transport
from codeward.adapters.transport_errors import PartnerIdentityError, TransportError
from codeward.formats.x12 import validate
from codeward.transmission import (
    ClaimLabel,
    Label,
    Sftp,
    State,
    TransmissionError,
)
from tests.unit.adapters.transmission_fixture import (
    AT,
    claims,
    client_key,
    poll,
    queue,
    register,
    send,
)


def test_claims_go_out_once_and_answers_come_back_to_them(
    simulator: PayerSimulator, store: OutboxStore, tmp_path: Path
) -> None:
    on = register(simulator.port, simulator.host_key)
    for number in range(1, 8):
        queue(store, claims(number))
        assert queue(store, claims(number)) == number  # a second click changes nothing
    assert send(store, on, tmp_path).sent == 7
    assert send(store, on, tmp_path).sent == 0
    assert simulator.work(AT) == 7
    done = poll(store, on, tmp_path)
    assert (done.applied, done.refused, done.unmatched, done.faults) == (28, 1, 0, ())
    assert {one.state for one in store.all()} == {State.ACKNOWLEDGED}
    states = store.claim_states()
    assert sum(states.values()) == 14
    assert set(states) == {"denied", "paid"}
    assert store.disagreements() == 0
    assert poll(store, on, tmp_path) == Polled()  # all archived, nothing left at the partner
    assert len({name for name, _ in simulator.received}) == 7


def test_each_answer_of_the_payer_in_a_box_passes_our_own_validation(
    simulator: PayerSimulator, store: OutboxStore, tmp_path: Path
) -> None:
    queue(store, claims(1))
    send(store, register(simulator.port, simulator.host_key), tmp_path)
    simulator.work(AT)
    for path in (tmp_path / "payer" / "answers").iterdir():
        assert validate([path.read_bytes()]).accepted, path.name


def test_a_wrong_host_key_holds_the_file_before_a_byte_of_it_leaves(
    simulator: PayerSimulator, store: OutboxStore, tmp_path: Path
) -> None:
    queue(store, claims(1))
    assert send(store, register(simulator.port), tmp_path).held == 1
    assert "host key" in store.all()[0].reason
    assert not list((tmp_path / "payer" / "upload").iterdir())


def test_a_key_that_the_partner_does_not_know_holds_the_file(
    simulator: PayerSimulator, store: OutboxStore, tmp_path: Path
) -> None:
    (tmp_path / "client").unlink()
    client_key(tmp_path)
    queue(store, claims(1))
    assert send(store, register(simulator.port, simulator.host_key), tmp_path).held == 1
    assert "refuses our key" in store.all()[0].reason


def test_our_key_must_be_unreadable_for_others(simulator: PayerSimulator, tmp_path: Path) -> None:
    (tmp_path / "client").chmod(0o644)
    way = register(simulator.port, simulator.host_key).partner("plan").transport
    assert isinstance(way, Sftp)
    with pytest.raises(PartnerIdentityError, match="chmod 600"), sftp_transport(way, tmp_path):
        pass


def test_a_partner_that_is_down_is_tried_again_later_and_given_up_in_the_end(
    store: OutboxStore, tmp_path: Path
) -> None:
    client_key(tmp_path)
    queue(store, claims(1))
    on = register(1)
    assert send(store, on, tmp_path).waiting == 1
    assert send(store, on, tmp_path).waiting == 1
    assert store.all()[0].attempts == 1  # not due yet
    for attempt in range(2, 9):
        send(store, on, tmp_path, timedelta(seconds=attempt * 20_000))
    assert store.all()[0].state is State.FAILED
    assert store.all()[0].attempts == 8


@pytest.mark.parametrize(
    "changed",
    [
        {"agreement": ""},
        {"agreement": '[plan.agreement]\nkind="baa"\nsigned=2026-01-01\nexpires=2026-11-01\n'},
        {"agreement": '[plan.agreement]\nkind="baa"\nsigned=2026-11-03\nexpires=2026-12-01\n'},
        {"transactions": '"837I"'},
        {"usage": "P"},
    ],
)
def test_what_the_gate_forbids_opens_no_socket(
    store: OutboxStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any]
) -> None:
    client_key(tmp_path)
    queue(store, claims(1))
    opened: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda *a: opened.append(a))
    on = register(22, **changed)
    done = send(store, on, tmp_path)
    assert done.held == 1
    if "agreement" in changed:
        poll(store, on, tmp_path)
    assert opened == []


@pytest.mark.parametrize("label", list(Label))
def test_a_label_set_after_queueing_still_stops_the_file(
    simulator: PayerSimulator, store: OutboxStore, tmp_path: Path, label: Label
) -> None:
    queue(store, claims(1))
    store.label(ClaimLabel("C1-2", label))
    assert send(store, register(simulator.port, simulator.host_key), tmp_path).held == 1
    assert simulator.work(AT) == 0
    assert "C1-2" not in store.all()[0].reason


def test_a_control_number_and_an_original_claim_are_used_once(store: OutboxStore) -> None:
    queue(store, claims(1))
    with pytest.raises(TransmissionError, match="control number 1 was used"):
        queue(store, claims(1, "D"))
    again = claims(2).replace(b"CLM*C2-", b"CLM*C1-")
    with pytest.raises(TransmissionError, match="on its way"):
        queue(store, again)
    queue(store, again.replace(b"11:B:1", b"11:B:7"))


def test_a_group_number_is_used_once_as_a_999_names_nothing_else(store: OutboxStore) -> None:
    queue(store, claims(1))
    same = claims(2).replace(b"*0900*2*X*", b"*0900*1*X*").replace(b"GE*1*2~", b"GE*1*1~")
    with pytest.raises(TransmissionError, match="GS06"):
        queue(store, same)
    assert len(store.all()) == 1
    queue(store, claims(2))
    queue(store, claims(3).replace(b"*0900*3*X*", b"*0900*X3*X*"))  # no number: never matched by it


def test_a_link_out_of_the_root_and_a_path_upwards_are_refused(
    simulator: PayerSimulator, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    answers = tmp_path / "payer" / "answers"
    (answers / "link").symlink_to(tmp_path / "secret")
    (answers / "folder").symlink_to(tmp_path)
    way = register(simulator.port, simulator.host_key).partner("plan").transport
    assert isinstance(way, Sftp)
    with sftp_transport(way, tmp_path) as transport:
        assert [one.regular for one in transport.answers()] == [False, False]
        for name in ("link", "folder/secret", "../../secret"):
            with pytest.raises(TransportError):
                transport.fetch(name, 100)


def test_odd_answers_are_left_with_the_partner_or_in_quarantine(
    simulator: PayerSimulator, store: OutboxStore, tmp_path: Path
) -> None:
    answers = tmp_path / "payer" / "answers"
    (tmp_path / "secret").write_bytes(b"secret")
    (answers / "link").symlink_to(tmp_path / "secret")
    (answers / "empty").touch()
    (answers / "cafe\u0301").write_bytes(b"decomposed")
    (answers / "large").write_bytes(b"x" * 200_000)
    (answers / ".half.part").write_bytes(b"ISA")
    (answers / "garbage").write_bytes(b"hello")
    on = register(simulator.port, simulator.host_key, more="")
    small = register(simulator.port, simulator.host_key)
    partner = small.partner("plan")
    import msgspec

    on = msgspec.structs.replace(
        on, partners={"plan": msgspec.structs.replace(partner, largest_answer=100_000)}
    )
    assert poll(store, on, tmp_path).refused == 5
    assert [reason for _, _, reason in AnswerStore(store).refusals()] == [
        "it is no X12 interchange"
    ]
    assert sorted(one.name for one in answers.iterdir()) == sorted(
        [".half.part", "cafe\u0301", "empty", "large", "link"]
    )
