"""`codeward remittance`: what an 835 paid and refused, when to act, and the packet of an appeal."""

from collections.abc import Iterable
from pathlib import Path

import click
import msgspec

from codeward.adapters.msdrg_grouper import MsdrgEngine
from codeward.cli.encounter_file import read_encounter
from codeward.cli.options import json_option, open_releases, today
from codeward.cli.output import print_json
from codeward.formats.x12 import X12ReadError, validate
from codeward.formats.x12.remittance_advice import Remittance, read_remittances
from codeward.model import CodewardError, DecisionRecord, Encounter, Finding
from codeward.pipeline import check_and_group
from codeward.remittance import (
    Correction,
    Denial,
    Posted,
    ProviderMoney,
    corrections,
    denials,
    post,
    provider_money,
    with_edits,
)
from codeward.review import read_record

EXIT_NOT_POSTED = 1


class RemittanceError(CodewardError):
    """A remittance or a record that cannot be read; no value of it is in the text."""


class RemittanceReport(msgspec.Struct, frozen=True):
    """What `codeward remittance --json` prints for one transaction set."""

    trace: str
    payer: str
    posted: tuple[Posted, ...]
    denials: tuple[Denial, ...]
    corrections: tuple[Correction, ...] = ()
    provider_money: tuple[ProviderMoney, ...] = ()


class ReadByDefault(click.Group):
    """`remittance FILE` reads the file; other words are subcommands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `read` before arguments that name no subcommand."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["read", *args]
        return super().parse_args(ctx, args)


@click.group(cls=ReadByDefault)
def remittance() -> None:
    """What came back from the payer: read an 835 (the default), or appeal a denial."""


@remittance.command("read")
@click.argument("file", metavar="FILE")
@click.option(
    "--record",
    "records",
    multiple=True,
    metavar="FILE",
    help="Decision record of a claim, as `codeward claim --record` writes it.",
)
@click.option(
    "--encounter",
    "encounters",
    multiple=True,
    metavar="ENCOUNTER.json",
    help="Encounter of a claim: what our edits say of a refused code is shown.",
)
@json_option
@click.pass_context
def read(
    context: click.Context,
    file: str,
    *,
    records: tuple[str, ...],
    encounters: tuple[str, ...],
    as_json: bool,
) -> None:
    """Read an 835: what was paid, what was refused and why, and the days to act by.

    Nothing of a remittance that does not validate or does not balance is told as posted.

    Exit codes: 0 read; 1 not accepted, nothing posted; 2 a file cannot be read.
    """
    found = accepted_remittances(file)
    if isinstance(found, str):
        click.echo(f"codeward: {file}: {found}; see codeward x12 validate", err=True)
        context.exit(EXIT_NOT_POSTED)
    known = {one.encounter_id: one for one in _records(records)}
    findings = {one.encounter_id: _findings(one) for one in map(read_encounter, encounters)}
    reports = tuple(_report(one, known, findings) for one in found)
    if as_json:
        print_json(reports)
        return
    for one in reports:
        _print(one)


def accepted_remittances(file: str) -> tuple[Remittance, ...] | str:
    """The remittances of a file, or why nothing of it may be posted.

    Raises:
        RemittanceError: it cannot be read, or is no X12.
    """
    content = content_of(file)
    try:
        accepted = validate([content]).accepted
        found = tuple(read_remittances([content]))
    except X12ReadError as error:
        raise RemittanceError(f"{file}: {error}") from None
    if not found:
        return "it holds no 835"
    return found if accepted else "it does not validate or balance"


def _findings(encounter: Encounter) -> tuple[Finding, ...]:
    on = open_releases(encounter.governing_date or today())
    return check_and_group(encounter, on, MsdrgEngine())[0]


def _report(
    one: Remittance, records: dict[str, DecisionRecord], findings: dict[str, tuple[Finding, ...]]
) -> RemittanceReport:
    posting = post(one, lambda payment: payment.claim_id)
    if one.paid_on is None:
        raise RemittanceError("the day of payment (BPR16) is missing; deadlines need it")
    told = with_edits(denials(posting, records, one.paid_on), findings)
    money = provider_money(one.provider_adjustments)
    return RemittanceReport(one.trace, one.payer, posting.posted, told, corrections(posting), money)


def _records(files: Iterable[str]) -> list[DecisionRecord]:
    return [record_of(content_of(file), file) for file in files]


def record_of(content: bytes, file: str) -> DecisionRecord:
    """The decision record in a file.

    Raises:
        RemittanceError: it is none.
    """
    try:
        return read_record(content)
    except (msgspec.ValidationError, msgspec.DecodeError):
        raise RemittanceError(f"{file}: no decision record") from None


def content_of(file: str) -> bytes:
    """The bytes of a file.

    Raises:
        RemittanceError: it cannot be read.
    """
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise RemittanceError(f"{file}: cannot be read ({error.strerror})") from None


def _print(report: RemittanceReport) -> None:
    click.echo(f"remittance {report.trace} of {report.payer}")
    for one in report.posted:
        paid = f"{one.payment.paid} of {one.payment.charge}"
        click.echo(f"  {one.claim_id}: {one.outcome.value}, {paid}")
    for change in report.corrections:
        now = "taken back" if change.now is None else f"corrected to {change.now}"
        click.echo(f"  {change.claim_id}: {change.before} {now}, difference {change.difference}")
    for money in report.provider_money:
        click.echo(f"  provider {money.kind.value} (PLB {money.reason}): {money.effect}")
    for denial in report.denials:
        _print_denial(denial)


def _print_denial(denial: Denial) -> None:
    place = f" line {denial.line} {denial.code or ''}".rstrip() if denial.line else ""
    refile = f", file again by {denial.refile_by}" if denial.refile_by else ""
    click.echo(f"denial {denial.claim_id}{place}: appeal by {denial.appeal_by}{refile}")
    for cause in denial.causes:
        click.echo(f"    {cause.amount} {cause.group.value} (CARC {cause.reason})")
    if denial.decision:
        decided = denial.decision
        click.echo(f"    decided by {decided.by} on {decided.at.date()}: {decided.verdict.value}")
    if denial.engine:
        click.echo(f"    under {denial.engine}")
    for finding in denial.edits:
        click.echo(f"    edit {finding.edit}: {finding.message}")
