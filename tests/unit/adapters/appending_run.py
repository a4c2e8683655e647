"""Appends to a ledger until it is killed; prints the place of each entry once it is committed."""

import sys
from pathlib import Path

from tests.unit.adapters.ledger_fixture import event, store

with store(Path(sys.argv[1])) as on:
    first = on.size
    for number in range(first, first + 100_000):
        (place,) = on.append([event(number)])
        print(place, flush=True)  # noqa: T201 - this is the acknowledgement
