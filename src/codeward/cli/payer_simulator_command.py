"""`codeward payer-simulator`: a payer in a box for trials, on this machine only."""

import time
from datetime import UTC, datetime
from pathlib import Path

import asyncssh
import click

from codeward.adapters.payer_simulator import PLAIN, REALISTIC, PayerSimulator


@click.command()
@click.option("--folder", required=True, metavar="FOLDER", help="Where it keeps its files.")
@click.option("--client-key", required=True, metavar="FILE", help="Public key that may log in.")
@click.option("--seed", default=1, show_default=True, help="Decides which claims are paid.")
@click.option("--port", default=0, help="Port on 127.0.0.1; default: a free one.")
@click.option("--delay", default=1.0, show_default=True, help="Seconds between its rounds.")
@click.option("--plain", is_flag=True, help="No unknown members, late payments or takebacks.")
@click.option("--rounds", default=0, help="End after so many rounds; default: never.")
def payer_simulator(
    folder: str, client_key: str, *, seed: int, port: int, delay: float, plain: bool, rounds: int
) -> None:
    """Receive claims over real SFTP and answer with TA1, 999, 277CA and 835.

    Some members are unknown to it (277CA), payments come a round after the acknowledgements, some
    are taken back a round later, some answers come twice, and some are garbage.

    Invented data only: it listens on 127.0.0.1, and stores what it gets as it is.
    """
    habits = PLAIN if plain else REALISTIC
    payer = PayerSimulator(Path(folder), asyncssh.read_public_key(client_key), seed, port, habits)
    payer.start()
    try:
        click.echo(f"listening on 127.0.0.1:{payer.port}, host key {payer.host_key}")
        count = 0
        while not rounds or count < rounds:
            time.sleep(delay)
            payer.work(datetime.now(UTC))  # noqa: TID251 - the command line may ask the clock
            count += 1
    finally:
        payer.stop()
