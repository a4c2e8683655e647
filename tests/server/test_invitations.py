"""Joining: one link, once, within a day; and inviting the next."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from codeward.safeguards.access import Role
from codeward_server.identity.actions import GrantError, InvitationError, approve, invite, join
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
    older, newest = first_invitation(), first_invitation()
    with pytest.raises(InvitationError):
        join(token=older, username="ada", display_name="Ada", password=PASSWORD)
    join(token=newest, username="ada", display_name="Ada", password=PASSWORD)
    assert str(RoleGrant.objects.get()).startswith("administrator until")
    assert first_invitation() == ""


def invited(admin: Browser, role: str) -> RoleGrant:
    """Somebody who followed an administrator's invitation."""
    answer = admin.post("/people/", {"role": role, "reason": "joins the team of the site"})
    link = answer.context["link"].removeprefix("https://testserver")
    Browser().post(link, {**GOOD, "username": f"new-{role}"})
    return RoleGrant.objects.get(person__username=f"new-{role}")


class TestApproval:
    @pytest.fixture
    def admin(self, signed_in: Callable[..., Browser]) -> Browser:
        return signed_in(Role.ADMINISTRATOR)

    def test_the_first_privacy_officer_needs_nobody_else(self, admin: Browser) -> None:
        grant = invited(admin, "privacy-officer")
        assert grant.approved is not None
        assert grant.approved_by == Person.objects.get(username="ada")

    def test_everybody_else_waits_and_can_do_nothing_meanwhile(
        self, admin: Browser, signed_in: Callable[..., Browser]
    ) -> None:
        assert str(invited(admin, "coder")) == "coder, waits for approval"
        coder = signed_in(Role.CODER, username="cleo")
        RoleGrant.objects.filter(person__username="cleo").update(approved=None)
        assert coder.get("/encoder/").status_code == 403

    def test_a_second_privacy_officer_waits_for_the_first(
        self, admin: Browser, signed_in: Callable[..., Browser]
    ) -> None:
        signed_in(Role.PRIVACY_OFFICER, username="olga")
        assert invited(admin, "privacy-officer").approved is None

    def test_a_privacy_officer_puts_it_in_force_and_stands_as_the_approver(
        self, admin: Browser, signed_in: Callable[..., Browser]
    ) -> None:
        officer = signed_in(Role.PRIVACY_OFFICER, username="olga")
        waiting = invited(admin, "biller")
        assert "new-biller" in officer.get("/grants/").content.decode()
        page = officer.post("/grants/", {"grant": str(waiting.pk)}).content.decode()
        assert "new-biller" not in page
        waiting.refresh_from_db()
        assert waiting.approved_by == Person.objects.get(username="olga")
        assert str(waiting).startswith("biller until")

    def test_nobody_approves_what_he_holds_or_asked_for(
        self, admin: Browser, signed_in: Callable[..., Browser]
    ) -> None:
        signed_in(Role.PRIVACY_OFFICER, username="olga")
        waiting = invited(admin, "coder")
        for both_sides in (waiting.person, Person.objects.get(username="ada")):
            with pytest.raises(GrantError, match="neither holds it nor asked"):
                approve(grant=waiting, by=both_sides)
        waiting.refresh_from_db()
        assert waiting.approved is None

    def test_a_grant_is_decided_once(
        self, admin: Browser, signed_in: Callable[..., Browser]
    ) -> None:
        officer = signed_in(Role.PRIVACY_OFFICER, username="olga")
        waiting = invited(admin, "coder")
        for _ in range(2):
            page = officer.post("/grants/", {"grant": str(waiting.pk)}).content.decode()
        assert "decided already" in page

    @pytest.mark.parametrize("number", ["", "0", "x", "-1", "9" * 40, "1 OR 1=1"])
    def test_a_number_of_no_grant_is_not_there(
        self, signed_in: Callable[..., Browser], number: str
    ) -> None:
        officer = signed_in(Role.PRIVACY_OFFICER, username="olga")
        assert officer.post("/grants/", {"grant": number}).status_code == 404


def test_an_invitation_without_a_reason_is_not_made(signed_in: Callable[..., Browser]) -> None:
    admin = signed_in(Role.ADMINISTRATOR)
    admin.post("/people/", {"role": "biller", "reason": ""})
    assert not Invitation.objects.exists()
