"""The encoder in the browser: search as one types, look a code up, by day."""

from collections.abc import Callable

import pytest

from codeward.codesets import Releases
from codeward.safeguards.access import Role
from tests.server.conftest import Browser


@pytest.fixture
def coder(signed_in: Callable[..., Browser], releases: Releases) -> Browser:
    return signed_in(Role.CODER)


def test_it_finds_what_a_coder_types(coder: Browser) -> None:
    page = coder.get("/encoder/", {"words": "T2DM w ckd3b", "day": "2026-05-01"}).content.decode()
    assert "E11.22" in page
    assert "<html" in page


def test_while_typing_only_the_hits_come(coder: Browser) -> None:
    answer = coder.get(
        "/encoder/", {"words": "heart att", "day": "2026-05-01"}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert "I21.9" in page
    assert "<html" not in page


def test_nothing_typed_says_what_to_do(coder: Browser) -> None:
    assert "Type what the documentation says" in coder.get("/encoder/").content.decode()


def test_nothing_found_says_what_to_do(coder: Browser) -> None:
    page = coder.get("/encoder/", {"words": "zzzzqqqq", "day": "2026-05-01"}).content.decode()
    assert "Try fewer words" in page


def test_markup_in_the_query_stays_text(coder: Browser) -> None:
    page = coder.get("/encoder/", {"words": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize(("day", "told"), [("tomorrow", "2026-11-24"), ("1999-01-01", "release")])
def test_a_day_that_cannot_be_used_is_told(coder: Browser, day: str, told: str) -> None:
    answer = coder.get("/encoder/", {"words": "gout", "day": day})
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_code_is_shown_with_its_notes(coder: Browser) -> None:
    page = coder.get("/encoder/icd10cm/E1122/", {"day": "2026-05-01"}).content.decode()
    assert "E11.22" in page
    assert "valid" in page


@pytest.mark.parametrize("path", ["icd10cm/ZZZ", "icd11/I10"])
def test_a_code_that_is_not_there_is_told(coder: Browser, path: str) -> None:
    answer = coder.get(f"/encoder/{path}/", {"day": "2026-05-01"})
    assert answer.status_code == 404
    assert "knows the code" in answer.content.decode()


def test_a_page_of_text_in_the_query_is_cut_to_what_somebody_types(coder: Browser) -> None:
    words = "heart attack " + "x" * 50_000
    page = coder.get("/encoder/", {"words": words, "day": "2026-05-01"}).content.decode()
    assert "x" * 201 not in page
