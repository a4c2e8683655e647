"""`codeward transmit` and `codeward partners`: send claims, fetch answers, see where they stand."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from codeward.adapters.answer_store import AnswerStore
from codeward.adapters.file_lock import only_one
from codeward.adapters.openpgp import opened, read_keys
from codeward.adapters.outbox_store import OutboxStore, Step, Transmission
from codeward.adapters.partner_register import connector, load_register
from codeward.adapters.receiving import Receiver
from codeward.adapters.sending import Sender
from codeward.cli.ledger_options import outbox_file
from codeward.cli.options import json_option, today
from codeward.cli.outbox_on_ledger import outbox_on_ledger, record_refusal
from codeward.cli.output import print_findings, print_json
from codeward.formats.x12 import validate
from codeward.transmission import (
    Action,
    ClaimLabel,
    Label,
    Register,
    TransmissionError,
    may_send,
    read_envelope,
)

EXIT_REFUSED = 1

partners_option = click.option(
    "--partners", "register_file", metavar="FILE",
    help="Partner register; default: transmission/partners.toml in the data folder.",
)  # fmt: skip


class StatusReport(msgspec.Struct, frozen=True):
    """What `codeward transmit status --json` prints: files, claims and what waits for a person."""

    files: tuple[Transmission, ...]
    states: dict[str, int]
    claims: dict[str, int]
    unmatched: dict[str, int]
    quarantine: dict[str, int]


@click.group()
def transmit() -> None:
    """Send claims to partners and take in their answers."""


@transmit.command()
@click.argument("file", metavar="FILE")
@click.option("--partner", "name", required=True, metavar="NAME", help="Short name.")
@click.option("--label", "labels", multiple=True, metavar="CLAIM=LABEL", help="Stops the claim.")
@partners_option
@click.pass_context
def queue(
    context: click.Context,
    file: str,
    *,
    name: str,
    labels: tuple[str, ...],
    register_file: str | None,
) -> None:
    """Put FILE into the outbox. The same file again changes nothing.

    Exit codes: 0 queued; 1 the gate refuses; 2 bad input.
    """
    register, _ = _register(register_file)
    partner = register.partner(name)
    content = Path(file).read_bytes()
    envelope = read_envelope(content)
    if not validate([content]).accepted:
        raise TransmissionError("this file does not validate; `codeward x12 validate` says why")
    with outbox_on_ledger() as (store, ledger):
        for one in labels:
            store.label(_label(one))
        known = msgspec.structs.replace(envelope, labels=store.labels(envelope))
        findings = may_send(known, partner, today(), name)
        if findings:
            record_refusal(ledger, known, name, findings)
            print_findings(findings, to_stderr=True)
            context.exit(EXIT_REFUSED)
        done = store.queue(name, envelope, content, now())
    click.echo(f"file {done.id}: {done.state} for {name} as {done.name}")


@transmit.command()
@partners_option
def run(register_file: str | None) -> None:
    """Send what is due, and finish what an earlier run left open."""
    register, keys = _register(register_file)
    with only_one(_folder() / "lock"), outbox_on_ledger() as (store, _):
        done = Sender(store, register, connector(keys), keys, now()).run()
    click.echo(f"{done.sent} sent, {done.waiting} waiting, {done.held} held, {done.failed} failed")


@transmit.command()
@partners_option
def poll(register_file: str | None) -> None:
    """Fetch the answers of all partners and tie them to the claims."""
    register, keys = _register(register_file)
    with only_one(_folder() / "lock"), outbox_on_ledger() as (store, _):
        receiver = Receiver(store, register, connector(keys), _folder(), keys, now())
        done = receiver.run()
    for fault in done.faults:
        click.echo(f"codeward: {fault}", err=True)
    click.echo(
        f"{done.applied} files taken in, {done.refused} refused, {done.unmatched} answers unmatched"
    )


@transmit.command()
@json_option
def status(*, as_json: bool) -> None:
    """Show where files and claims stand."""
    with outbox() as store:
        answers = AnswerStore(store)
        files = store.all()
        report = StatusReport(
            files,
            dict(sorted(Counter(one.state.value for one in files).items())),
            store.claim_states(),
            dict(Counter(one.reason for one in answers.unmatched())),
            dict(Counter(reason for _, _, reason in answers.refusals())),
        )
    if as_json:
        print_json(report)
        return
    for one in files:
        reason = f": {one.reason}" if one.reason else ""
        click.echo(f"{one.id:>6} {one.state.value:<12} {one.partner:<20} {one.name}{reason}")
    for title, counts in (
        ("claims", report.claims),
        ("unmatched answers", report.unmatched),
        ("quarantine", report.quarantine),
    ):
        for what, count in counts.items():
            click.echo(f"{title}: {count} {what}")


@transmit.command()
@click.argument("number", type=int, metavar="NUMBER")
def release(number: int) -> None:
    """Queue a held or failed file again; the gate is asked again before it is sent."""
    with outbox_on_ledger() as (store, _):
        state = store.step(number, Step(Action.RELEASE, not_before=now().timestamp()), now())
    click.echo(f"file {number}: {state}")


@click.group()
def partners() -> None:
    """The register of trading partners."""


@partners.command()
@click.argument("file", metavar="FILE")
@click.pass_context
def check(context: click.Context, file: str) -> None:
    """Check a partner register; exit code 1 where an agreement does not hold today."""
    register = load_register(Path(file))
    lapsed = 0
    for name, partner in sorted(register.partners.items()):
        agreement = partner.agreement
        good = agreement is not None and agreement.current(today())
        lapsed += not good
        word = "agreement holds" if good else "NO CURRENT AGREEMENT: nothing is sent"
        kinds = ", ".join(partner.transactions)
        click.echo(f"{name}: {partner.usage} {kinds}; {word}")
    click.echo(f"{len(register.partners)} partners, register {register.version[:16]}")
    context.exit(EXIT_REFUSED if lapsed else 0)


def _label(text: str) -> ClaimLabel:
    claim, _, label = text.rpartition("=")
    if not claim or label not in list(Label):
        raise click.BadParameter(f"--label wants CLAIM= and one of {', '.join(Label)}")
    return ClaimLabel(claim, Label(label))


def _folder() -> Path:
    folder = outbox_file().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def outbox() -> OutboxStore:
    """The outbox in the data folder."""
    return OutboxStore(outbox_file())


def _register(file: str | None) -> tuple[Register, Path]:
    path = Path(file) if file else _folder() / "partners.toml"
    return load_register(path), path.parent


def register_if_there(file: str | None) -> Register | None:
    """The register that is named, or the one in the data folder; None where there is none.

    Raises:
        PartnerError: it cannot be used.
    """
    path = Path(file) if file else _folder() / "partners.toml"
    return load_register(path) if file or path.is_file() else None


def quarantined(name: str, sha256: str) -> Path:
    """Where a refused answer of a partner lies."""
    return _folder() / "quarantine" / f"{name}-{sha256}.bin"


def archived(name: str, sha256: str, register_file: str | None) -> bytes:
    """An archived answer, opened with the keys of the register where it is sealed.

    Raises:
        CodewardError: it cannot be opened, or the register has no such partner.
        OSError: it is not in the archive.
    """
    register, folder = _register(register_file)
    partner = register.partner(name)
    content = (_folder() / "archive" / f"{name}-{sha256}.bin").read_bytes()
    if partner.openpgp is None:
        return content
    return opened(content, read_keys(partner.openpgp, folder), partner.largest_answer)


def now() -> datetime:
    """The time of the machine's clock."""
    return datetime.now(UTC)  # noqa: TID251 - the command line may ask the clock
