"""Joining: one link, once, within a day; and inviting the next."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from codeward.safeguards.access import Role
from codeward_server.identity.actions import InvitationError, invite, join
from codeward_server.identity.models import Invitation, Person, RoleGrant
from codeward_server.start import first_invitation
from tests.server.conftest import PASSWORD, Browser, person

GOOD = {
    "username": "ada", "display_name": "Ada Invented",
    "password": PASSWORD, "password_again": PASSWORD,
}  # fmt: skip


@pytest.fixture
def token(db: None) -> str:
    return invite(role=Role.CODER, reason="invented for a test", by=None)


def test_the_link_makes_a_person_with_the_role_and_asks_for_a_second_factor(
    browser: Browser, token: str
) -> None:
    answer = browser.post(f"/join/{token}/", GOOD)
    assert answer.headers["Location"] == "/account/second-factor/totp/activate/"
    (grant,) = RoleGrant.objects.filter(person__username="ada")
    assert (grant.role, grant.reason) == ("coder", "invented for a test")


def test_it_works_once(browser: Browser, token: str) -> None:
    browser.post(f"/join/{token}/", GOOD)
    answer = Browser().post(f"/join/{token}/", {**GOOD, "username": "bob"})
    assert answer.status_code == 404
    assert not Person.objects.filter(username="bob").exists()


def test_two_that_use_it_at_once_make_one_person(token: str) -> None:
    join(token=token, username="ada", display_name="Ada", password=PASSWORD)
    with pytest.raises(InvitationError, match="ask for a new one"):
        join(token=token, username="bob", display_name="Bob", password=PASSWORD)


def test_it_works_for_a_day(browser: Browser, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    day = timezone.now() + dt.timedelta(hours=24, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: day)
    assert browser.get(f"/join/{token}/").status_code == 404


def test_the_token_itself_is_kept_nowhere(token: str) -> None:
    assert token.encode() not in bytes(Invitation.objects.get().token_hash)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"password": "too short", "password_again": "too short"}, "15 characters"),
        ({"password_again": "another four words here"}, "differ"),
        ({"username": "Ada Roe"}, "valid value"),
        ({"password": "ada invented ada", "password_again": "ada invented ada"}, "similar"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made(
    browser: Browser, token: str, wrong: dict[str, str], told: str
) -> None:
    answer = browser.post(f"/join/{token}/", {**GOOD, **wrong})
    assert told in answer.content.decode()
    assert not Person.objects.exists()


def test_a_taken_name_is_told(browser: Browser, token: str) -> None:
    person("ada")
    assert "taken" in browser.post(f"/join/{token}/", GOOD).content.decode()


def test_the_first_start_invites_an_administrator_and_the_second_nobody(db: None) -> None:
    join(token=first_invitation(), username="ada", display_name="Ada", password=PASSWORD)
    assert RoleGrant.objects.get().role == "administrator"
    assert first_invitation() == ""


def test_an_administrator_invites_and_stands_as_the_approver(
    signed_in: Callable[..., Browser],
) -> None:
    admin = signed_in(Role.ADMINISTRATOR)
    answer = admin.post("/people/", {"role": "biller", "reason": "joins the billing team"})
    link = answer.context["link"]
    Browser().post(link.removeprefix("https://testserver"), {**GOOD, "username": "bob"})
    grant = RoleGrant.objects.get(person__username="bob")
    assert (grant.role, grant.approved_by) == ("biller", Person.objects.get(username="ada"))


def test_an_invitation_without_a_reason_is_not_made(signed_in: Callable[..., Browser]) -> None:
    admin = signed_in(Role.ADMINISTRATOR)
    admin.post("/people/", {"role": "biller", "reason": ""})
    assert not Invitation.objects.exists()
