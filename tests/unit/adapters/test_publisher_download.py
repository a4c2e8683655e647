"""A download is whole and checked under its name, or resumable beside it, or one clear line."""

import hashlib
import http.client
import io
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

from codeward.adapters import publisher_download
from codeward.adapters.publisher_download import (
    Downloader,
    DownloadError,
    Limits,
    Version,
    refuse_address,
)
from tests.unit.adapters.local_publisher import Answer, Publisher, publisher

CONTENT = bytes(range(256)) * 4096
HASH = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as running:
        yield running


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "codes.zip"


def downloader(tries: int = 3, largest: int = 1 << 30) -> Downloader:
    slept: list[float] = []
    made = Downloader(Limits(tries=tries, largest=largest, timeout=5), sleep=slept.append)
    made.slept = slept  # type: ignore[attr-defined]  # the test looks at it
    return made


def names(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def test_a_file_arrives_whole_with_its_hash_and_nothing_beside_it(
    server: Publisher, target: Path
) -> None:
    told: list[tuple[int, int | None]] = []
    url = server.offers("/codes.zip", Answer(CONTENT))
    downloader().fetch(url, target, sha256=HASH, told=lambda *step: told.append(step))
    assert target.read_bytes() == CONTENT
    assert names(target) == ["codes.zip"]
    assert told[-1] == (len(CONTENT), len(CONTENT))


def test_a_broken_line_is_gone_on_from_where_it_broke(server: Publisher, target: Path) -> None:
    url = server.offers("/codes.zip", Answer(CONTENT, cut=300_000))
    downloader().fetch(url, target, sha256=HASH)
    assert target.read_bytes() == CONTENT
    assert [wanted for _, wanted in server.asked] == ["", "bytes=300000-"]


def test_a_later_run_goes_on_where_an_earlier_one_gave_up(server: Publisher, target: Path) -> None:
    url = server.offers("/codes.zip", Answer(CONTENT, cut=300_000))
    with pytest.raises(DownloadError, match=r"cut off after 300,000 of 1,048,576 bytes; run the"):
        downloader(tries=1).fetch(url, target)
    assert names(target) == ["codes.zip.part", "codes.zip.part.json"]
    downloader(tries=1).fetch(url, target, sha256=HASH)
    assert server.asked[-1] == ("/codes.zip", "bytes=300000-")
    assert names(target) == ["codes.zip"]


@pytest.mark.parametrize("change", [{"tag": '"two"'}, {"ranges": False}, {"tag": ""}])
def test_other_content_or_a_server_without_ranges_begins_anew(
    server: Publisher, target: Path, change: dict[str, object]
) -> None:
    url = server.offers("/codes.zip", Answer(b"x" * len(CONTENT), cut=300_000))
    with pytest.raises(DownloadError):
        downloader(tries=1).fetch(url, target)
    server.offers("/codes.zip", Answer(CONTENT, **change))
    downloader(tries=1).fetch(url, target, sha256=HASH)
    assert target.read_bytes() == CONTENT


def test_without_a_validator_nothing_is_ever_joined(server: Publisher, target: Path) -> None:
    url = server.offers("/codes.zip", Answer(CONTENT, tag="", cut=300_000))
    downloader().fetch(url, target, sha256=HASH)
    assert [wanted for _, wanted in server.asked] == ["", ""]


def test_a_part_of_another_address_is_not_gone_on_from(server: Publisher, target: Path) -> None:
    first = server.offers("/old.zip", Answer(b"x" * 1000, cut=500))
    second = server.offers("/codes.zip", Answer(CONTENT))
    with pytest.raises(DownloadError):
        downloader(tries=1).fetch(first, target)
    downloader(tries=1).fetch(second, target, sha256=HASH)
    assert server.asked[-1] == ("/codes.zip", "")


def test_more_bytes_here_than_the_server_has_begins_anew(server: Publisher, target: Path) -> None:
    url = server.offers("/codes.zip", Answer(CONTENT, cut=300_000))
    with pytest.raises(DownloadError):
        downloader(tries=1).fetch(url, target)
    server.offers("/codes.zip", Answer(b"short"))
    downloader(tries=2).fetch(url, target)
    assert target.read_bytes() == b"short"


def test_a_range_that_was_not_asked_for_is_thrown_away(
    server: Publisher, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.offers("/codes.zip", Answer(CONTENT, cut=300_000))
    with pytest.raises(DownloadError):
        downloader(tries=1).fetch(url, target)
    part = target.with_name("codes.zip.part")
    monkeypatch.setattr("tests.unit.adapters.local_publisher.send", _other_range)
    with pytest.raises(DownloadError, match="another range"):
        downloader(tries=1).fetch(url, target)
    assert not part.exists()


def _other_range(handler, answer, start) -> None:  # type: ignore[no-untyped-def]
    handler.send_response(206)
    handler.send_header("Content-Range", f"bytes 7-9/{len(answer.content)}")
    handler.send_header("Content-Length", "3")
    handler.end_headers()
    handler.wfile.write(b"abc")


def test_another_hash_is_refused_and_nothing_of_it_is_kept(server: Publisher, target: Path) -> None:
    url = server.offers("/codes.zip", Answer(b"other"))
    with pytest.raises(DownloadError, match="not the one that was pinned"):
        downloader().fetch(url, target, sha256=HASH)
    assert names(target) == []


@pytest.mark.parametrize(
    ("status", "what"), [(404, "not found"), (410, "not found"), (403, "refused")]
)
def test_what_is_not_there_is_said_at_once(
    server: Publisher, target: Path, status: int, what: str
) -> None:
    url = server.offers("/codes.zip", Answer(b"", status=status))
    with pytest.raises(DownloadError, match=rf"codes.zip: {what} \(HTTP {status}\); .*--addresses"):
        downloader().fetch(url, target)
    assert len(server.asked) == 1
    assert names(target) == []


def test_a_server_that_fails_is_asked_again_with_growing_pauses(
    server: Publisher, target: Path
) -> None:
    url = server.offers("/codes.zip", Answer(CONTENT, failures=2))
    made = downloader(tries=3)
    made.fetch(url, target, sha256=HASH)
    assert made.slept == [1.0, 2.0]  # type: ignore[attr-defined]


def test_a_server_that_keeps_failing_is_given_up(server: Publisher, target: Path) -> None:
    url = server.offers("/codes.zip", Answer(CONTENT, failures=9))
    with pytest.raises(DownloadError, match="the server answered 503; run the command again"):
        downloader(tries=2).fetch(url, target)
    assert len(server.asked) == 2


def test_no_network_is_one_line(target: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/codes.zip"
        with pytest.raises(DownloadError, match="no answer, or it broke off") as refused:
            downloader(tries=1).fetch(url, target)
    assert "\n" not in str(refused.value)
    assert names(target) == []


@pytest.mark.parametrize("chunked", [True, False])
def test_a_file_larger_than_any_official_one_is_stopped(
    server: Publisher, target: Path, chunked: bool
) -> None:
    url = server.offers("/codes.zip", Answer(CONTENT, chunked=chunked))
    with pytest.raises(DownloadError, match="no official file has"):
        downloader(largest=500_000).fetch(url, target)
    assert names(target) == []


def test_an_empty_file_is_refused(server: Publisher, target: Path) -> None:
    url = server.offers("/codes.zip", Answer(b""))
    with pytest.raises(DownloadError, match="empty file"):
        downloader(tries=1).fetch(url, target)


def test_a_redirect_within_the_rules_is_followed(server: Publisher, target: Path) -> None:
    server.offers("/new.zip", Answer(CONTENT))
    url = server.offers("/codes.zip", Answer(location="/new.zip"))
    downloader().fetch(url, target, sha256=HASH)
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize(
    "location", ["http://example.org/x", "ftp://example.org/x", "file:///etc/passwd"]
)
def test_a_redirect_off_https_is_refused(server: Publisher, target: Path, location: str) -> None:
    url = server.offers("/codes.zip", Answer(location=location))
    with pytest.raises(DownloadError):
        downloader().fetch(url, target)
    assert len(server.asked) == 1
    assert names(target) == []


def test_a_ring_of_redirects_ends(server: Publisher, target: Path) -> None:
    url = server.offers("/codes.zip", Answer(location="/codes.zip"))
    with pytest.raises(DownloadError, match="refused"):
        downloader().fetch(url, target)
    assert len(server.asked) < 10


@pytest.mark.parametrize(
    "url",
    ["http://example.org/x", "ftp://x/y", "file:///x", "https:///x", "http://127.0.0.1.org/x"],
)
def test_only_https_or_this_machine(url: str) -> None:
    with pytest.raises(DownloadError, match="only https"):
        refuse_address(url)
    refuse_address("https://www.cms.gov/x")
    refuse_address("http://[::1]/x")


def test_a_full_disk_is_not_taken_for_a_broken_line(
    server: Publisher, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            """Nothing to close."""

        def write(self, _: object) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(publisher_download._Part, "open_at", lambda *_: Full())
    url = server.offers("/codes.zip", Answer(CONTENT))
    with pytest.raises(OSError, match="No space left on device"):
        downloader().fetch(url, target)
    assert len(server.asked) == 1


class Killed(BaseException):
    """Ends a download as a kill does: no handler for errors sees it."""


def test_a_folder_that_cannot_be_written_is_not_taken_for_a_broken_line(
    server: Publisher, target: Path
) -> None:
    url = server.offers("/codes.zip", Answer(CONTENT))
    with pytest.raises(FileNotFoundError):
        downloader().fetch(url, target / "no folder" / "codes.zip")
    assert len(server.asked) == 1


@pytest.mark.parametrize("broken", [TimeoutError("timed out"), http.client.IncompleteRead(b"x")])
def test_a_line_that_falls_silent_is_tried_again(
    server: Publisher, target: Path, monkeypatch: pytest.MonkeyPatch, broken: Exception
) -> None:
    url = server.offers("/codes.zip", Answer(CONTENT))
    real, failures = http.client.HTTPResponse.read, [broken]

    def read(self: http.client.HTTPResponse, amount: int | None = None) -> bytes:
        if failures:
            raise failures.pop()
        return real(self, amount)

    monkeypatch.setattr(http.client.HTTPResponse, "read", read)
    downloader().fetch(url, target, sha256=HASH)
    assert len(server.asked) == 2


def test_a_redirect_from_outside_to_this_machine_is_refused() -> None:
    request = urllib.request.Request("https://www.cms.gov/a.zip")
    redirects = publisher_download._SafeRedirects()
    with pytest.raises(DownloadError, match="leads to this very machine"):
        redirects.redirect_request(
            request, io.BytesIO(), 302, "", http.client.HTTPMessage(), "http://127.0.0.1/x"
        )


def test_an_address_on_the_internet_goes_by_the_proxy_of_the_machine(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handlers: list[object] = []

    class NoNetwork:
        def open(self, *_: object, **__: object) -> None:
            raise urllib.error.URLError("name or service not known")

    def opener(*given: object) -> NoNetwork:
        handlers.extend(given)
        return NoNetwork()

    monkeypatch.setattr(urllib.request, "build_opener", opener)
    with pytest.raises(DownloadError, match=r"\(name or service not known\); run the command"):
        downloader(tries=1).fetch("https://www.cms.gov/a.zip", target)
    assert not any(isinstance(one, urllib.request.ProxyHandler) for one in handlers)


def test_a_kill_in_mid_download_leaves_only_a_resumable_part(
    server: Publisher, target: Path
) -> None:
    url = server.offers("/codes.zip", Answer(CONTENT))

    def kill(done: int, _whole: int | None) -> None:
        if done > 400_000:
            raise Killed

    with pytest.raises(Killed):
        downloader().fetch(url, target, told=kill)
    assert names(target) == ["codes.zip.part", "codes.zip.part.json"]
    done = target.with_name("codes.zip.part").stat().st_size
    assert 0 < done < len(CONTENT)
    downloader().fetch(url, target, sha256=HASH)
    assert server.asked[-1] == ("/codes.zip", f"bytes={done}-")
    assert names(target) == ["codes.zip"]


def test_a_kill_between_the_last_byte_and_the_name_loses_nothing(
    server: Publisher, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.offers("/codes.zip", Answer(CONTENT))

    def kill(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(publisher_download, "put", kill)
        with pytest.raises(Killed):
            downloader().fetch(url, target, sha256=HASH)
    assert not target.exists()
    downloader().fetch(url, target, sha256=HASH)
    assert target.read_bytes() == CONTENT


_DAY = "Tue, 01 Oct 2030 00:00:00 GMT"


@pytest.mark.parametrize(
    ("tag", "changed", "conditions"),
    [
        ('"one"', "", ('"one"', "")),
        ('W/"weak"', _DAY, ('W/"weak"', _DAY)),
        ("", _DAY, ("", _DAY)),
    ],
)
def test_content_that_is_here_already_is_not_sent_again(
    server: Publisher, target: Path, tag: str, changed: str, conditions: tuple[str, str]
) -> None:
    url = server.offers("/codes.zip", Answer(CONTENT, tag=tag, changed=changed))
    version = downloader().fetch(url, target)
    assert version == Version(url, tag, changed)
    target.unlink()
    assert downloader().fetch(url, target, known=version) is None
    assert server.conditions == [("", ""), conditions]
    assert names(target) == []


def test_other_content_under_the_same_address_is_sent(server: Publisher, target: Path) -> None:
    url = server.offers("/codes.zip", Answer(b"old"))
    known = downloader().fetch(url, target)
    server.offers("/codes.zip", Answer(CONTENT, tag='"two"'))
    assert downloader().fetch(url, target, known=known) == Version(url, '"two"')
    assert target.read_bytes() == CONTENT


def test_what_is_known_of_another_address_or_of_none_is_no_condition(
    server: Publisher, target: Path
) -> None:
    url = server.offers("/codes.zip", Answer(CONTENT))
    for known in (Version("https://example.org/other", '"one"'), Version(url)):
        assert downloader().fetch(url, target, known=known) is not None
    assert server.conditions == [("", ""), ("", "")]


def test_unchanged_without_having_been_asked_is_no_answer(server: Publisher, target: Path) -> None:
    url = server.offers("/codes.zip", Answer(b"", status=304))
    with pytest.raises(DownloadError, match="304"):
        downloader(tries=1).fetch(url, target)
