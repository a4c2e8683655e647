"""A quick mark of the code that compiles releases: names and sizes of its files, and the version.

It says at every start, in a millisecond, whether the same Codeward compiled what is installed. It
is no proof: where it differs, the build compares contents (`compiler_code`) before it does work.
"""

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec

from codeward import __version__

_PACKAGE = "codeward.codesets"
_SKIPPED = "__pycache__"


@cache
def code_stamp() -> str:
    """The mark of the installed code; the same on every machine for the same version."""
    spec = find_spec(_PACKAGE)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    marks = sorted(mark for folder in folders for mark in _marks(folder, ""))
    return hashlib.sha256("\n".join((__version__, *marks)).encode()).hexdigest()


def _marks(folder: str, inside: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != _SKIPPED:
                    yield from _marks(entry.path, f"{inside}{entry.name}/")
            else:
                yield f"{inside}{entry.name} {entry.stat().st_size}"
