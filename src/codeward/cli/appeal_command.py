"""`codeward remittance appeal`: the packet of a refused claim, as PDF and as JSON."""

from datetime import date
from pathlib import Path

import click
import msgspec

from codeward.adapters.appeal_pdf import appeal_pdf
from codeward.adapters.durable_files import write_whole
from codeward.adapters.follow_up import FollowUp
from codeward.adapters.msdrg_grouper import MsdrgEngine
from codeward.adapters.outbox_store import OutboxStore
from codeward.cli.encounter_file import read_encounter
from codeward.cli.options import home, open_releases, parse_day, today
from codeward.cli.remittance_command import (
    EXIT_NOT_POSTED,
    RemittanceError,
    accepted_remittances,
    content_of,
    record_of,
    remittance,
)
from codeward.cli.transmit_commands import partners_option, register_if_there
from codeward.formats.x12.remittance_advice import Remittance
from codeward.model import DecisionRecord
from codeward.pipeline import appeal_for
from codeward.remittance import (
    AnsweredQuery,
    AppealCase,
    AppealError,
    Denial,
    Posted,
    denials,
    post,
)
from codeward.remittance.denials import APPEAL_DAYS


@remittance.command("appeal")
@click.argument("file", metavar="FILE")
@click.option(
    "--encounter", required=True, metavar="ENCOUNTER.json", help="Encounter of the refused claim."
)
@click.option("--record", required=True, metavar="FILE", help="Decision record of the claim.")
@click.option("--queries", metavar="FILE", help="JSON list of queries with their answers.")
@click.option("--by", required=True, metavar="NAME", help="Who prepares and signs the packet.")
@click.option(
    "--appeal-days", type=click.IntRange(1), metavar="DAYS",
    help="By the contract; default: that of the partner in the register, else Medicare's 120.",
)  # fmt: skip
@partners_option
@click.option(
    "--date", "day", metavar="YYYY-MM-DD", callback=parse_day, help="Day of the packet; today."
)
@click.option("-o", "--output", required=True, metavar="OUT.pdf", help="OUT.json lies beside it.")
@click.pass_context
def appeal(  # noqa: PLR0913 - one parameter an option
    context: click.Context,
    *,
    file: str,
    encounter: str,
    record: str,
    queries: str | None,
    by: str,
    appeal_days: int | None,
    register_file: str | None,
    day: date | None,
    output: str,
) -> None:
    """Write what speaks for a claim that the 835 in FILE refused, as PDF and as JSON.

    Claim, codes, quoted evidence, guidelines, grouping, queries, decisions, denial, deadlines.
    The same input gives the same bytes. A claim with a self-pay restriction or that rests on
    psychotherapy notes gets no packet.

    Exit codes: 0 written; 1 nothing was refused or may be told, nothing written; 2 bad input.
    """
    found = accepted_remittances(file)
    if isinstance(found, str):
        click.echo(f"codeward: {file}: {found}; see codeward x12 validate", err=True)
        context.exit(EXIT_NOT_POSTED)
    facts = read_encounter(encounter)
    content = content_of(record)
    decided = record_of(content, record)
    days = appeal_days or _contract_days(facts.encounter_id, register_file)
    posted, refused = _of_claim(found, decided, facts.encounter_id, days)
    case = AppealCase(
        encounter=facts, record=decided, record_bytes=content, posted=posted, denials=refused,
        queries=_queries(queries), labels=_labels(facts.encounter_id), by=by, on=day or today(),
    )  # fmt: skip
    try:
        packet = appeal_for(case, open_releases(facts.governing_date or today()), MsdrgEngine())
    except AppealError as error:
        click.echo(f"codeward: no packet was written: {error}", err=True)
        context.exit(EXIT_NOT_POSTED)
    target = Path(output)
    machine = target.with_suffix(".json")
    if machine == target:
        raise click.BadParameter("-o wants the name of the PDF; the JSON gets .json")
    write_whole(machine, msgspec.json.encode(packet, order="sorted"), private=True)
    write_whole(target, appeal_pdf(packet), private=True)
    click.echo(
        f"packet of {packet.disputed} in dispute written to {target} and {machine}; "
        f"{packet.days_left} days left"
    )


def _of_claim(
    found: tuple[Remittance, ...], record: DecisionRecord, claim: str, appeal_days: int
) -> tuple[Posted, tuple[Denial, ...]]:
    """The last payment of the claim, and what was refused of it."""
    for one in reversed(found):
        posting = post(one, lambda payment: payment.claim_id)
        mine = [posted for posted in posting.posted if posted.claim_id == claim]
        if not mine:
            continue
        if one.paid_on is None:
            raise RemittanceError("the day of payment (BPR16) is missing; deadlines need it")
        told = denials(posting, {claim: record}, one.paid_on, appeal_days)
        return mine[-1], tuple(one for one in told if one.claim_id == claim)
    raise RemittanceError("the remittance says nothing of the claim of this encounter")


def _queries(file: str | None) -> tuple[AnsweredQuery, ...]:
    if file is None:
        return ()
    try:
        return msgspec.json.decode(content_of(file), type=tuple[AnsweredQuery, ...])
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise RemittanceError(f"{file}: {error}") from None


def _contract_days(claim: str, register_file: str | None) -> int:
    """Days of an appeal with the partner to whom the outbox sent the claim last."""
    register, path = register_if_there(register_file), home() / "transmission" / "outbox.sqlite"
    if register is None or not path.is_file():
        return APPEAL_DAYS
    with OutboxStore(path) as store:
        partner = FollowUp(store, {}).partner(claim)
    known = register.partners.get(partner or "")
    return known.clocks.appeal if known else APPEAL_DAYS


def _labels(claim: str) -> tuple[str, ...]:
    """The labels that the outbox knows of the claim."""
    path = home() / "transmission" / "outbox.sqlite"
    if not path.is_file():
        return ()
    with OutboxStore(path) as store:
        return tuple(sorted({one.label.value for one in store.labels_of(claim)}))
