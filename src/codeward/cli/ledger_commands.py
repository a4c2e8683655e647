"""`codeward ledger`: prove, verify and sign what was done; who was told of a claim."""

import json
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

import click

from codeward.adapters import verify_ledger
from codeward.adapters.durable_files import write_whole
from codeward.adapters.ledger_claims import claim_openings, entries_about_claim
from codeward.adapters.ledger_home import VERIFIER, ledger_file
from codeward.adapters.ledger_recording import Recorder
from codeward.adapters.ledger_witness import ask_witness
from codeward.adapters.outbox_database import OutboxDatabase
from codeward.cli.ledger_disclosure_commands import disclose, disclosures
from codeward.cli.ledger_options import (
    check_there_is_a_ledger,
    existing_ledger,
    ledger_folder,
    outbox_file,
    site_ledger,
    verifier_in,
)
from codeward.cli.ledger_prune_command import prune
from codeward.cli.ledger_witness_commands import epoch, witness
from codeward.cli.options import json_option
from codeward.safeguards.ledger import LedgerError

EXIT_TAMPERED = 1
_File = click.Path(exists=True, dir_okay=False, path_type=Path)
_Folder = click.Path(file_okay=False, path_type=Path)
_witness_option = click.option(
    "--witness", "witness_key", type=_File, metavar="FILE", help="Verifier key of the witness."
)


@click.group()
def ledger() -> None:
    """The tamper-evident record of decisions, claims and disclosures."""


@ledger.command()
@click.argument("entry", type=click.IntRange(0), required=False)
@click.option("--claim", metavar="ID", help="All entries about the claim with this CLM01.")
@click.option("-o", "--output", type=_Folder, metavar="FOLDER", help="Where proof files go.")
def prove(entry: int | None, claim: str | None, output: Path | None) -> None:
    """Write the proof of one ENTRY, or of all entries about a claim.

    A proof of a claim holds its number, so that an auditor can recognise it: give it to nobody
    else. `ledger verifier` writes the program that checks it.
    """
    if (entry is None) == (claim is None):
        raise click.UsageError("name an ENTRY or a --claim")
    with existing_ledger() as on:
        on.store.checkpoint()
        places = (entry,) if entry is not None else entries_about_claim(on, claim or "")
        if not places:
            raise LedgerError("the ledger has no entry about that claim")
        for place in places:
            openings = claim_openings(on, claim, place) if claim else ()
            text = on.store.prove(place, openings).text
            if output is None:
                click.echo(text, nl=False)
                continue
            output.mkdir(parents=True, exist_ok=True)
            path = output / f"entry-{place:09}.tlog-proof"
            write_whole(path, text.encode())
            click.echo(f"{path}: {on.store.entry(place).action}")


@ledger.command()
@_witness_option
@click.option("--witnessed", type=_File, metavar="FILE", help="The checkpoint it keeps.")
@click.option("--key", type=_File, metavar="FILE", help="Verifier key from outside this machine.")
@json_option
@click.pass_context
def verify(
    context: click.Context,
    *,
    witness_key: Path | None,
    witnessed: Path | None,
    key: Path | None,
    as_json: bool,
) -> None:
    """Check every entry, checkpoint and index row, and that outbox and ledger agree.

    Exit codes: 0 all holds; 1 it does not; 2 no ledger, or it cannot be read.
    """
    check_there_is_a_ledger()
    log = _key(key or ledger_folder() / VERIFIER)
    witnesses = [_key(witness_key)] if witness_key else []
    notes = [witnessed.read_text(encoding="utf-8")] if witnessed else []
    try:
        report = verify_ledger.verify(ledger_file(ledger_folder()), log, witnesses, notes)
    except verify_ledger.UnreadableError as error:
        raise LedgerError(str(error)) from None
    apart = _apart()
    if as_json:
        told = {**asdict(report), "outbox_disagreements": list(apart)}
        click.echo(json.dumps(told, indent=2))
    else:
        click.echo(verify_ledger.told(report))
        for source in apart:
            click.echo(f"outbox and ledger disagree: {source}")
    context.exit(EXIT_TAMPERED if report.findings or apart else 0)


@ledger.command()
@click.option("--witness-url", metavar="URL", help="Also have it cosigned, such as by http://...")
@_witness_option
def checkpoint(witness_url: str | None, witness_key: Path | None) -> None:
    """Sign how many entries there are and what their root is; print it."""
    if (witness_url is None) != (witness_key is None):
        raise click.UsageError("--witness-url and --witness go together")
    with existing_ledger() as on:
        if witness_url and witness_key:
            ask_witness(on.store, witness_url, on.verifier, verifier_in(witness_key))
        note = on.store.checkpoint()
        if note is None:
            raise LedgerError("the ledger has no entries yet")
        click.echo(note, nl=False)


@ledger.command()
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE",
              help="Such as verify_ledger.py.")  # fmt: skip
def verifier(output: Path) -> None:
    """Write the program that checks ledgers and proofs without Codeward."""
    write_whole(output, files("codeward.adapters").joinpath("verify_ledger.py").read_bytes())
    click.echo(f"{output}: needs Python and `cryptography`; key: {ledger_folder() / VERIFIER}")


def _apart() -> tuple[str, ...]:
    """Where outbox and ledger disagree."""
    if not outbox_file().is_file():
        return ()
    with site_ledger() as on:
        database = OutboxDatabase(outbox_file())
        try:
            return Recorder(database, on).disagreements()
        finally:
            database.close()


def _key(path: Path) -> verify_ledger.Key:
    try:
        return verify_ledger.read_key(path.read_text(encoding="utf-8"))
    except (verify_ledger.UnreadableError, UnicodeDecodeError):
        raise LedgerError(f"{path}: no verifier key") from None


for _command in (witness, epoch, disclosures, disclose, prune):
    ledger.add_command(_command)
