"""Every endpoint has a policy, and the policy is what visitors of every kind meet (attack B1)."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from codeward.safeguards.access import POLICY, Role
from codeward_server.access.endpoints import ENDPOINTS, Needs, Open
from tests.server.conftest import Browser, person, sign_in

LOGIN = "/account/login/"
ENROL = "/account/second-factor/totp/activate/"
ARGUMENTS = {
    "join": "/join/no-such-token/",
    "encoder-code": "/encoder/icd10cm/I10/",
    "account_confirm_email": "/account/confirm-email/key/",
    "account_reset_password_from_key": "/account/password/reset/key/1-key/",
}


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        else:
            yield pattern.name or f"unnamed {pattern.pattern}"


def _paths(
    patterns: list[URLPattern | URLResolver], before: str = "/"
) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _paths(pattern.url_patterns, path)
        else:
            name = pattern.name or ""
            yield name, ARGUMENTS.get(name, path)


PATHS = dict(_paths(get_resolver().url_patterns))
OF = {policy: [n for n, p in ENDPOINTS.items() if p is policy] for policy in Open}
GUARDED = [name for name, policy in ENDPOINTS.items() if isinstance(policy, Needs)]
INSIDE = [*OF[Open.ENROLLED], *OF[Open.STEPPED_UP], *GUARDED]


@pytest.mark.parametrize("name", GUARDED)
def test_the_purpose_of_an_endpoint_is_one_that_its_permission_knows(name: str) -> None:
    policy = ENDPOINTS[name]
    assert isinstance(policy, Needs)
    assert any(policy.purpose in row.purposes for row in POLICY[policy.permission].values())


def test_every_endpoint_has_an_entry_and_every_entry_an_endpoint() -> None:
    assert set(_names(get_resolver().url_patterns)) == set(ENDPOINTS)


@pytest.mark.parametrize("name", OF[Open.NOBODY])
def test_what_is_not_offered_is_not_there(name: str, browser: Browser) -> None:
    assert browser.get(PATHS[name]).status_code == 404
    assert browser.post(PATHS[name]).status_code == 404


@pytest.mark.parametrize("name", [*OF[Open.SIGNED_IN], *INSIDE])
def test_a_stranger_is_sent_to_the_door(name: str, browser: Browser) -> None:
    answer = browser.get(PATHS[name])
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, LOGIN)


@pytest.mark.parametrize("name", INSIDE)
def test_who_has_no_second_factor_is_sent_to_enrol_one(name: str, browser: Browser) -> None:
    person("ada", *Role)
    sign_in(browser, "ada")
    answer = browser.get(PATHS[name])
    assert (answer.status_code, answer.headers["Location"]) == (302, ENROL)


@pytest.mark.parametrize("name", GUARDED)
@pytest.mark.parametrize("role", Role)
def test_a_role_reaches_what_its_row_says_and_nothing_else(
    name: str, role: Role, signed_in: Callable[..., Browser], releases: object
) -> None:
    policy = ENDPOINTS[name]
    assert isinstance(policy, Needs)
    answer = signed_in(role).get(PATHS[name])
    if role in POLICY[policy.permission]:
        assert answer.status_code in (200, 302)
    else:
        assert answer.status_code == 403
        assert "no-grant" in answer.content.decode()


@pytest.mark.parametrize("name", GUARDED)
def test_who_was_granted_nothing_reaches_nothing(
    name: str, signed_in: Callable[..., Browser]
) -> None:
    assert signed_in().get(PATHS[name]).status_code == 403


@pytest.mark.parametrize("name", OF[Open.STEPPED_UP])
def test_a_sensitive_page_asks_for_the_second_factor_again_after_five_minutes(
    name: str, signed_in: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in()
    assert browser.get(PATHS[name]).status_code in (200, 404)
    later = timezone.now() + dt.timedelta(minutes=5, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    answer = browser.get(PATHS[name])
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/second-factor/reauthenticate/?next=")
