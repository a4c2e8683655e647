"""A partner on loopback: the payer in a box, our key, and a register that names both."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncssh

from codeward.adapters.outbox_store import OutboxStore
from codeward.adapters.partner_register import connector
from codeward.adapters.payer_simulator import PayerSimulator
from codeward.adapters.receiving import Polled, Receiver
from codeward.adapters.sending import Sender, Sent
from codeward.transmission import Register, read_envelope, read_register

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
BASES = Path(__file__).parents[3] / "src" / "codeward" / "formats" / "x12" / "bases"
CLAIMS = (BASES / "professional.x12").read_bytes()

REGISTER = """
[plan]
name = "Plan"
receiver_id = "RECEIVER"
usage = "{usage}"
transactions = [{transactions}]
{agreement}

[plan.transport]
kind = "sftp"
host = "127.0.0.1"
port = {port}
user = "clinic"
host_keys = ["{host_key}"]
client_key = "client"
upload = "/upload"
answers = "/answers"
{more}
"""
AGREEMENT = '[plan.agreement]\nkind = "baa"\nsigned = 2026-01-01\nexpires = 2026-12-31\n'


def register(
    port: int = 22, host_key: str = "SHA256:" + "A" * 43, *, usage: str = "T",
    transactions: str = '"837P"', agreement: str = AGREEMENT, more: str = "",
) -> Register:  # fmt: skip
    text = REGISTER.format(
        port=port, host_key=host_key, usage=usage, transactions=transactions,
        agreement=agreement, more=more,
    )  # fmt: skip
    return read_register(text.encode(), "partners.toml")


def queue(store: OutboxStore, content: bytes) -> int:
    """Put a file into the outbox for the plan; its number."""
    return store.queue("plan", read_envelope(content), content, AT).id


def send(store: OutboxStore, on: Register, folder: Path, later: timedelta = timedelta()) -> Sent:
    """One run of sending, some time after the file came."""
    return Sender(store, on, connector(folder), folder, AT + later).run()


def poll(store: OutboxStore, on: Register, folder: Path) -> Polled:
    """One run of fetching answers."""
    return Receiver(store, on, connector(folder), folder / "home", folder, AT).run()


def claims(control: int, name: str = "C") -> bytes:
    """The base interchange under other control and claim numbers."""
    text = (
        CLAIMS.decode()
        .replace("*000000001*", f"*{control:09}*")
        .replace("IEA*1*000000001", f"IEA*1*{control:09}")
    )
    text = text.replace("*0900*1*X*", f"*0900*{control}*X*").replace("GE*1*1~", f"GE*1*{control}~")
    text = text.replace("*B1*", f"*B{control}*")
    return text.replace("CLM*C", f"CLM*{name}{control}-").encode()


def client_key(folder: Path) -> asyncssh.SSHKey:
    key = asyncssh.generate_private_key("ssh-ed25519")
    key.write_private_key(folder / "client")
    (folder / "client").chmod(0o600)
    return key


@contextmanager
def payer(folder: Path, key: asyncssh.SSHKey, seed: int = 1) -> Iterator[PayerSimulator]:
    simulator = PayerSimulator(folder / "payer", key, seed)
    simulator.start()
    try:
        yield simulator
    finally:
        simulator.stop()
