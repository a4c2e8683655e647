"""A partner reached through two local folders that somebody else's gateway carries."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from codeward.adapters.transport_errors import AnswerRefusedError, TransportError
from codeward.ports import RemoteFile, Whereabouts

_BLOCK = 1 << 20


def temporary_name(name: str) -> str:
    """The name of a file until it is whole; partners leave names with a leading dot alone."""
    return f".{name}.part"


def is_unfinished(name: str) -> bool:
    """Whether a name says that its file is still being written."""
    return name.startswith(".") or name.endswith((".part", ".tmp", ".filepart"))


class FileDropTransport:
    """Two folders of this machine."""

    def __init__(self, upload: Path, answers: Path) -> None:
        self._upload = upload
        self._answers = answers

    def upload(self, name: str, content: bytes) -> None:
        """Put the whole file under its temporary name and on the disk."""
        with _told("write"):
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
            handle = os.open(self._upload / temporary_name(name), flags, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())

    def place(self, name: str) -> None:
        """Give the uploaded file its own name; refused where that name is taken."""
        with _told("place"):
            temporary, final = self._upload / temporary_name(name), self._upload / name
            os.link(temporary, final)  # fails where the name is taken, unlike a rename
            temporary.unlink()
            folder = os.open(self._upload, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def whereabouts(self, name: str, size: int) -> Whereabouts:
        """Where the file is; placed counts before temporary, as `place` makes both for a moment."""
        with _told("look for"):
            final, temporary = self._upload / name, self._upload / temporary_name(name)
            if final.is_file():
                temporary.unlink(missing_ok=True)
                return Whereabouts.PLACED
            if temporary.is_file() and temporary.stat().st_size == size:
                return Whereabouts.TEMPORARY
            return Whereabouts.ABSENT

    def answers(self) -> tuple[RemoteFile, ...]:
        """What lies in the folder of answers, by name."""
        with _told("list"), os.scandir(self._answers) as entries:
            found = []
            for entry in entries:
                if not is_unfinished(entry.name):
                    status = entry.stat(follow_symlinks=False)
                    regular = stat.S_ISREG(status.st_mode)
                    found.append(RemoteFile(entry.name, status.st_size, regular))
            return tuple(sorted(found, key=lambda one: one.name))

    def fetch(self, name: str, limit: int) -> bytes:
        """The bytes of an answer; links are not followed."""
        with _told("read"):
            handle = os.open(self._answers / name, os.O_RDONLY | os.O_NOFOLLOW)
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise AnswerRefusedError("an answer is no plain file")
                content = file.read(limit + 1)
        if len(content) > limit:
            raise AnswerRefusedError("an answer is larger than the register allows")
        return content

    def remove(self, name: str) -> None:
        """Delete an archived answer."""
        with _told("remove"):
            (self._answers / name).unlink(missing_ok=True)


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Say a fault without the name of the file: a partner may put anything into it."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        raise TransportError(f"file drop: cannot {what} a file: {reason}") from None
