"""`codeward transmit`, what follows an answer: worklists, timeline, unmatched answers."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from codeward.adapters.answer_store import AnswerStore, Unmatched
from codeward.adapters.durable_files import write_whole
from codeward.adapters.follow_up import FollowUp
from codeward.adapters.resolving import Person, Resolving
from codeward.cli.options import json_option, today
from codeward.cli.outbox_on_ledger import outbox_on_ledger, record_act
from codeward.cli.output import print_json
from codeward.cli.transmit_commands import (
    archived,
    now,
    outbox,
    partners_option,
    quarantined,
    register_if_there,
    transmit,
)
from codeward.remittance import (
    DeniedClaim,
    RejectedClaim,
    denial_kinds,
    denied_worklist,
    rejected_worklist,
)
from codeward.safeguards.ledger import Action
from codeward.transmission import ClaimLabel, Clocks, Kind, Label

Command = TypeVar("Command", bound=Callable[..., Any])


class UnmatchedReport(msgspec.Struct, frozen=True):
    """What `codeward transmit unmatched list --json` prints."""

    answers: tuple[Unmatched, ...]


def _by_whom(command: Command) -> Command:
    by = click.option("--by", required=True, metavar="NAME", help="Who says so.")
    why = click.option("--reason", required=True, help="Why; kept in the history, so no names.")
    return by(why(command))


@transmit.command()
@partners_option
@json_option
def rejected(register_file: str | None, *, as_json: bool) -> None:
    """List claims that were rejected before a decision: correct them and file again in time."""
    with outbox() as store:
        found = rejected_worklist(FollowUp(store, _clocks(register_file)).rejected(), today())
    if as_json:
        print_json(found)
        return
    for one in found:
        _print_rejected(one)
    click.echo(f"{len(found)} claims to correct and file again")


@transmit.command()
@partners_option
@json_option
def denied(register_file: str | None, *, as_json: bool) -> None:
    """List claims with refused money: appeal, or send a replacement, in time."""
    with outbox() as store:
        found = denied_worklist(FollowUp(store, _clocks(register_file)).adjudicated(), today())
    if as_json:
        print_json(found)
        return
    for one in found:
        _print_denied(one)
    for kind in denial_kinds(found):
        click.echo(f"{kind.group.value}: {kind.refused} in {kind.claims} claims")
    click.echo(f"{len(found)} claims to appeal or correct")


@transmit.command()
@click.argument("claim", metavar="CLAIM")
@json_option
def timeline(claim: str, *, as_json: bool) -> None:
    """Show everything that happened to a claim, in order."""
    with outbox() as store:
        found = FollowUp(store, {}).timeline(claim)
    if as_json:
        print_json(found)
        return
    for one in found:
        detail = f": {one.detail}" if one.detail else ""
        click.echo(f"{one.at:%Y-%m-%d %H:%M:%S} file {one.file} {one.what} {one.status}{detail}")


@transmit.command()
@click.argument("claim", metavar="CLAIM")
@click.option("-o", "--output", required=True, metavar="OUT.835", help="Where it goes.")
@partners_option
def remittance(claim: str, output: str, register_file: str | None) -> None:
    """Write the 835 that decided a claim from the archive, decrypted, for `codeward remittance`."""
    with outbox() as store:
        partner, sha256 = FollowUp(store, {}).remittance(claim)
    content = archived(partner, sha256, register_file)
    target = Path(output)
    write_whole(target, content, private=True)
    click.echo(f"remittance written to {target}")


@transmit.command()
@click.argument("claim", metavar="CLAIM")
@_by_whom
def close(claim: str, by: str, reason: str) -> None:
    """Take a claim off its worklist until a further answer comes."""
    with outbox_on_ledger() as (store, ledger):
        record_act(ledger, Action.CLAIM_CLOSED, claim=claim)
        FollowUp(store, {}).close(claim, Person(by, reason, now()))
    click.echo("closed; a further answer puts it back")


@transmit.command()
@click.argument("claim", metavar="CLAIM")
@click.argument("label", type=click.Choice(list(Label)), metavar="LABEL")
@click.option("--partner", metavar="NAME", help="For one partner only; default: for all.")
def label(claim: str, label: str, partner: str | None) -> None:
    """Stop a claim: SELF_PAY_RESTRICTED or PSYCHOTHERAPY_NOTE. A queued file is stopped as well."""
    with outbox_on_ledger() as (store, ledger):
        record_act(ledger, Action.CLAIM_LABELLED, claim=claim, labels=(label,))
        store.label(ClaimLabel(claim, Label(label), partner))
    click.echo(f"labelled {label}: nothing of the claim leaves; there is no override")


@transmit.command()
def quarantine() -> None:
    """List received files that were refused: where each lies, and why."""
    with outbox() as store:
        found = AnswerStore(store).refusals()
    for partner, sha256, reason in found:
        click.echo(f"{partner}: {quarantined(partner, sha256)}: {reason}")
    click.echo(f"{len(found)} files in quarantine")


@transmit.group()
def unmatched() -> None:
    """Answers that fit nothing, or more than one thing: a person says what they speak of."""


@unmatched.command("list")
@json_option
def list_(*, as_json: bool) -> None:
    """List the answers that wait."""
    with outbox() as store:
        found = AnswerStore(store).unmatched()
    if as_json:
        print_json(UnmatchedReport(found))
        return
    for one in found:
        said = one.answer
        keys = " ".join(
            f"{name} {value}"
            for name, value in (
                ("claim", said.claim),
                ("payer's number", said.payer_number),
                ("control", said.control),
                ("set", said.reference),
                ("status", said.status),
                ("charge", str(said.charge) if said.kind is Kind.PAYMENT else ""),
                ("paid", str(said.paid) if said.kind is Kind.PAYMENT else ""),
            )
            if value
        )
        click.echo(f"{one.id:>6} {one.partner} {one.kind}: {keys}: {one.reason}")
    click.echo(f"{len(found)} answers wait")


@unmatched.command()
@click.argument("number", type=int, metavar="NUMBER")
@click.option("--file", "file", type=int, required=True, metavar="FILE", help="Of the outbox.")
@click.option("--claim", default="", metavar="CLAIM", help="For an answer about a claim.")
@_by_whom
def attach(number: int, *, file: int, claim: str, by: str, reason: str) -> None:
    """Apply an answer to the claim, or the file, that it speaks of."""
    with outbox_on_ledger() as (store, _):
        state = Resolving(store).attach(number, Person(by, reason, now()), file=file, claim=claim)
    click.echo(f"answer {number}: attached to file {file}; claim {state}")


@unmatched.command()
@click.argument("number", type=int, metavar="NUMBER")
@_by_whom
def dismiss(number: int, by: str, reason: str) -> None:
    """Put an answer aside that speaks of nothing of ours."""
    with outbox_on_ledger() as (store, ledger):
        record_act(ledger, Action.ANSWER_DISMISSED, objects={"unmatched": str(number)})
        Resolving(store).dismiss(number, Person(by, reason, now()))
    click.echo(f"answer {number}: dismissed")


def _clocks(register_file: str | None) -> Mapping[str, Clocks]:
    register = register_if_there(register_file)
    return {name: one.clocks for name, one in register.partners.items()} if register else {}


def _print_rejected(one: RejectedClaim) -> None:
    clock = (
        "no service day known"
        if one.refile_by is None
        else f"file again by {one.refile_by} ({one.days_left} days left)"
    )
    fault = "" if one.named else "; another claim of its set is at fault"
    click.echo(f"{one.claim} {one.partner} {one.charge}: {one.by}{fault}; {clock}")
    for note in one.notes:
        click.echo(f"    {note}")


def _print_denied(one: DeniedClaim) -> None:
    refile = f", correct by {one.refile_by}" if one.refile_by else ""
    click.echo(
        f"{one.claim} {one.partner} refused {one.refused} of {one.charge}: "
        f"appeal by {one.appeal_by} ({one.days_left} days left){refile}"
    )
    for cause in one.causes:
        remarks = f" {' '.join(cause.remarks)}" if cause.remarks else ""
        click.echo(
            f"    {cause.amount} {cause.group.value} "
            f"({cause.adjustment_group}-{cause.reason}{remarks})"
        )
