"""People of the server's tests, and browsers in which they are signed in; all of them invented."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from codeward.safeguards.access import Role
from codeward_server.identity.models import LastCode, Person, RoleGrant
from tests.releases_fixture import HOME

PASSWORD = "four invented words here"  # noqa: S105 - of people that do not exist


class Browser(Client):
    """A client that speaks TLS, as the proxy in front of the server does."""

    def request(self, **request: Any) -> Any:
        """Send a request."""
        return super().request(**{**request, "wsgi.url_scheme": "https", "SERVER_PORT": "443"})


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The table of the shared cache, which no migration makes."""
    with django_db_blocker.unblock():
        call_command("createcachetable", verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def _code_sets_of_the_tests() -> Iterator[None]:
    """The server finds the compiled code sets where the tests keep theirs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODEWARD_HOME", str(HOME))
        yield


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes belong to one moment, so that no test falls on the edge between two."""
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter((60_000_000,)))


@pytest.fixture
def browser(db: None) -> Browser:
    """A browser that nobody has signed in with."""
    return Browser()


def person(username: str = "ada", *roles: Role) -> Person:
    """Somebody with a password and grants, and without a second factor."""
    made = Person(username=username, display_name=username.title())
    made.set_password(PASSWORD)
    made.save()
    now = timezone.now()
    for role in roles:
        RoleGrant.objects.create(
            person=made, role=role.value, begins=now - dt.timedelta(days=1),
            expires=now + dt.timedelta(days=1), reason="invented for a test",
            approved=now - dt.timedelta(days=1),
        )  # fmt: skip
    return made


def enrol(of: Person) -> str:
    """Give somebody an application for codes; its secret."""
    secret: str = totp.generate_totp_secret()
    totp.TOTP.activate(of, secret)
    return secret


def code_now(secret: str, steps: int = 0) -> str:
    """The code that an application shows now, or some steps from now."""
    counter = next(totp.yield_hotp_counters_from_time()) + steps
    code: str = totp.format_hotp_value(totp.hotp_value(secret, counter))
    return code


def sign_in(browser: Client, username: str, password: str = PASSWORD) -> Any:
    """Send name and password."""
    return browser.post("/account/login/", {"login": username, "password": password})


def show_code(browser: Client, code: str) -> Any:
    """Send the second factor."""
    return browser.post("/account/second-factor/authenticate/", {"code": code})


@pytest.fixture
def signed_in(db: None) -> Callable[..., Browser]:
    """Makes a browser in which a person of some roles is signed in with both factors."""

    def make(*roles: Role, username: str = "ada") -> Browser:
        secret = enrol(person(username, *roles))
        browser = Browser()
        sign_in(browser, username)
        show_code(browser, code_now(secret))
        LastCode.objects.all().delete()
        assert browser.session["_auth_user_id"]
        return browser

    return make


def has_totp(of: Person) -> bool:
    """Whether an application is enrolled."""
    return bool(Authenticator.objects.filter(user=of, type=Authenticator.Type.TOTP))
