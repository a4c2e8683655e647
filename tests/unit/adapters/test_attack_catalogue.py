"""The attacks D4, D6, F1 to F4, G4 and G5 of the catalogue, each under its number.

Each fails once its guard is taken away: see `docs/explanation/attacks-on-transmission.md` for which
guard that is.
"""

import errno
import os
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import asyncssh
import msgspec
import pytest
from pysequoia import Cert, Tsk, encrypt

from codeward.adapters import receiving
from codeward.adapters.answer_store import AnswerStore
from codeward.adapters.openpgp import Keys, OpenPgpError, opened, public_part, sealed
from codeward.adapters.outbox_database import OutboxDatabase, OutboxError
from codeward.adapters.outbox_store import OutboxStore
from codeward.adapters.partner_register import load_register
from codeward.adapters.payer_answers import payer_answers
from codeward.adapters.payer_simulator import PayerSimulator
from codeward.adapters.receiving import Polled
from codeward.adapters.sftp import sftp_transport
from codeward.adapters.transport_errors import TransportError
from codeward.claims import Claim, ControlNumbers, Refusal, build
from codeward.formats.x12 import (
    X12TextError,
    claim_acknowledgement_text,
    claim_sets,
    read_segments,
    validate,
)
from codeward.formats.x12.segment import Delimiters, segment
from codeward.formats.x12.writing import segment_text
from codeward.model import Encounter, Party, ServiceLine, Setting, System
from codeward.remittance import AppealError, appeal_packet
from codeward.transmission import (
    ClaimLabel,
    Label,
    Register,
    Sftp,
    State,
    TransmissionError,
    may_send,
    read_envelope,
)
from tests.unit.adapters.https_partner import https_partner, https_register
from tests.unit.adapters.test_transmission_crash import crash
from tests.unit.adapters.transmission_fixture import (
    AGREEMENT,
    AT,
    REGISTER,
    claims,
    client_key,
    poll,
    queue,
    register,
    send,
)
from tests.unit.claims.examples import CREATED, DOCTOR, HOSPITAL, PATIENT, PAYER, final
from tests.unit.remittance.appeal_fixture import CASE

MARKS = ("~", "*", ":", "^")
KILLS = 40


def way(on: Register) -> Sftp:
    found = on.partner("plan").transport
    assert isinstance(found, Sftp)
    return found


class TestD4Sftp:
    def test_d4_a_path_upwards_and_a_link_that_lies_there_are_refused_by_both_ends(
        self, simulator: PayerSimulator, tmp_path: Path
    ) -> None:
        (tmp_path / "secret").write_bytes(b"secret")
        answers = tmp_path / "payer" / "answers"
        (answers / "link").symlink_to(tmp_path / "secret")
        (answers / "folder").symlink_to(tmp_path)
        on = register(simulator.port, simulator.host_key)
        with sftp_transport(way(on), tmp_path) as transport:
            assert [one.regular for one in transport.answers()] == [False, False]
            for name in ("link", "folder/secret", "../../secret", "..", ""):
                with pytest.raises(TransportError):
                    transport.fetch(name, 100)
            # The server refuses by itself, whatever a client asks.
            for path in ("/answers/link", "/answers/folder/secret", "/answers/../../secret"):
                with pytest.raises(TransportError):
                    transport._run("fetch", transport._read(path, 100))
            with pytest.raises(TransportError):
                transport._run("link", transport._client.symlink("/etc/passwd", "/answers/new"))
        assert not (answers / "new").is_symlink()

    def test_d4_a_link_in_place_of_a_quarantined_file_is_not_followed(self, tmp_path: Path) -> None:
        (tmp_path / "secret").write_bytes(payer_answers(claims(1), 1, 1, AT)["999"])
        (tmp_path / "link").symlink_to(tmp_path / "secret")
        with pytest.raises(OSError, match="symbolic"):
            receiving._read_private(tmp_path / "link")

    def test_d4_a_file_that_is_still_being_written_is_not_processed_on_either_side(
        self, store: OutboxStore, simulator: PayerSimulator, tmp_path: Path
    ) -> None:
        on = register(simulator.port, simulator.host_key)
        with sftp_transport(way(on), tmp_path) as transport:
            transport.upload("claims.x12", claims(1)[:500])
        assert simulator.work(AT) == 0
        answers = tmp_path / "payer" / "answers"
        for name in (".999", "999.part", "999.tmp", "999.filepart"):
            (answers / name).write_bytes(b"ISA*00*")
        assert poll(store, on, tmp_path) == Polled()
        assert len(list(answers.iterdir())) == 4

    def test_d4_the_same_name_twice_is_refused_and_the_first_stays(
        self, simulator: PayerSimulator, tmp_path: Path
    ) -> None:
        on = register(simulator.port, simulator.host_key)
        with sftp_transport(way(on), tmp_path) as transport:
            transport.upload("claims.x12", b"first")
            transport.place("claims.x12")
            transport.upload("claims.x12", b"second")
            with pytest.raises(TransportError):
                transport.place("claims.x12")
            assert (tmp_path / "payer" / "upload" / "claims.x12").read_bytes() == b"first"

    @pytest.mark.parametrize(
        "name",
        ["n" * 201, "cafe\u0301.x12", "a\u202eb.x12", "a\x07b.x12", "a\\b.x12"],
        ids=["long", "decomposed", "direction", "bell", "backslash"],
    )
    def test_d4_a_huge_or_odd_name_is_left_with_the_partner(
        self, store: OutboxStore, simulator: PayerSimulator, tmp_path: Path, name: str
    ) -> None:
        queue(store, claims(1))
        on = register(simulator.port, simulator.host_key)
        send(store, on, tmp_path)
        good = payer_answers(claims(1), 1, 1, AT)["999"]
        (tmp_path / "payer" / "answers" / name).write_bytes(good)
        done = poll(store, on, tmp_path)
        assert (done.applied, done.refused) == (0, 1)
        assert store.all()[0].state is State.SENT
        assert not list((tmp_path / "home" / "quarantine").iterdir())
        (tmp_path / "payer" / "answers" / name).rename(tmp_path / "payer" / "answers" / ("n" * 200))
        assert poll(store, on, tmp_path).applied == 1  # the longest name that is allowed

    def test_d4_twins_in_two_unicode_forms_are_one_taken_and_one_refused(
        self, store: OutboxStore, simulator: PayerSimulator, tmp_path: Path
    ) -> None:
        queue(store, claims(1))
        on = register(simulator.port, simulator.host_key)
        send(store, on, tmp_path)
        told = payer_answers(claims(1), 1, 1, AT)
        answers = tmp_path / "payer" / "answers"
        (answers / "caf\u00e9.x12").write_bytes(told["999"])
        (answers / "cafe\u0301.x12").write_bytes(told["835"])
        done = poll(store, on, tmp_path)
        assert (done.applied, done.refused) == (1, 1)
        assert [one.name for one in answers.iterdir()] == ["cafe\u0301.x12"]

    def test_d4_no_byte_and_too_many_bytes_are_left_with_the_partner(
        self, store: OutboxStore, simulator: PayerSimulator, tmp_path: Path
    ) -> None:
        on = register(simulator.port, simulator.host_key)
        small = msgspec.structs.replace(on.partner("plan"), largest_answer=1_000)
        on = msgspec.structs.replace(on, partners={"plan": small})
        answers = tmp_path / "payer" / "answers"
        (answers / "empty").touch()
        (answers / "large").write_bytes(b"x" * 1_001)
        assert poll(store, on, tmp_path) == Polled(refused=2)
        assert sorted(one.name for one in answers.iterdir()) == ["empty", "large"]
        assert AnswerStore(store).landed("plan") == ()  # not a byte of them was read
        with sftp_transport(way(on), tmp_path) as transport, pytest.raises(TransportError):
            transport.fetch("large", 1_000)  # counted while it comes, whatever the listing said


class TestD4OpenPgp:
    US, THEM = bytes(Tsk.generate(user_id="clinic")), bytes(Tsk.generate(user_id="plan"))
    TEXT = b"ISA*canary~" * 2_000

    def keys(self, ours: bytes, theirs: bytes) -> Keys:
        return Keys(ours, *public_part(theirs))

    def test_d4_unsigned_changed_and_foreign_messages_are_refused(self) -> None:
        ours = self.keys(self.US, self.THEM)
        to_us = Cert.from_bytes(public_part(self.US)[0])
        good = sealed(self.TEXT, self.keys(self.THEM, self.US))
        assert opened(good, ours, len(self.TEXT)) == self.TEXT
        stranger = bytes(Tsk.generate(user_id="stranger"))
        for bad in (
            encrypt(self.TEXT, recipients=[to_us], armor=False),
            good[:-40] + bytes([good[-40] ^ 1]) + good[-39:],
            sealed(self.TEXT, self.keys(stranger, self.US)),
        ):
            with pytest.raises(OpenPgpError):
                opened(bad, ours, len(self.TEXT))

    def test_d4_the_pin_decides_and_not_whichever_key_lies_in_the_file(self) -> None:
        good = sealed(self.TEXT, self.keys(self.THEM, self.US))
        pinned = msgspec.structs.replace(
            self.keys(self.US, self.THEM), their_fingerprint=public_part(self.US)[1]
        )
        with pytest.raises(OpenPgpError):
            opened(good, pinned, len(self.TEXT))

    @pytest.mark.skipif(shutil.which("gpg") is None, reason="needs GnuPG (gpg)")
    def test_d4_a_message_as_gnupg_compresses_it_is_read_with_its_signer_verified(
        self, tmp_path: Path
    ) -> None:
        home = tmp_path / "g"
        home.mkdir(mode=0o700)

        def gpg(*arguments: str, content: bytes = b"") -> bytes:
            base = ["gpg", "--homedir", str(home), "--batch", "--quiet", "--trust-model", "always"]
            return subprocess.run(
                [*base, *arguments], input=content, capture_output=True, check=True
            ).stdout

        try:
            gpg("--import", content=self.THEM)
            gpg("--import", content=public_part(self.US)[0])
            to = ("--encrypt", "--recipient", public_part(self.US)[1], "--compress-algo", "zlib")
            message = gpg("--sign", *to, content=self.TEXT)
            unsigned = gpg(*to, content=self.TEXT)
        finally:
            subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False)
        ours = self.keys(self.US, self.THEM)
        assert opened(message, ours, len(self.TEXT)) == self.TEXT
        other = self.keys(self.US, bytes(Tsk.generate(user_id="stranger")))
        for bad, keys in ((unsigned, ours), (message, other)):
            with pytest.raises(OpenPgpError):
                opened(bad, keys, len(self.TEXT))


class TestD6Delimiters:
    LINE = ServiceLine(
        system=System.CPT, code="99214", charge=Decimal(185), diagnosis_pointers=(1,),
        place_of_service="11",
    )  # fmt: skip

    def visit(self, **fields: object) -> Encounter:
        facts: dict[str, object] = {
            "encounter_id": "V-1", "setting": Setting.PROFESSIONAL, "patient": PATIENT,
            "payer": PAYER, "service_date": CREATED.date(), "billing_provider": HOSPITAL,
            "rendering_provider": DOCTOR, "service_lines": (self.LINE,),
            "diagnoses": msgspec.convert([{"code": "E119", "role": "principal"}],
                                         Encounter.__annotations__["diagnoses"]),
        }  # fmt: skip
        return Encounter(**(facts | fields))  # type: ignore[arg-type] # fields by name

    @pytest.mark.parametrize("mark", MARKS)
    def test_d6_a_delimiter_in_any_text_is_refused_and_never_makes_a_segment(
        self, mark: str
    ) -> None:
        control = ControlNumbers(interchange=42)
        clean = build(final(self.visit()), None, control, CREATED)
        assert isinstance(clean, Claim)
        count = len(list(read_segments(clean.text)))
        evil = f"Qu{mark}CLM{mark}ist"
        replace = msgspec.structs.replace
        for fields in (
            {"patient": replace(PATIENT, last_name=evil)},
            {"patient": replace(PATIENT, first_name=evil)},
            {"patient": replace(PATIENT, address=replace(PATIENT.address, line1=evil))},
            {"patient": replace(PATIENT, address=replace(PATIENT.address, city=evil))},
            {"payer": replace(PAYER, name=evil)},
            {"payer": replace(PAYER, member_id=evil)},
            {"billing_provider": replace(HOSPITAL, name=evil)},
            {"rendering_provider": replace(DOCTOR, name=evil)},
            {"service_facility": Party(name=evil, npi=HOSPITAL.npi, address=HOSPITAL.address)},
            {"encounter_id": evil},
            {"service_lines": (replace(self.LINE, description=evil, code="99499"),)},
        ):
            outcome = build(final(self.visit(**fields)), None, control, CREATED)
            if isinstance(outcome, Claim):  # a field that this claim does not carry
                assert len(list(read_segments(outcome.text))) in (count, count + 4)
                assert evil not in outcome.text
            else:
                assert isinstance(outcome, Refusal)
                assert evil not in str(outcome)

    @pytest.mark.parametrize("mark", MARKS)
    def test_d6_the_writer_itself_refuses_a_delimiter_without_telling_the_text(
        self, mark: str
    ) -> None:
        for value in (f"QU{mark}IST", ("HC", f"QU{mark}IST")):
            with pytest.raises(X12TextError) as error:
                segment_text(segment("NM1", "IL", "1", value), Delimiters())
            assert "IST" not in str(error.value)

    @pytest.mark.parametrize("mark", MARKS)
    def test_d6_a_received_text_with_our_delimiters_does_not_make_a_segment_of_an_answer(
        self, mark: str
    ) -> None:
        """A sender with other delimiters may well have ours in a name; its answer has not."""
        plain = claims(1)
        other = plain.translate(bytes.maketrans(b"~*:^", b"\x1d|>!"))
        evil = other.replace(b"QUIST", f"Q{mark}HL{mark}T".encode())
        answers = []
        for content in (other, evil):
            verdict = validate([content]).interchanges[0]
            sets = tuple(claim_sets([content]))
            answers.append(claim_acknowledgement_text(verdict, sets, 5, AT))
        clean, told = (list(read_segments(one)) for one in answers)
        assert len(clean) == len(told) > 0
        assert validate([answers[1].encode()]).accepted


def test_f1_forty_kills_during_submit_lose_no_acknowledged_claim(tmp_path: Path) -> None:
    """Claim, outbox and history agree, numbers have no gap, and the file is whole."""
    path = tmp_path / "outbox.sqlite"
    contents = [claims(number) for number in range(1, 4 * KILLS + 1)]
    acknowledged: set[int] = set()
    killed = 0
    for kill in range(KILLS):
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            _submit(path, contents[kill * 4 : kill * 4 + 4], kill % 13 + 1, write)
        os.close(write)
        with os.fdopen(read, "rb") as told:
            acknowledged |= {int(one) for one in told.read().split()}
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        with OutboxStore(path) as store:
            files = store.all()
            on = store.database.connection
            assert acknowledged <= {one.interchange for one in files}
            assert sum(store.claim_states().values()) == 2 * len(files)
            assert on.execute("SELECT count(*) FROM event").fetchone()[0] == len(files)
            assert [one.id for one in files] == list(range(1, len(files) + 1))
            assert on.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert killed >= KILLS * 3 // 4
    assert len(acknowledged) >= KILLS


def _submit(path: Path, contents: list[bytes], point: int, write: int) -> None:
    """In a process of its own: queue, say so, and die at the given write to the database."""
    with suppress(BaseException):
        store = OutboxStore(path)
        count = 0

        def step(_statement: str) -> None:
            nonlocal count
            count += 1
            if count == point * 3:
                os.kill(os.getpid(), signal.SIGKILL)

        store.database.connection.set_trace_callback(step)
        for content in contents:
            envelope = read_envelope(content)
            store.queue("plan", envelope, content, AT)
            os.write(write, f"{envelope.control} ".encode())
    os._exit(0)


def test_f2_a_full_disk_fails_closed_and_the_outbox_works_on_once_there_is_room(
    store: OutboxStore, tmp_path: Path
) -> None:
    on = store.database.connection
    queue(store, claims(1))
    pages = on.execute("PRAGMA page_count").fetchone()[0]
    on.execute(f"PRAGMA max_page_count = {pages}")
    refused = 0
    for number in range(2, 40):
        try:
            queue(store, claims(number))
        except OutboxError as error:
            refused += "SQLITE_FULL" in str(error)
    assert refused > 0
    files = len(store.all())
    assert sum(store.claim_states().values()) == 2 * files
    assert on.execute("SELECT count(*) FROM event").fetchone()[0] == files
    on.execute("PRAGMA max_page_count = 1000000")
    queue(store, claims(99))  # no transaction was left open
    assert on.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_f2_a_transaction_that_the_full_disk_ended_by_itself_is_no_second_error(
    store: OutboxStore,
) -> None:
    """SQLite may roll back by itself; then there is nothing left to roll back."""
    database: OutboxDatabase = store.database

    def ended_by_itself(then: Callable[[], object]) -> None:
        with database.transaction() as on:
            on.execute("ROLLBACK")
            then()

    def full() -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(OutboxError, match="cannot be used"):
        ended_by_itself(full)

    def fails_in_the_middle() -> None:
        with database.transaction() as on:
            on.execute("INSERT INTO label VALUES ('C1', 'SELF_PAY_RESTRICTED', '')")
            full()

    with pytest.raises(OutboxError):
        fails_in_the_middle()
    assert store.labels_of("C1") == ()
    with pytest.raises(ZeroDivisionError):  # the fault itself, not one of the roll back
        ended_by_itself(lambda: 1 / 0)
    queue(store, claims(1))


def test_f2_an_answer_that_finds_no_room_stays_with_the_partner(
    store: OutboxStore, simulator: PayerSimulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(store, claims(1))
    on = register(simulator.port, simulator.host_key)
    send(store, on, tmp_path)
    simulator.work(AT)
    before = sorted(one.name for one in (tmp_path / "payer" / "answers").iterdir())

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(receiving, "write_whole", full)
        with pytest.raises(OSError, match="No space"):
            poll(store, on, tmp_path)
    assert sorted(one.name for one in (tmp_path / "payer" / "answers").iterdir()) == before
    assert AnswerStore(store).landed("plan") == ()
    assert poll(store, on, tmp_path).applied == len(before)


@pytest.mark.parametrize("collected", [True, False])
def test_f3_a_kill_between_the_rename_and_the_commit_sends_exactly_once(
    simulator: PayerSimulator, tmp_path: Path, *, collected: bool
) -> None:
    text = REGISTER.format(
        port=simulator.port, host_key=simulator.host_key, usage="T", transactions='"837P"',
        agreement=AGREEMENT, more="",
    )  # fmt: skip
    (tmp_path / "partners.toml").write_text(text)
    on = load_register(tmp_path / "partners.toml")
    with OutboxStore(tmp_path / "home" / "outbox.sqlite") as store:
        queue(store, claims(1))
    assert crash(tmp_path, 10_000, "placed") == -signal.SIGKILL
    assert len(list((tmp_path / "payer" / "upload").glob("*.x12"))) == 1
    with OutboxStore(tmp_path / "home" / "outbox.sqlite") as store:
        assert store.all()[0].state is State.PLACING  # renamed there, not committed here
        if collected:
            assert simulator.work(AT) == 1
        assert send(store, on, tmp_path, timedelta(days=1)).sent == 1
        simulator.work(AT)
        assert len(simulator.received) == 1
        assert send(store, on, tmp_path, timedelta(days=2)).sent == 0
        poll(store, on, tmp_path)
        assert store.all()[0].state is State.ACKNOWLEDGED


def test_f4_the_same_claim_submitted_twice_at_once_is_one_claim(tmp_path: Path) -> None:
    path, content = tmp_path / "outbox.sqlite", claims(1)
    OutboxStore(path).database.close()
    start, numbers = threading.Barrier(4), []

    def click() -> None:
        with OutboxStore(path) as store:
            start.wait()
            numbers.append(queue(store, content))

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert numbers == [1, 1, 1, 1]
    with OutboxStore(path) as store:
        assert len(store.all()) == 1
        assert store.claim_states() == {"queued": 2}
        with pytest.raises(TransmissionError, match="control number 1 was used"):
            queue(store, claims(1, "D"))  # the key stands for these bytes only
        with pytest.raises(TransmissionError, match="on its way"):
            queue(store, claims(2).replace(b"CLM*C2-", b"CLM*C1-"))


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was sent through any socket, and every attempt to connect."""
    seen: list[object] = []

    def watched(name: str) -> Callable[..., object]:
        def call(*arguments: object, **_: object) -> object:
            seen.append((name, arguments[1:]))
            raise ConnectionRefusedError

        return call

    for name in ("connect", "connect_ex", "send", "sendall", "sendto", "sendmsg"):
        monkeypatch.setattr(socket.socket, name, watched(name))
    monkeypatch.setattr(ssl.SSLSocket, "connect", watched("tls"))
    monkeypatch.setattr(asyncssh, "connect", watched("ssh"))
    return seen


ATTACHMENT = (
    claims(5)[: claims(5).index(b"GS*")]
    + b"GS*PI*SENDER*RECEIVER*20261101*0900*5*X*006020X314~ST*275*0001*006020X314~"
    b"BGN*11*A5*20261101~NM1*QC*1*QUIST*ANN~REF*EJ*C1-1~SE*5*0001~GE*1*5~IEA*1*000000005~"
)


@pytest.mark.parametrize("label", list(Label))
@pytest.mark.parametrize(
    "content",
    [claims(1), claims(1).replace(b"11:B:1", b"11:B:7"), ATTACHMENT],
    ids=["837", "replacement", "275"],
)
def test_g4_a_labelled_claim_sends_no_byte_whenever_the_label_came(
    store: OutboxStore, tmp_path: Path, spy: list[object], label: Label, content: bytes
) -> None:
    client_key(tmp_path)
    on = register(transactions='"837P", "275"')
    partner = on.partner("plan")
    assert may_send(read_envelope(content), partner, AT.date(), "plan") == ()
    queue(store, content)
    store.label(ClaimLabel("C1-1", label))
    assert send(store, on, tmp_path).held == 1
    assert spy == []
    found = may_send(store.envelope(1), partner, AT.date(), "plan")
    assert [one.edit for one in found] == [
        "TRM006" if label is Label.SELF_PAY_RESTRICTED else "TRM007"
    ]
    # Released by hand, the gate holds it again: there is no override.
    from codeward.adapters.outbox_store import Step
    from codeward.transmission import Action

    store.step(1, Step(Action.RELEASE), AT)
    assert send(store, on, tmp_path, timedelta(days=1)).held == 1
    assert spy == []


@pytest.mark.parametrize("label", list(Label))
def test_g4_a_labelled_claim_gets_no_appeal_packet(label: Label) -> None:
    with pytest.raises(AppealError, match="no override"):
        appeal_packet(msgspec.structs.replace(CASE, labels=(label.value,)))


def _agreed(signed: str, expires: str, more: str = "") -> str:
    return f'[plan.agreement]\nkind="baa"\nsigned={signed}\nexpires={expires}\n{more}\n'


@pytest.mark.parametrize(
    ("agreement", "transactions", "held"),
    [
        ("", '"837P"', True),  # no agreement on file
        (_agreed("2026-11-03", "2026-12-31"), '"837P"', True),  # the day before it begins
        (_agreed("2026-11-02", "2026-12-31"), '"837P"', False),  # its first day
        (_agreed("2026-01-01", "2026-11-02"), '"837P"', False),  # its last day
        (_agreed("2026-01-01", "2026-11-01"), '"837P"', True),  # the day after
        (_agreed("2026-01-01", "2026-12-31", "terminated=2026-11-02"), '"837P"', True),
        (_agreed("2026-01-01", "2026-12-31"), '"837I"', True),  # it covers something else
    ],
)
@pytest.mark.parametrize("state", ["queued", "retried", "cut off"])
def test_g5_without_an_agreement_no_byte_leaves_over_sftp(
    store: OutboxStore, tmp_path: Path, spy: list[object], agreement: str, transactions: str,
    state: str, *, held: bool,
) -> None:  # fmt: skip
    client_key(tmp_path)
    queue(store, claims(1))
    on = store.database.connection
    if state == "retried":
        on.execute("UPDATE transmission SET attempts = 3")
    if state == "cut off":
        on.execute("UPDATE transmission SET attempts = 1, state = 'sending'")
    agreed = register(agreement=agreement, transactions=transactions)
    send(store, agreed, tmp_path)
    on.execute("UPDATE transmission SET not_before = 0")
    send(store, agreed, tmp_path)
    assert (spy == []) is held
    if held:
        assert store.all()[0].state is State.HELD
        history = on.execute("SELECT register FROM event WHERE action = 'hold'").fetchall()
        assert history[-1][0] == agreed.version  # the register that was asked stands in the history


def test_g5_a_partner_outside_of_the_register_gets_no_byte(
    store: OutboxStore, tmp_path: Path, spy: list[object]
) -> None:
    content = claims(1)
    store.queue("other", read_envelope(content), content, AT)
    assert send(store, register(), tmp_path).held == 1
    assert spy == []


def test_g5_without_an_agreement_no_byte_leaves_over_https_and_nothing_is_fetched(
    store: OutboxStore, tmp_path: Path
) -> None:
    with https_partner(tmp_path) as (partner, certificate):
        belief = f'certificates = ["{certificate.pin}"]'
        on = https_register(tmp_path, partner.port, belief)
        lapsed = msgspec.structs.replace(on.partner("plan"), agreement=None)
        without = msgspec.structs.replace(on, partners={"plan": lapsed})
        queue(store, claims(1))
        seen: list[object] = []
        real = socket.socket.connect
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(socket.socket, "connect", lambda *a: seen.append(a) or real(*a))
            assert send(store, without, tmp_path).held == 1
            assert poll(store, without, tmp_path) == Polled()
            assert seen == []
        assert (partner.requests, partner.messages) == (0, {})
