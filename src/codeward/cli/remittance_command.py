"""`codeward remittance`: what an 835 paid and refused, and by when to act on a denial."""

from collections.abc import Iterable
from pathlib import Path

import click
import msgspec

from codeward.cli.options import json_option
from codeward.cli.output import print_json
from codeward.formats.x12 import X12ReadError, validate
from codeward.formats.x12.remittance_advice import Remittance, read_remittances
from codeward.model import CodewardError, DecisionRecord
from codeward.remittance import Denial, Posted, denials, post
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


@click.command()
@click.argument("file", metavar="FILE")
@click.option(
    "--record",
    "records",
    multiple=True,
    metavar="FILE",
    help="Decision record of a claim, as `codeward claim --record` writes it.",
)
@json_option
@click.pass_context
def remittance(
    context: click.Context, file: str, records: tuple[str, ...], *, as_json: bool
) -> None:
    """Read an 835: what was paid, what was refused and why, and the days to act by.

    Nothing of a remittance that does not validate or does not balance is told as posted.

    Exit codes: 0 read; 1 not accepted, nothing posted; 2 a file cannot be read.
    """
    content = _content(file)
    try:
        accepted = validate([content]).accepted
        found = tuple(read_remittances([content]))
    except X12ReadError as error:
        raise RemittanceError(f"{file}: {error}") from None
    if not accepted or not found:
        why = "it does not validate or balance" if found else "it holds no 835"
        click.echo(f"codeward: {file}: {why}; see codeward x12 validate", err=True)
        context.exit(EXIT_NOT_POSTED)
    known = {one.encounter_id: one for one in _records(records)}
    reports = tuple(_report(one, known) for one in found)
    if as_json:
        print_json(reports)
        return
    for one in reports:
        _print(one)


def _report(one: Remittance, records: dict[str, DecisionRecord]) -> RemittanceReport:
    posting = post(one, lambda payment: payment.claim_id)
    if one.paid_on is None:
        raise RemittanceError("the day of payment (BPR16) is missing; deadlines need it")
    told = denials(posting, records, one.paid_on)
    return RemittanceReport(one.trace, one.payer, posting.posted, told)


def _records(files: Iterable[str]) -> list[DecisionRecord]:
    read = []
    for file in files:
        try:
            read.append(read_record(_content(file)))
        except (msgspec.ValidationError, msgspec.DecodeError):
            raise RemittanceError(f"{file}: no decision record") from None
    return read


def _content(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise RemittanceError(f"{file}: cannot be read ({error.strerror})") from None


def _print(report: RemittanceReport) -> None:
    click.echo(f"remittance {report.trace} of {report.payer}")
    for one in report.posted:
        paid = f"{one.payment.paid} of {one.payment.charge}"
        click.echo(f"  {one.claim_id}: {one.outcome.value}, {paid}")
    for denial in report.denials:
        place = f" line {denial.line} {denial.code or ''}".rstrip() if denial.line else ""
        refile = f", file again by {denial.refile_by}" if denial.refile_by else ""
        click.echo(f"denial {denial.claim_id}{place}: appeal by {denial.appeal_by}{refile}")
        for cause in denial.causes:
            click.echo(f"    {cause.amount} {cause.group.value} (CARC {cause.reason})")
        if denial.decision:
            decided = denial.decision
            click.echo(
                f"    decided by {decided.by} on {decided.at.date()}: {decided.verdict.value}"
            )
