"""A payer in a box: real SFTP on loopback, deterministic answers, and the habits of real payers."""

import asyncio
import hashlib
import os
import threading
from datetime import datetime
from pathlib import Path

import asyncssh

from codeward.adapters.durable_files import write_whole
from codeward.adapters.file_drop import is_unfinished
from codeward.adapters.payer_answers import payer_answers
from codeward.formats.x12 import X12ReadError

_GARBAGE_EVERY = 7
_DUPLICATE_EVERY = 5


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


class PayerSimulator:
    """An SFTP server in a thread of its own; `work` reads what came and writes the answers.

    Attributes:
        port: Where it listens on 127.0.0.1.
        host_key: Fingerprint of its host key.
        received: Name and SHA-256 of each file it has read, in order.
    """

    def __init__(self, folder: Path, client: asyncssh.SSHKey, seed: int, port: int = 0) -> None:
        self._folder = folder
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
        """Read each file that came whole and answer it; some answers twice, some are garbage."""
        done = 0
        for path in sorted((self._folder / "upload").iterdir()):
            if is_unfinished(path.name) or path.is_symlink():
                continue
            content = path.read_bytes()
            self.received.append((path.name, hashlib.sha256(content).hexdigest()))
            path.rename(self._folder / "read" / path.name)
            self._answer(content, len(list((self._folder / "read").iterdir())), at)
            done += 1
        return done

    def _answer(self, content: bytes, number: int, at: datetime) -> None:
        answers = self._folder / "answers"
        try:
            told = payer_answers(content, self._seed, number * 10, at)
        except X12ReadError:
            return
        for kind, text in told.items():
            write_whole(answers / f"{number:06}-{kind}.x12", text)
        if number % _DUPLICATE_EVERY == 0 and "999" in told:
            write_whole(answers / f"{number:06}-999-again.x12", told["999"])
        if number % _GARBAGE_EVERY == 0:
            write_whole(answers / f"{number:06}-note.x12", b"the gateway says hello\n")
