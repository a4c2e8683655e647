"""Downloads a publisher's file: whole and checked under its name, or resumable beside it.

    TARGET.part        the bytes so far
    TARGET.part.json   what the server said of them: only the same content is ever continued

The file gets its own name after its length and its hash were checked. A server that does not know
ranges, or that has other content by now, sends all of it and the file is begun anew.
"""

import http.client
import ipaddress
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any, Final, NoReturn, cast
from urllib.parse import urlsplit

import msgspec

from codeward.adapters.durable_files import file_hash, put, write_whole
from codeward.model import CodewardError

_CHUNK: Final = 1 << 18
_MEGABYTE: Final = 1 << 20
_SERVER_ERRORS: Final = 500
_REDIRECTS: Final = 5
_PASSING: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT})
_GONE: Final = "the address may have changed: look it up on the publisher's page, then --addresses"
_AGAIN: Final = "run the command again: it goes on where it stopped"

Told = Callable[[int, int | None], None]


class DownloadError(CodewardError):
    """A file could not be downloaded; what, where and what to do are in the text."""


class Limits(msgspec.Struct, frozen=True):
    """What a download may cost.

    Attributes:
        largest: Bytes of the file.
        timeout: Seconds that the server may be silent.
        tries: Attempts after which a server that fails or a connection that breaks is given up.
        pause: Seconds before the second attempt; doubled for each further one.
    """

    largest: int = 1 << 30
    timeout: float = 60.0
    tries: int = 4
    pause: float = 1.0


class Version(msgspec.Struct, frozen=True):
    """What a server said of the content it sent: a later request is made conditional on it.

    Attributes:
        url: Where it came from.
        tag: Its ETag, weak or strong; empty where the server gave none.
        changed: Its date of change as the server wrote it; empty where it gave none.
    """

    url: str
    tag: str = ""
    changed: str = ""


class _Begun(msgspec.Struct, frozen=True):
    """What is known of a part.

    Attributes:
        url: Where it comes from.
        validator: Strong ETag or date of change that the server gave; empty where it gave none.
    """

    url: str
    validator: str


class _InterruptedError(Exception):
    """Something that may pass: the next attempt goes on from here."""


class Downloader:
    """Downloads files within limits.

    Attributes:
        limits: What a download may cost.
    """

    def __init__(
        self, limits: Limits | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.limits = limits or Limits()
        self._sleep = sleep

    def fetch(
        self,
        url: str,
        target: Path,
        *,
        sha256: str | None = None,
        known: Version | None = None,
        told: Told | None = None,
    ) -> Version | None:
        """Download a file to `target`, going on with an earlier attempt.

        Args:
            url: https address; http is for this very machine only.
            target: Where it shall lie; its folder must be there.
            sha256: Its hash, where it is known.
            known: The content that is here already: if the server still has the same one, it
                sends none (RFC 9110, section 13.1).
            told: Told the bytes so far and, where the server says it, of how many.

        Returns:
            What was downloaded; None where `known` is still the content of the address.

        Raises:
            DownloadError: not found, refused, no network, too large, cut off, another hash.
            OSError: the folder cannot be written.
        """
        refuse_address(url)
        part = _Part(target)
        version: Version | None = None
        for attempt in range(self.limits.tries):
            try:
                version = self._attempt(url, part, known, told or _silent)
                break
            except _InterruptedError as reason:
                if attempt + 1 == self.limits.tries:
                    raise DownloadError(f"{url}: {reason}; {_AGAIN}") from None
                self._sleep(self.limits.pause * 2**attempt)
        if version is None:
            return None
        if sha256 is not None and file_hash(part.path) != sha256:
            part.forget()
            raise DownloadError(
                f"{url}: the file is not the one that was pinned (another SHA-256); nothing of it "
                "was kept. If the publisher replaced it, check it and pin the new hash"
            )
        put(part.path, target)
        part.forget()
        return version

    def _attempt(
        self, url: str, part: "_Part", known: Version | None, told: Told
    ) -> Version | None:
        """One request; returns once the part holds the whole file, None where it needs none."""
        start, validator = part.resumable(url)
        if start:
            headers = {"Range": f"bytes={start}-", "If-Range": validator}
        else:
            headers = _conditions(url, known)
        try:
            answer = self._open(url, headers)
        except urllib.error.HTTPError as error:
            if error.code == HTTPStatus.NOT_MODIFIED and not start and headers:
                error.close()
                return None
            self._refuse_status(url, part, error)
        except (OSError, http.client.HTTPException) as error:
            raise _broken(error) from None
        with answer:
            self._receive(url, part, answer, start, told)
            return _version(url, answer.headers)

    def _open(self, url: str, headers: Mapping[str, str]) -> Any:  # noqa: ANN401 - as urllib types it
        handlers: list[urllib.request.BaseHandler] = [_SafeRedirects()]
        if _is_loopback(url):
            handlers.append(urllib.request.ProxyHandler({}))
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked
            url, headers={"User-Agent": "codeward", "Accept-Encoding": "identity", **headers}
        )
        return urllib.request.build_opener(*handlers).open(request, timeout=self.limits.timeout)

    def _receive(self, url: str, part: "_Part", answer: Any, start: int, told: Told) -> None:  # noqa: ANN401 - as urllib types it
        if answer.status == HTTPStatus.PARTIAL_CONTENT:
            if not str(answer.headers.get("Content-Range")).startswith(f"bytes {start}-"):
                part.forget()
                raise _InterruptedError("the server sent another range than was asked for")
        else:
            start = 0
            part.begin(_Begun(url, _validator(answer.headers)))
        length = answer.headers.get("Content-Length")
        whole = start + int(length) if length and length.isdigit() else None
        self._refuse_size(url, part, whole or 0)
        done = start
        with part.open_at(start) as file:
            while chunk := _read(answer):
                done += len(chunk)
                self._refuse_size(url, part, done)
                _write(file, chunk)
                told(done, whole)
        if whole is not None and done != whole:
            raise _InterruptedError(f"cut off after {done:,} of {whole:,} bytes")
        if not done:
            raise _InterruptedError("the server sent an empty file")

    def _refuse_size(self, url: str, part: "_Part", size: int) -> None:
        if size > self.limits.largest:
            part.forget()
            raise DownloadError(
                f"{url}: more than {self.limits.largest // _MEGABYTE} MB, which no official file "
                f"has; {_GONE}"
            )

    def _refuse_status(self, url: str, part: "_Part", error: urllib.error.HTTPError) -> NoReturn:
        status = error.code
        error.close()
        if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            part.forget()
            raise _InterruptedError("the server has less than was already here")
        if status >= _SERVER_ERRORS or status in _PASSING:
            raise _InterruptedError(f"the server answered {status}")
        what = "not found" if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE} else "refused"
        raise DownloadError(f"{url}: {what} (HTTP {status}); {_GONE}")


class _Part:
    """The unfinished file."""

    def __init__(self, target: Path) -> None:
        self.path = target.with_name(f"{target.name}.part")
        self._about = target.with_name(f"{target.name}.part.json")

    def resumable(self, url: str) -> tuple[int, str]:
        """Bytes that can be gone on from, with what the server must confirm of them; else 0."""
        try:
            begun = msgspec.json.decode(self._about.read_bytes(), type=_Begun)
            size = self.path.stat().st_size
        except (FileNotFoundError, msgspec.MsgspecError):
            return 0, ""
        return (size, begun.validator) if begun.url == url and begun.validator else (0, "")

    def begin(self, begun: _Begun) -> None:
        """Begin anew. The old bytes go first: no new description ever stands beside them."""
        self.path.unlink(missing_ok=True)
        write_whole(self._about, msgspec.json.encode(begun))

    def open_at(self, start: int) -> IO[bytes]:
        """Open at the end of the bytes so far; unbuffered, so that a full disk shows."""
        return cast("IO[bytes]", self.path.open("ab" if start else "wb", buffering=0))

    def forget(self) -> None:
        """Remove what is left of it."""
        self.path.unlink(missing_ok=True)
        self._about.unlink(missing_ok=True)


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, and none to an address that could be listened to."""

    max_redirections = _REDIRECTS

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        refuse_address(newurl)
        if _is_loopback(newurl) and not _is_loopback(req.full_url):
            raise DownloadError(f"{req.full_url}: it leads to this very machine; {_GONE}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def refuse_address(url: str) -> None:
    """Refuse an address that is not https, or http on this very machine.

    Raises:
        DownloadError: it is another one.
    """
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and _is_loopback(url):
        return
    raise DownloadError(
        f"{url}: only https addresses are downloaded; correct the list of addresses"
    )


def _is_loopback(url: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(urlsplit(url).hostname or "").is_loopback
    return False


def _validator(headers: Mapping[str, str]) -> str:
    """What `If-Range` may name: a strong ETag, else the date of change (RFC 9110, 13.1.5)."""
    tag = headers.get("ETag") or ""
    return tag if tag.startswith('"') else headers.get("Last-Modified") or ""


def _version(url: str, headers: Mapping[str, str]) -> Version:
    return Version(url, headers.get("ETag") or "", headers.get("Last-Modified") or "")


def _conditions(url: str, known: Version | None) -> dict[str, str]:
    """Headers that ask for other content than the known one; none where nothing tells it apart."""
    if known is None or known.url != url:
        return {}
    headers = {"If-None-Match": known.tag, "If-Modified-Since": known.changed}
    return {name: value for name, value in headers.items() if value}


def _read(answer: Any) -> bytes:  # noqa: ANN401 - as urllib types it
    """The next bytes; only here is an error one of the line, elsewhere it is one of the disk."""
    try:
        chunk: bytes = answer.read(_CHUNK)
    except (OSError, http.client.HTTPException) as error:
        raise _broken(error) from None
    return chunk


def _write(file: IO[bytes], chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[file.write(rest) :]


def _broken(error: Exception) -> _InterruptedError:
    return _InterruptedError(f"no answer, or it broke off ({_reason(error)})")


def _reason(error: Exception) -> str:
    """The cause in a few words, without what urllib wraps around it."""
    inner = getattr(error, "reason", error)
    return str(inner) or type(inner).__name__


def _silent(_done: int, _whole: int | None) -> None:
    """The progress of a download that nobody watches."""
