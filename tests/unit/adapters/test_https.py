"""Claims over AS2-like HTTPS on loopback: sealed, receipted, once, and only to the pinned partner."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from codeward.adapters.openpgp import opened, sealed
from codeward.adapters.outbox_store import OutboxStore
from codeward.adapters.partner_register import connector
from codeward.adapters.payer_answers import payer_answers
from codeward.adapters.transport_errors import (
    AnswerRefusedError,
    PartnerIdentityError,
    TransportError,
)
from codeward.ports import Whereabouts
from codeward.transmission import Register, State, read_envelope
from tests.unit.adapters.https_partner import (
    PLAN,
    Certificate,
    HttpsPartner,
    https_partner,
    https_register,
)
from tests.unit.adapters.transmission_fixture import (
    AT,
    claims,
    poll,
    send,
)

Endpoint = tuple[HttpsPartner, Certificate]


@pytest.fixture
def endpoint(tmp_path: Path) -> Iterator[Endpoint]:
    with https_partner(tmp_path) as one:
        yield one


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OutboxStore]:
    content = claims(1)
    with OutboxStore(tmp_path / "home" / "outbox.sqlite") as one:
        one.queue("plan", read_envelope(content), content, AT)
        yield one


def pinned(folder: Path, endpoint: Endpoint, more: str = "") -> Register:
    partner, certificate = endpoint
    return https_register(folder, partner.port, f'certificates = ["{certificate.pin}"]', more)


def test_claims_go_out_sealed_with_a_receipt_and_answers_come_back(
    endpoint: Endpoint, store: OutboxStore, tmp_path: Path
) -> None:
    partner, _ = endpoint
    on = pinned(tmp_path, endpoint)
    assert send(store, on, tmp_path).sent == 1
    ((message, body),) = partner.messages.items()
    assert message == f"<{store.all()[0].name}.pgp@clinic>"
    assert b"QUIST" not in body
    content = opened(body, PLAN, 100_000)
    assert content == claims(1)
    assert (partner.headers["AS2-From"], partner.headers["AS2-To"]) == ("clinic", "plan")
    (receipt,) = (tmp_path / "receipts").iterdir()
    assert receipt.name == f"{store.all()[0].name}.pgp.receipt"
    for kind, text in payer_answers(content, 1, 1, AT).items():
        partner.offered[f"{kind} ä"] = sealed(text, PLAN)
    partner.offered[".part"] = b"unfinished"
    done = poll(store, on, tmp_path)
    assert (done.applied, done.refused, done.unmatched, done.faults) == (4, 0, 0, ())
    assert store.all()[0].state is State.ACKNOWLEDGED
    assert list(partner.offered) == [".part"]
    assert send(store, on, tmp_path, timedelta(days=1)).sent == 0
    assert partner.requests == 1


@pytest.mark.parametrize("forgets", [True, False])
def test_an_answer_lost_after_delivery_delivers_once(
    endpoint: Endpoint, store: OutboxStore, tmp_path: Path, *, forgets: bool
) -> None:
    partner, _ = endpoint
    on = pinned(tmp_path, endpoint)
    partner.habits |= {"lost answer", *(("forgets",) if forgets else ())}
    assert send(store, on, tmp_path).waiting == 1
    assert "HTTPS: cannot talk to the partner" in store.all()[0].reason
    assert len(partner.messages) == 1
    assert send(store, on, tmp_path, timedelta(days=1)).sent == 1
    # A partner that gives its receipt again is not asked to take the message again.
    assert partner.requests == (2 if forgets else 1)
    assert len(partner.messages) == 1
    assert len(list((tmp_path / "receipts").iterdir())) == 1


def test_a_run_cut_off_between_delivery_and_commit_finds_the_message_there(
    endpoint: Endpoint, store: OutboxStore, tmp_path: Path
) -> None:
    partner, _ = endpoint
    on = pinned(tmp_path, endpoint)
    send(store, on, tmp_path)
    with store.database.transaction() as once:
        once.execute("UPDATE transmission SET state = 'sending'")
    assert send(store, on, tmp_path, timedelta(days=1)).waiting == 1
    assert send(store, on, tmp_path, timedelta(days=2)).sent == 1
    assert partner.requests == 1


@pytest.mark.parametrize(
    "belief", ['certificates = ["' + "0" * 64 + '"]', 'authority = "other.pem"']
)
def test_a_wrong_certificate_holds_the_file_before_a_byte_of_it_leaves(
    endpoint: Endpoint, store: OutboxStore, tmp_path: Path, belief: str
) -> None:
    partner, _ = endpoint
    Certificate(tmp_path, "other")
    on = https_register(tmp_path, partner.port, belief)
    assert send(store, on, tmp_path).held == 1
    assert "certificate is not" in store.all()[0].reason
    assert (partner.messages, partner.requests) == ({}, 0)


def test_an_authority_is_believed_for_its_own_host_only(
    endpoint: Endpoint, store: OutboxStore, tmp_path: Path
) -> None:
    partner, _ = endpoint
    on = https_register(tmp_path, partner.port, 'authority = "plan.pem"')
    way = msgspec.structs.replace(on.partner("plan").transport, host="localhost")
    other = msgspec.structs.replace(on.partner("plan"), transport=way)
    wrong = msgspec.structs.replace(on, partners={"plan": other})
    assert send(store, wrong, tmp_path).held == 1
    assert partner.requests == 0
    with store.database.transaction() as once:
        once.execute("UPDATE transmission SET state = 'queued'")
    assert send(store, on, tmp_path, timedelta(days=1)).sent == 1


def test_a_client_certificate_is_shown_where_the_partner_asks_for_one(
    store: OutboxStore, tmp_path: Path
) -> None:
    ours = Certificate(tmp_path, "ours")
    with https_partner(tmp_path, ours.file) as endpoint:
        bare = pinned(tmp_path, endpoint)
        assert send(store, bare, tmp_path).waiting == 1
        assert endpoint[0].messages == {}
        more = 'client_certificate = "ours.pem"\nclient_key = "ours.key"'
        on = pinned(tmp_path, endpoint, more)
        ours.key.chmod(0o644)
        assert send(store, on, tmp_path, timedelta(days=1)).held == 1
        assert "chmod 600" in store.all()[0].reason
        ours.key.chmod(0o600)
        with store.database.transaction() as once:
            once.execute("UPDATE transmission SET state = 'queued'")
        assert send(store, on, tmp_path, timedelta(days=2)).sent == 1


@pytest.mark.parametrize(
    ("habit", "told"),
    [
        ("redirect", "sends us elsewhere"),
        ("forbids", "does not accept who we are"),
        ("unsigned", "no valid receipt"),
        ("stranger", "no valid receipt"),
        ("other receipt", "for another message"),
    ],
)
def test_what_a_person_must_see_holds_the_file(
    endpoint: Endpoint, store: OutboxStore, tmp_path: Path, habit: str, told: str
) -> None:
    partner, _ = endpoint
    partner.habits.add(habit)
    assert send(store, pinned(tmp_path, endpoint), tmp_path).held == 1
    assert told in store.all()[0].reason
    assert partner.requests == 1
    assert not (tmp_path / "receipts").exists()


@pytest.mark.parametrize(
    ("habit", "told"),
    [("busy", "status 503"), ("failed", "could not process")],
)
def test_what_may_go_better_is_tried_again(
    endpoint: Endpoint, store: OutboxStore, tmp_path: Path, habit: str, told: str
) -> None:
    partner, _ = endpoint
    on = pinned(tmp_path, endpoint)
    partner.habits.add(habit)
    assert send(store, on, tmp_path).waiting == 1
    assert told in store.all()[0].reason
    assert send(store, on, tmp_path, timedelta(days=1)).waiting == 1
    partner.habits.clear()
    assert send(store, on, tmp_path, timedelta(days=2)).sent == 1
    assert len(partner.messages) == 1


def test_an_endless_receipt_is_not_read_to_its_end(
    endpoint: Endpoint, store: OutboxStore, tmp_path: Path
) -> None:
    partner, _ = endpoint
    partner.habits.add("endless")
    assert send(store, pinned(tmp_path, endpoint), tmp_path).waiting == 1
    assert "larger than" in store.all()[0].reason
    assert not (tmp_path / "receipts").exists()


def test_a_number_that_stands_for_other_bytes_is_not_delivered(
    endpoint: Endpoint, store: OutboxStore, tmp_path: Path
) -> None:
    partner, _ = endpoint
    partner.messages[f"<{store.all()[0].name}.pgp@clinic>"] = b"other bytes"
    assert send(store, pinned(tmp_path, endpoint), tmp_path).held == 1
    assert "for another message" in store.all()[0].reason


def test_a_fault_of_a_key_of_ours_opens_no_connection(
    endpoint: Endpoint, store: OutboxStore, tmp_path: Path
) -> None:
    partner, _ = endpoint
    on = pinned(tmp_path, endpoint)
    partner.habits.add("busy")
    send(store, on, tmp_path)  # sealed once
    (tmp_path / "clinic.pgp").unlink()
    assert send(store, on, tmp_path, timedelta(days=1)).held == 1
    assert "cannot be read" in store.all()[0].reason
    assert partner.requests == 1
    (fault,) = poll(store, on, tmp_path).faults
    assert "cannot be read" in fault


def test_odd_answers_and_listings_are_not_taken_in(
    endpoint: Endpoint, store: OutboxStore, tmp_path: Path
) -> None:
    partner, _ = endpoint
    on = pinned(tmp_path, endpoint)
    small = msgspec.structs.replace(on.partner("plan"), largest_answer=1000)
    on = msgspec.structs.replace(on, partners={"plan": small})
    partner.offered = {"large": b"x" * 2000}
    assert poll(store, on, tmp_path).refused == 1
    partner.habits = {"lies"}  # the listing says one byte
    assert poll(store, on, tmp_path).refused == 1
    partner.offered = {"changed": b"x"}
    partner.habits = {"wrong digest"}
    assert poll(store, on, tmp_path).refused == 1
    assert not list((tmp_path / "home" / "quarantine").iterdir())
    for habit, told in (("odd listing", "malformed"), ("gone", "status 503")):
        partner.habits = {habit}
        (fault,) = poll(store, on, tmp_path).faults
        assert told in fault


def test_each_fault_of_the_endpoint_has_its_word(endpoint: Endpoint, tmp_path: Path) -> None:
    partner, _ = endpoint
    on = pinned(tmp_path, endpoint)
    with connector(tmp_path)(on.partner("plan")) as transport:
        assert transport.whereabouts("a.x12", 1) is Whereabouts.ABSENT
        transport.upload("a.x12", b"1")
        assert transport.whereabouts("a.x12", 1) is Whereabouts.PLACED
        transport.remove("none")
        partner.habits = {"failed"}
        assert transport.whereabouts("a.x12", 1) is Whereabouts.ABSENT
        partner.habits = {"keeps", "gone"}
        for ask in (
            lambda: transport.remove("none"),
            lambda: transport.whereabouts("a.x12", 1),
            lambda: transport.fetch("none", 10),
        ):
            with pytest.raises(TransportError, match="status"):
                ask()
        with pytest.raises(AnswerRefusedError, match="path"):
            transport.fetch("../secret", 10)
    missing = https_register(tmp_path, partner.port, 'authority = "none.pem"')
    with (
        pytest.raises(TransportError, match="certificates of the register"),
        connector(tmp_path)(missing.partner("plan")),
    ):
        pass
    assert issubclass(PartnerIdentityError, TransportError)
