"""Files that are there whole or not at all, whatever happens while they are written."""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

_BLOCK = 1 << 20
_FOR_ALL, _FOR_THE_OWNER = 0o644, 0o600


def write_whole(path: Path, content: bytes, *, private: bool = False) -> None:
    """Put a file in place in one step: readers see the old one or the whole new one.

    Args:
        path: Where it goes.
        content: The whole of it.
        private: For its owner only, at no moment readable for others.

    Raises:
        OSError: the folder is missing, full or not writable; the old file is untouched.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        put(temporary, path, _FOR_THE_OWNER if private else _FOR_ALL)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def put(temporary: Path, final: Path, mode: int = _FOR_ALL) -> None:
    """Give a finished file its final name so that a crash leaves the whole file or none."""
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.chmod(mode)
    temporary.replace(final)
    with suppress(OSError):  # Windows cannot open a folder
        folder = os.open(final.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def file_hash(path: Path) -> str:
    """SHA-256 of a file's content, read in pieces."""
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            whole.update(block)
    return whole.hexdigest()


def content_is(path: Path, sha256: str) -> bool:
    """Whether the file is there with exactly that content."""
    return path.is_file() and file_hash(path) == sha256
