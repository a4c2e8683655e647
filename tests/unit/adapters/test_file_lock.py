"""One at a time; the second is told that it waits."""

import sys
import threading
from pathlib import Path

import pytest

from codeward.adapters.file_lock import only_one


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []
    waiting, free = threading.Event(), threading.Event()

    def second() -> None:
        with only_one(tmp_path / "lock", waiting.set):
            order.append("second")
        free.set()

    with only_one(tmp_path / "lock", lambda: order.append("nobody holds it")):
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(10)
        order.append("first")
    assert free.wait(10)
    thread.join()
    assert order == ["first", "second"]


def test_where_there_are_no_locks_nothing_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    with only_one(tmp_path / "lock"), only_one(tmp_path / "lock"):
        assert not (tmp_path / "lock").exists()


def test_a_lock_ends_with_its_block_even_by_an_error(tmp_path: Path) -> None:
    class Ended(BaseException):
        """Ends the block as a kill does."""

    with pytest.raises(Ended), only_one(tmp_path / "lock"):
        raise Ended
    told: list[int] = []
    with only_one(tmp_path / "lock", lambda: told.append(1)):
        assert told == []
