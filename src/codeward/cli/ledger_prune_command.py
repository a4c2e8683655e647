"""`codeward ledger prune`: delete entries whose time is over; earlier it is refused."""

from datetime import date

import click

from codeward.adapters.ledger_pruning import prune as delete_old
from codeward.cli.ledger_options import acting, clock, ledger_folder, site_ledger
from codeward.cli.options import parse_day
from codeward.safeguards.ledger import Retention

HOLD = "legal-hold"


@click.command()
@click.option("--through", required=True, metavar="YYYY-MM-DD", callback=parse_day,
              help="The last day whose entries go.")  # fmt: skip
@click.option(
    "--keep-years", default=10, show_default=True, help="What this site keeps; 6 or more."
)
@click.option("--approved-by", multiple=True, metavar="USER", help="Twice, two different people.")
def prune(through: date, keep_years: int, approved_by: tuple[str, ...]) -> None:
    """Delete entries whose time is over (45 CFR 164.316(b)(2)). Their hashes stay.

    A file `legal-hold` in the folder of the ledger forbids it altogether.
    """
    policy = Retention(keep_years, hold=(ledger_folder() / HOLD).exists())
    with site_ledger() as on:
        count = delete_old(
            on.store, through, clock(), policy, approved_by=approved_by, actor=acting()
        )
    click.echo(f"{count} entries deleted, their hashes kept")
