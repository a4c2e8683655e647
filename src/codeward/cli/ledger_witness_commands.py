"""`codeward ledger witness | epoch`: what an outside witness does, and how a loss is declared."""

from pathlib import Path

import click

from codeward.adapters.durable_files import write_whole
from codeward.adapters.ledger_home import OpenLedger
from codeward.adapters.ledger_recording import Recorder
from codeward.adapters.ledger_witness import Witness, witness_server
from codeward.adapters.outbox_database import OutboxDatabase
from codeward.adapters.signing_keys import make_keys, private_key
from codeward.cli.ledger_options import (
    acting,
    clock,
    microseconds,
    outbox_file,
    site_ledger,
    verifier_in,
)
from codeward.safeguards.ledger import Action, Event, LedgerError, Purpose, read_checkpoint

_File = click.Path(exists=True, dir_okay=False, path_type=Path)
_Folder = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--folder", required=True, type=_Folder, metavar="FOLDER", help="What it keeps.")
@click.option("--log", required=True, type=_File, metavar="FILE", help="Key of the ledger.")
@click.option("--name", default="codeward-witness", show_default=True, help="On cosignatures.")
@click.option("--port", type=int, default=0, metavar="PORT", help="On 127.0.0.1; 0 takes any.")
@click.option("--accept-epoch", type=click.IntRange(0), default=0, metavar="NUMBER",
              help="A restore was declared, and a person here agrees.")  # fmt: skip
def witness(folder: Path, log: Path, name: str, port: int, accept_epoch: int) -> None:
    """Run a witness: it cosigns checkpoints of a ledger that only grew.

    Run it under another account, better on another host. The first time it makes its key;
    FOLDER/witness.vkey is for those who shall believe it.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / "witness.key").exists():
        make_keys(folder / "witness.key", None)
    key = private_key(folder / "witness.key", None)
    one = Witness(folder, name, key, verifier_in(log), accept_epoch)
    write_whole(folder / "witness.vkey", f"{one.verifier.text}\n".encode())
    server = witness_server(one, port, clock)
    click.echo(f"witness on http://127.0.0.1:{server.server_port}")
    with server:
        server.serve_forever()


@click.command()
@click.argument("lost", type=_File)
@click.option("--reason", required=True, metavar="ID", help="Without blanks, such as a ticket.")
def epoch(lost: Path, reason: str) -> None:
    """Declare that a restore lost entries. LOST is the newest checkpoint that anybody has.

    Do it before anything else is done after the restore. The witness accepts the new epoch only
    when a person there says so.
    """
    with site_ledger() as on:
        last = read_checkpoint(lost.read_text(encoding="utf-8"), [on.verifier])
        if last.size <= on.store.size:
            raise LedgerError("that checkpoint covers nothing that is not here: no loss to declare")
        event = Event(
            at=microseconds(clock()), actor=acting(), action=Action.EPOCH_DECLARED,
            purpose=Purpose.ADMINISTRATION, explanation=reason,
            objects={"lost_size": str(last.size), "lost_root": last.root.hex()},
        )  # fmt: skip
        (place,) = on.store.append([event])
        again = _recorded_anew(on)
        on.store.checkpoint()
    click.echo(f"entry {place}: a new epoch; {again} rows of the outbox are on the ledger again")


def _recorded_anew(on: OpenLedger) -> int:
    if not outbox_file().is_file():
        return 0
    database = OutboxDatabase(outbox_file())
    try:
        return Recorder(database, on).record_anew()
    finally:
        database.close()
