"""SFTP with pinned host keys: nothing but the register decides whom we believe and who we are."""

import asyncio
import os
import stat
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import asyncssh

from codeward.adapters.file_drop import is_unfinished, temporary_name
from codeward.adapters.transport_errors import (
    AnswerRefusedError,
    PartnerIdentityError,
    TransportError,
)
from codeward.ports import RemoteFile, Whereabouts
from codeward.transmission import Sftp

_TIMEOUT = 30.0
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_BLOCK = 1 << 20

Result = TypeVar("Result")


class _Pinned(asyncssh.SSHClient):
    """Believes the host keys of the register and no other."""

    def __init__(self, pins: frozenset[str]) -> None:
        self._pins = pins

    def validate_host_public_key(
        self,
        host: str,  # noqa: ARG002 - asyncssh's signature
        addr: str,  # noqa: ARG002 - asyncssh's signature
        port: int,  # noqa: ARG002 - asyncssh's signature
        key: asyncssh.SSHKey,
    ) -> bool:
        """Whether the fingerprint of the key is pinned."""
        return key.get_fingerprint("sha256") in self._pins


class SftpTransport:
    """An open SFTP session, driven from synchronous code."""

    def __init__(self, way: Sftp, runner: asyncio.Runner, client: asyncssh.SFTPClient) -> None:
        self._way = way
        self._runner = runner
        self._client = client

    def upload(self, name: str, content: bytes) -> None:
        """Write the whole file under its temporary name."""
        path = self._path(self._way.upload, temporary_name(name))
        self._run("upload", self._write(path, content))

    def place(self, name: str) -> None:
        """Rename; the protocol refuses a name that is taken."""
        old = self._path(self._way.upload, temporary_name(name))
        self._run("rename", self._client.rename(old, self._path(self._way.upload, name)))

    def whereabouts(self, name: str, size: int) -> Whereabouts:
        """Where the file is, by the remote listing."""
        if self._run("look for", self._size(name)) is not None:
            return Whereabouts.PLACED
        found = self._run("look for", self._size(temporary_name(name)))
        return Whereabouts.TEMPORARY if found == size else Whereabouts.ABSENT

    def answers(self) -> tuple[RemoteFile, ...]:
        """What lies in the folder of answers, by name."""
        entries = self._run("list", self._client.readdir(self._way.answers))
        found = []
        for entry in entries:
            name, permissions = str(entry.filename), entry.attrs.permissions
            if name in (".", "..") or is_unfinished(name):
                continue
            regular = entry.attrs.type == asyncssh.FILEXFER_TYPE_REGULAR or (
                permissions is not None and stat.S_ISREG(permissions)
            )
            found.append(RemoteFile(name, entry.attrs.size or 0, regular))
        return tuple(sorted(found, key=lambda one: one.name))

    def fetch(self, name: str, limit: int) -> bytes:
        """The bytes of an answer, counted while they come: a listing may lie."""
        return self._run("fetch", self._read(self._path(self._way.answers, name), limit))

    def remove(self, name: str) -> None:
        """Delete an archived answer."""
        self._run("remove", self._delete(self._path(self._way.answers, name)))

    def _path(self, folder: str, name: str) -> str:
        if "/" in name or name in ("", ".", ".."):
            raise AnswerRefusedError("a remote name holds a path")
        return f"{folder.rstrip('/')}/{name}"

    def _run(self, what: str, work: Coroutine[Any, Any, Result]) -> Result:
        with _told(what):
            return self._runner.run(work)

    async def _write(self, path: str, content: bytes) -> None:
        async with self._client.open(path, "wb") as file:
            await file.write(content)

    async def _size(self, name: str) -> int | None:
        try:
            attributes = await self._client.lstat(self._path(self._way.upload, name))
        except asyncssh.SFTPNoSuchFile:
            return None
        return attributes.size

    async def _read(self, path: str, limit: int) -> bytes:
        parts: list[bytes] = []
        total = 0
        async with self._client.open(path, "rb") as file:
            while part := await file.read(_BLOCK):
                total += len(part)
                if total > limit:
                    raise AnswerRefusedError("an answer is larger than the register allows")
                parts.append(part)  # type: ignore[arg-type] # opened as bytes, annotated as text
        return b"".join(parts)

    async def _delete(self, path: str) -> None:
        try:
            await self._client.remove(path)
        except asyncssh.SFTPNoSuchFile:
            return


@contextmanager
def sftp_transport(way: Sftp, folder: Path) -> Iterator[SftpTransport]:
    """Connect to a partner for as long as the block lasts.

    Args:
        way: The partner's server in the register.
        folder: Folder of the register, from which the path of our key counts.

    Raises:
        PartnerIdentityError: the host key is not pinned, or the partner refuses our key.
        TransportError: the connection fails.
    """
    with asyncio.Runner() as runner:
        with _told("connect"):
            connection = runner.run(_connect(way, folder))
        try:
            with _told("connect"):
                client = runner.run(_session(connection))
            yield SftpTransport(way, runner, client)
        finally:
            connection.abort()
            runner.run(connection.wait_closed())


async def _connect(way: Sftp, folder: Path) -> asyncssh.SSHClientConnection:
    keys = [_client_key(folder / way.client_key)] if way.client_key else []
    password = os.environ.get(way.password_variable) if way.password_variable else None
    pins = frozenset(way.host_keys)
    return await asyncssh.connect(
        way.host,
        way.port,
        username=way.user,
        client_factory=lambda: _Pinned(pins),
        known_hosts=([], [], []),  # no key is known but by its pin
        config=None,  # no ssh configuration of this machine
        agent_path=None,
        client_keys=keys,
        password=password,
        preferred_auth="password" if password is not None and not keys else "publickey",
        gss_host=None,
        x509_trusted_certs=None,
        server_host_key_algs="default",
        connect_timeout=_TIMEOUT,
        login_timeout=_TIMEOUT,
        keepalive_interval=_TIMEOUT,
    )


async def _session(connection: asyncssh.SSHClientConnection) -> asyncssh.SFTPClient:
    return await connection.start_sftp_client()


def _client_key(path: Path) -> asyncssh.SSHKey:
    """Our key, which nobody else may read."""
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise PartnerIdentityError(f"{path} can be read by others; do: chmod 600 {path}")
    return asyncssh.read_private_key(path)


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Say a fault by its class: the text of the other side could hold anything."""
    try:
        yield
    except asyncssh.HostKeyNotVerifiable:
        raise PartnerIdentityError(
            "SFTP: the host key is not the one in the register; ask the partner before changing it"
        ) from None
    except asyncssh.PermissionDenied:
        raise PartnerIdentityError("SFTP: the partner refuses our key or user") from None
    except asyncssh.KeyImportError:
        raise PartnerIdentityError("SFTP: client_key holds no usable private key") from None
    except (TimeoutError, asyncssh.Error, OSError) as error:
        raise TransportError(f"SFTP: cannot {what}: {type(error).__name__}") from None
