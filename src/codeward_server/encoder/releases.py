"""The releases of a day, opened once a process."""

import datetime as dt
from functools import lru_cache

from codeward.adapters.release_store import ReleaseStore
from codeward.cli.options import home
from codeward.codesets import Releases


@lru_cache(maxsize=1)
def _store() -> ReleaseStore:
    return ReleaseStore(home())


@lru_cache(maxsize=32)
def releases_on(day: dt.date) -> Releases:
    """The releases in force on a day.

    Raises:
        NoReleaseError: no release covers the day.
    """
    return _store().on(day)
