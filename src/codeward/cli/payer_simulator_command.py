"""`codeward payer-simulator`: a payer in a box for trials, on this machine only."""

import time
from datetime import UTC, datetime
from pathlib import Path

import asyncssh
import click

from codeward.adapters.payer_simulator import PayerSimulator


@click.command()
@click.option("--folder", required=True, metavar="FOLDER", help="Where it keeps its files.")
@click.option("--client-key", required=True, metavar="FILE", help="Public key that may log in.")
@click.option("--seed", default=1, show_default=True, help="Decides which claims are paid.")
@click.option("--port", default=0, help="Port on 127.0.0.1; default: a free one.")
@click.option("--delay", default=1.0, show_default=True, help="Seconds between its rounds.")
@click.option("--rounds", default=0, help="End after so many rounds; default: never.")
def payer_simulator(
    folder: str, client_key: str, *, seed: int, port: int, delay: float, rounds: int
) -> None:
    """Receive claims over real SFTP and answer with TA1, 999, 277CA and 835.

    Invented data only: it listens on 127.0.0.1, and stores what it gets as it is.
    """
    payer = PayerSimulator(Path(folder), asyncssh.read_public_key(client_key), seed, port)
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
