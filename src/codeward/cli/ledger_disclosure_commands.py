"""`codeward ledger disclosures | disclose`: who was told of a claim (45 CFR 164.528)."""

from datetime import date

import click

from codeward.adapters.ledger_claims import entries_about_claim
from codeward.cli.ledger_options import acting, clock, existing_ledger, microseconds, site_ledger
from codeward.cli.options import json_option, parse_day, today
from codeward.cli.output import print_json
from codeward.safeguards.ledger import Action, Event, Kind, Purpose, accounting
from codeward.safeguards.ledger.accounting import SUSPENDED, check_suspension


@click.command()
@click.option("--claim", "claims", required=True, multiple=True, metavar="ID",
              help="CLM01; name each claim of the person.")  # fmt: skip
@click.option("--date", "day", metavar="YYYY-MM-DD", callback=parse_day, help="Day of asking.")
@json_option
def disclosures(*, claims: tuple[str, ...], day: date | None, as_json: bool) -> None:
    """Show who was told of a person's claims in six years (45 CFR 164.528).

    Disclosures for treatment, payment and operations need no accounting and are shown apart.
    """
    with existing_ledger() as on:
        places = {place for claim in claims for place in entries_about_claim(on, claim)}
        entries = [on.store.entry(place) for place in sorted(places)]
    found = accounting(entries, day or today())
    if as_json:
        print_json(found)
        return
    for title, rows in (("to be accounted for", found.accountable), ("exempt", found.exempt)):
        click.echo(f"{title}: {len(rows)}")
        for one in rows:
            sure = "" if one.certain else "; an attempt that broke off"
            told = f"{one.recipient}: {one.what} for {one.purpose}, entry {one.entry}{sure}"
            click.echo(f"  {one.day} {told}")


@click.command()
@click.option("--claim", required=True, metavar="ID", help="CLM01 of the claim.")
@click.option("--to", "recipient", required=True, metavar="ID", help="Recipient, without blanks.")
@click.option("--what", required=True, metavar="ID", help="Kind of document, without blanks.")
@click.option("--under", required=True, metavar="CFR", help="Such as 164.512(b).")
@click.option("--suspended-until", "until", metavar="YYYY-MM-DD", callback=parse_day,
              help="Law enforcement asked to keep it from the accounting.")  # fmt: skip
@click.option("--oral", is_flag=True, help="It asked orally: 30 days at most.")
def disclose(
    *, claim: str, recipient: str, what: str, under: str, until: date | None, oral: bool
) -> None:
    """Record a disclosure that was made outside of Codeward, for the accounting."""
    if until is not None:
        check_suspension(today(), until, oral=oral)
    with site_ledger() as on:
        event = Event(
            at=microseconds(clock()), actor=acting(), action=Action.DISCLOSURE_MADE,
            purpose=Purpose.OTHER,
            objects={"recipient": recipient, "what": what}, explanation=under,
            subjects=(on.references.of(Kind.CLAIM, claim),),
            context={SUSPENDED: until.isoformat()} if until else {},
        )  # fmt: skip
        (place,) = on.store.append([event])
        on.store.checkpoint()
    click.echo(f"entry {place}")
