"""What a run does when the partner fails in the middle: no file twice, none left behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from codeward.adapters.file_drop import FileDropTransport
from codeward.adapters.outbox_store import OutboxStore
from codeward.adapters.partner_register import connector
from codeward.adapters.payer_answers import payer_answers
from codeward.adapters.receiving import Receiver
from codeward.adapters.sending import Sender, Sent
from codeward.adapters.transport_errors import TransportError
from codeward.transmission import (
    Action,
    ClaimLabel,
    Label,
    Partner,
    State,
    TransmissionError,
    read_envelope,
    read_register,
)
from tests.unit.adapters.test_outbox_faults import DROP
from tests.unit.adapters.transmission_fixture import AT, claims

ON = read_register(DROP.encode(), "partners.toml")


class Unsteady(FileDropTransport):
    """Fails at the named step of the first file: before it is done, or after."""

    def __init__(self, folder: Path, faults: list[str]) -> None:
        super().__init__(folder / "out", folder / "in")
        self.faults = faults

    def _fail(self, step: str) -> None:
        if step in self.faults:
            self.faults.remove(step)
            raise TransportError("SFTP: cannot go on: ConnectionLost")

    def upload(self, name: str, content: bytes) -> None:
        self._fail("before upload")
        super().upload(name, content)
        self._fail("after upload")

    def place(self, name: str) -> None:
        self._fail("before place")
        super().place(name)
        self._fail("after place")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OutboxStore]:
    (tmp_path / "out").mkdir()
    (tmp_path / "in").mkdir()
    with OutboxStore(tmp_path / "home" / "outbox.sqlite") as one:
        for number in (1, 2):
            content = claims(number)
            one.queue("plan", read_envelope(content), content, AT)
        yield one


def run(store: OutboxStore, folder: Path, *faults: str, days: int = 0) -> Sent:
    @contextmanager
    def connect(_partner: Partner) -> Iterator[Unsteady]:
        yield Unsteady(folder, list(faults))

    return Sender(store, ON, connect, folder, AT + timedelta(days=days)).run()


@pytest.mark.parametrize("fault", ["before upload", "after upload", "before place", "after place"])
@pytest.mark.parametrize("collected", [True, False])
def test_a_fault_at_any_step_sends_each_file_once(
    store: OutboxStore, tmp_path: Path, fault: str, *, collected: bool
) -> None:
    assert run(store, tmp_path, fault).sent == 1  # the other file is not kept back
    got = []
    if collected:
        for path in (tmp_path / "out").glob("*.x12"):
            got.append(path.name)
            path.unlink()
    assert run(store, tmp_path, days=1).sent == 1
    got += [path.name for path in (tmp_path / "out").glob("*.x12")]
    assert sorted(got) == sorted(one.name for one in store.all())
    assert {one.state for one in store.all()} == {State.SENT}
    assert not list((tmp_path / "out").glob(".*"))


def test_the_gate_stops_a_half_done_file_as_well_and_lets_it_go_on_later(
    store: OutboxStore, tmp_path: Path
) -> None:
    run(store, tmp_path, "before place")
    store.label(ClaimLabel("C1-1", Label.SELF_PAY_RESTRICTED))
    assert run(store, tmp_path, days=1).sent == 0
    half = store.all(State.PLACING)
    assert [one.id for one in half] == [1]
    assert "TRM006" in half[0].reason
    assert len(list((tmp_path / "out").glob("*.x12"))) == 1
    store.database.connection.execute("DELETE FROM label")
    assert run(store, tmp_path, days=2).sent == 1


def test_outside_of_its_hours_a_partner_gets_nothing(store: OutboxStore, tmp_path: Path) -> None:
    text = DROP + '[plan.schedule]\ndays = ["sun"]\n'
    on = read_register(text.encode(), "partners.toml")
    assert Sender(store, on, connector(tmp_path), tmp_path, AT).run() == Sent(waiting=2)


def test_a_file_that_may_have_arrived_is_not_released(store: OutboxStore, tmp_path: Path) -> None:
    from codeward.adapters.outbox_store import Step

    run(store, tmp_path)
    with pytest.raises(TransmissionError, match="cannot release a file that is sent"):
        store.step(1, Step(Action.RELEASE), AT)


def test_a_refused_set_refuses_its_claims_and_opens_their_numbers_again(
    store: OutboxStore, tmp_path: Path
) -> None:
    broken = claims(3).replace(b"SE*43*", b"SE*42*")
    store.queue("plan", read_envelope(broken), broken, AT)
    run(store, tmp_path)
    for kind, text in payer_answers(broken, 1, 1, AT).items():
        (tmp_path / "in" / kind).write_bytes(text)
    done = Receiver(store, ON, connector(tmp_path), tmp_path / "home", tmp_path, AT).run()
    assert (done.applied, done.unmatched) == (2, 0)  # TA1 and 999: nothing of it is paid
    assert [one.state for one in store.all()] == [State.SENT, State.SENT, State.REJECTED]
    assert store.claim_states() == {"rejected": 2, "sent": 4}
    again = claims(4).replace(b"CLM*C4-", b"CLM*C3-")
    assert store.queue("plan", read_envelope(again), again, AT).state is State.QUEUED


def test_an_answer_proves_that_a_half_done_file_arrived(store: OutboxStore, tmp_path: Path) -> None:
    run(store, tmp_path, "after place")
    assert store.all()[0].state is State.PLACING
    for kind, text in payer_answers(claims(1), 1, 1, AT).items():
        (tmp_path / "in" / kind).write_bytes(text)
    Receiver(store, ON, connector(tmp_path), tmp_path / "home", tmp_path, AT).run()
    assert store.all()[0].state is State.ACKNOWLEDGED
    assert store.disagreements() == 0
    assert msgspec.structs.asdict(run(store, tmp_path, days=1))["sent"] == 0
