"""kill -9 while entries are appended: what was acknowledged is there, and the ledger verifies."""

import os
import random
import subprocess
import sys
from pathlib import Path

from hypothesis import settings

from tests.unit.adapters.ledger_fixture import event, found, store

REPOSITORY = Path(__file__).parents[3]
KILLS = random.Random(20261124)  # noqa: S311 - a seeded choice of points, no secret
ROUNDS = 40 if settings().max_examples >= 1_000 else 5


def test_no_acknowledged_entry_is_lost(tmp_path: Path) -> None:
    acknowledged = -1
    for _ in range(ROUNDS):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.unit.adapters.appending_run", str(tmp_path)],
            stdout=subprocess.PIPE, text=True, cwd=REPOSITORY,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])},
        ) as process:  # fmt: skip
            assert process.stdout is not None
            for _ in range(KILLS.randrange(1, 90)):
                acknowledged = int(process.stdout.readline())
            process.kill()
            for line in process.stdout:  # what it acknowledged before the signal reached it
                acknowledged = int(line) if line.endswith("\n") else acknowledged
        with store(tmp_path) as on:
            assert on.size in (acknowledged + 1, acknowledged + 2)  # committed, not yet said
            assert on.entry(acknowledged).objects == event(acknowledged).objects
            on.checkpoint()
        assert found(tmp_path) == []
    assert acknowledged > ROUNDS
