"""Bringing a site up in a process of its own, as the command does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_PREPARE = """
import os, sys
from codeward_server.configuration import configuration
from codeward_server.start import prepare
print(bool(prepare(configuration(os.environ))))
"""


def run(program: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {
        name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"
    }
    return subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True,
        env={**environment, "CODEWARD_SITE": str(folder), **more},
    )  # fmt: skip


def test_the_first_start_invites_and_each_further_one_too_until_somebody_joined(
    tmp_path: Path,
) -> None:
    for _ in range(2):
        done = run(_PREPARE, tmp_path / "site")
        assert (done.stdout.strip(), done.stderr) == ("True", "")
    assert all(not path.stat().st_mode & 0o077 for path in (tmp_path / "site").rglob("*"))


def test_without_its_packages_it_says_which_to_install(tmp_path: Path) -> None:
    blocked = "import sys\nsys.modules['django'] = None\n" + _PREPARE
    done = run(blocked, tmp_path / "site")
    assert "pip install 'codeward[server]'" in done.stderr


@pytest.mark.parametrize("setting", [{"DATABASE_URL": "mysql://secret-word"}])
def test_a_variable_that_cannot_be_used_is_told(tmp_path: Path, setting: dict[str, str]) -> None:
    done = run("from codeward.cli import main; main(['server', 'check'])", tmp_path, **setting)
    assert done.returncode == 2
    assert done.stderr.startswith("codeward: DATABASE_URL")
    assert "secret-word" not in done.stderr
