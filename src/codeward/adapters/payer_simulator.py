"""A payer in a box: real SFTP on loopback, deterministic answers, and the habits of real payers."""

import asyncio
import hashlib
import os
import threading
from datetime import datetime
from pathlib import Path

import asyncssh
import msgspec

from codeward.adapters.durable_files import write_whole
from codeward.adapters.file_drop import is_unfinished
from codeward.adapters.payer_answers import payer_answers, takeback
from codeward.formats.x12 import X12ReadError


class GuardedServer(asyncssh.SFTPServer):
    """Serves one folder; asyncssh's own `chroot` would follow a link out of it."""

    def __init__(self, channel: "asyncssh.SSHServerChannel[bytes]", root: Path) -> None:
        self._root = os.fsencode(root.resolve())
        super().__init__(channel, chroot=self._root)

    def map_path(self, path: bytes) -> bytes:
        """The local path, refused where any link leads out of the root."""
        local = super().map_path(path)
        real = os.path.realpath(local)
        inside = real == self._root or real.startswith(self._root + b"/")
        if not inside or Path(os.fsdecode(local)).is_symlink():
            raise asyncssh.SFTPPermissionDenied("outside of the served folder")
        return local

    def symlink(self, oldpath: bytes, newpath: bytes) -> None:  # noqa: ARG002 - asyncssh's signature
        """Never."""
        raise asyncssh.SFTPPermissionDenied("links are not made here")

    def link(self, oldpath: bytes, newpath: bytes) -> None:  # noqa: ARG002 - asyncssh's signature
        """Never."""
        raise asyncssh.SFTPPermissionDenied("links are not made here")


class Habits(msgspec.Struct, frozen=True, kw_only=True):
    """What a payer does beyond answering at once.

    Attributes:
        refuses: Whether it refuses claims in the 277CA whose member it does not know.
        payment_delay: Rounds between the acknowledgements and the 835 of a file.
        takeback_every: Of each so many files one payment is taken back and decided anew, one round
            after it was paid; 0 for never.
        garbage_every: Each so many files a note that is no X12 lies among the answers.
        duplicate_every: Each so many files a 999 comes twice.
    """

    refuses: bool = False
    payment_delay: int = 0
    takeback_every: int = 0
    garbage_every: int = 7
    duplicate_every: int = 5


PLAIN = Habits()
REALISTIC = Habits(refuses=True, payment_delay=1, takeback_every=3)


class PayerSimulator:
    """An SFTP server in a thread of its own; `work` reads what came and writes the answers.

    Answers that are held back for a later round are lost when it ends.

    Attributes:
        port: Where it listens on 127.0.0.1.
        host_key: Fingerprint of its host key.
        received: Name and SHA-256 of each file it has read, in order.
    """

    def __init__(
        self, folder: Path, client: asyncssh.SSHKey, seed: int, port: int = 0,
        habits: Habits = PLAIN,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._habits = habits
        self._round = 0
        self._later: list[tuple[int, str, bytes]] = []
        self._seed = seed
        self.port = port
        self.received: list[tuple[str, str]] = []
        for name in ("upload", "answers", "read"):
            (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        self._key = asyncssh.generate_private_key("ssh-ed25519")
        self.host_key = self._key.get_fingerprint("sha256")
        self._client = asyncssh.import_authorized_keys(
            client.export_public_key("openssh").decode("ascii")
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        """Listen."""
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.port = self._server.get_port()

    async def _listen(self) -> asyncssh.SSHAcceptor:
        folder = self._folder
        return await asyncssh.listen(
            "127.0.0.1", self.port, server_host_keys=[self._key],
            authorized_client_keys=self._client, password_auth=False, kbdint_auth=False,
            gss_host=None, config=None, allow_scp=False,
            sftp_factory=lambda channel: GuardedServer(channel, folder),
        )  # fmt: skip

    def stop(self) -> None:
        """Close all connections and end the thread."""

        async def close() -> None:
            self._server.close()
            await self._server.wait_closed()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def work(self, at: datetime) -> int:
        """One round: read each file that came whole, and write the answers that are due."""
        done = 0
        self._round += 1
        for path in sorted((self._folder / "upload").iterdir()):
            if is_unfinished(path.name) or path.is_symlink():
                continue
            content = path.read_bytes()
            self.received.append((path.name, hashlib.sha256(content).hexdigest()))
            path.rename(self._folder / "read" / path.name)
            self._answer(content, len(list((self._folder / "read").iterdir())), at)
            done += 1
        self._write_due()
        return done

    def _answer(self, content: bytes, number: int, at: datetime) -> None:
        habits, control = self._habits, number * 10
        try:
            told = payer_answers(content, self._seed, control, at, refuses=habits.refuses)
        except X12ReadError:
            return
        for kind, text in told.items():
            delay = habits.payment_delay if kind == "835" else 0
            self._later.append((self._round + delay, f"{number:06}-{kind}.x12", text))
        if _each(number, habits.duplicate_every) and "999" in told:
            self._later.append((self._round, f"{number:06}-999-again.x12", told["999"]))
        if _each(number, habits.garbage_every):
            note = b"the gateway says hello\n"
            self._later.append((self._round, f"{number:06}-note.x12", note))
        if _each(number, habits.takeback_every) and "835" in told:
            back = takeback(content, self._seed, control + 4, at, refuses=habits.refuses)
            when = self._round + habits.payment_delay + 1
            self._later += [(when, f"{number:06}-takeback.x12", back)] if back else []

    def _write_due(self) -> None:
        due = [one for one in self._later if one[0] <= self._round]
        self._later = [one for one in self._later if one[0] > self._round]
        for _, name, text in due:
            write_whole(self._folder / "answers" / name, text)


def _each(number: int, every: int) -> bool:
    return every > 0 and number % every == 0
