"""A lock that one process holds at a time, and that ends with the process, however it ends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def only_one(path: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock of that file; wait while somebody else does.

    Where the platform has no file locks nothing is held: work at the same time then costs time, but
    every file is still put in place whole.

    Args:
        path: The lock file; its folder must be there. It stays, empty.
        waiting: Told once that somebody else holds the lock.

    Raises:
        OSError: the file cannot be made.
    """
    try:
        import fcntl  # noqa: PLC0415 - absent on Windows
    except ImportError:
        yield
        return
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if waiting is not None:
                waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
