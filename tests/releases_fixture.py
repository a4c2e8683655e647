"""Compiled code sets for tests: built once for a state of the sources, then kept under `.cache`."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from codeward.adapters.release_store import ReleaseStore
from codeward.codesets import Releases

HOME = Path(__file__).parent.parent / ".cache" / "codeward-home"
# A file of an earlier build stays this long, for a test run that may still read it.
_GRACE = 3600


@pytest.fixture(scope="session")
def release_store() -> ReleaseStore:
    """A store with every release that the installed packages allow; do not build into it."""
    store = ReleaseStore(HOME)
    store.build()  # waits for another process that builds the same home, then finds it done
    _remove_old_files(store)
    return store


@pytest.fixture(scope="session")
def releases(release_store: ReleaseStore) -> Callable[[date], Releases]:
    """`releases(day)`: the releases in force on the day."""
    return release_store.on


def _remove_old_files(store: ReleaseStore) -> None:
    """The product keeps every release for replay; the test cache need not."""
    current = {release.file for release in store.installed()}
    built = (HOME / "codesets" / "installed.json").stat().st_mtime
    for path in (HOME / "codesets").glob("*.sqlite"):
        with suppress(FileNotFoundError):  # another worker was faster
            if path.name not in current and path.stat().st_mtime < built - _GRACE:
                path.unlink()
