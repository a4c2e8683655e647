"""Signing in and out: failures, cookies, limits of a session, the kill switch (attacks C1, C3)."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from codeward.safeguards.access import Role
from codeward_server.identity.actions import close_account, end_sessions
from codeward_server.identity.models import Person, RoleGrant
from tests.server.conftest import PASSWORD, Browser, person, sign_in

INSIDE = "/account/second-factor/"


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    """Set the clock of the server forward."""
    moment = timezone.now() + dt.timedelta(**by)
    monkeypatch.setattr(timezone, "now", lambda: moment)


class TestFailures:
    def test_from_the_fifth_failure_on_the_right_password_is_refused_too(
        self, browser: Browser
    ) -> None:
        person()
        answers = [sign_in(browser, "ada", "a wrong password").status_code for _ in range(5)]
        assert answers == [200, 200, 200, 200, 429]
        assert sign_in(browser, "ada").status_code == 429

    def test_an_attacker_elsewhere_does_not_lock_the_victim_out(self, browser: Browser) -> None:
        person()
        for _ in range(6):
            browser.post(
                "/account/login/", {"login": "ada", "password": "wrong"}, REMOTE_ADDR="203.0.113.9"
            )
        assert sign_in(browser, "ada").status_code == 302

    @pytest.mark.django_db
    def test_an_unknown_and_a_closed_account_answer_like_a_wrong_password(self) -> None:
        closed = person("cleo")
        close_account(of=closed)
        person("ada")
        texts = {
            sign_in(Browser(), name, password).content.decode().replace(name, "")
            for name, password in (("ada", "wrong"), ("nobody", "wrong"), ("cleo", PASSWORD))
        }
        shown = {text.split('role="alert">')[1].split("<")[0] for text in texts}
        assert len(shown) == 1


class TestCookies:
    def test_they_are_bound_to_the_host_and_hidden_from_scripts(self, browser: Browser) -> None:
        person()
        browser.get("/account/login/")
        sign_in(browser, "ada")
        for name in ("__Host-codeward-session", "__Host-codeward-csrf"):
            cookie = browser.cookies[name]
            assert cookie["secure"]
            assert cookie["httponly"]
            assert cookie["samesite"] == "Strict"
            assert cookie["path"] == "/"
            assert not cookie["domain"]

    def test_the_session_of_before_the_sign_in_is_not_the_one_after(self, browser: Browser) -> None:
        person()
        browser.get("/account/login/")
        browser.session.save()
        before = browser.session.session_key
        sign_in(browser, "ada")
        assert browser.session.session_key != before
        assert not Session.objects.filter(session_key=before).exists()

    @pytest.mark.django_db
    def test_a_form_without_its_token_is_refused(self) -> None:
        strict = Browser(enforce_csrf_checks=True)
        person()
        answer = sign_in(strict, "ada")
        assert answer.status_code == 403
        assert "too old" in answer.content.decode()


class TestLimits:
    @pytest.fixture
    def inside(self, signed_in: Callable[..., Browser]) -> Browser:
        return signed_in(Role.CODER)

    def test_it_lives_for_a_quarter_of_an_hour_without_a_request(
        self, inside: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        later(monkeypatch, minutes=14, seconds=59)
        assert inside.get(INSIDE).status_code == 200

    def test_and_not_longer(self, inside: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
        later(monkeypatch, minutes=15, seconds=1)
        assert inside.get(INSIDE).status_code == 302

    def test_no_session_lives_for_half_a_day(
        self, inside: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        start = timezone.now()
        for minutes in range(10, 720, 10):
            moment = start + dt.timedelta(minutes=minutes)
            monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
            assert inside.get(INSIDE).status_code == 200
        end = start + dt.timedelta(hours=12, seconds=1)
        monkeypatch.setattr(timezone, "now", lambda: end)
        assert inside.get(INSIDE).status_code == 302

    def test_the_kill_switch_ends_it_at_the_next_request(self, inside: Browser) -> None:
        end_sessions(of=Person.objects.get())
        assert inside.get(INSIDE).status_code == 302

    def test_a_closed_account_is_out_at_the_next_request(self, inside: Browser) -> None:
        close_account(of=Person.objects.get())
        assert inside.get(INSIDE).status_code == 302
        assert RoleGrant.objects.filter(revoked__isnull=True).count() == 0

    def test_a_revoked_grant_counts_no_more_at_the_next_request(self, inside: Browser) -> None:
        RoleGrant.objects.update(revoked=timezone.now())
        assert inside.get("/encoder/").status_code == 403

    def test_signing_out_deletes_the_session_on_the_server(self, inside: Browser) -> None:
        key = inside.session.session_key
        inside.post("/account/logout/")
        assert not Session.objects.filter(session_key=key).exists()

    def test_a_session_that_was_changed_in_the_database_is_empty(self, inside: Browser) -> None:
        Session.objects.update(session_data="AAAA")
        assert inside.get(INSIDE).status_code == 302


class TestAnswers:
    def test_no_answer_is_stored_anywhere(self, browser: Browser) -> None:
        for path in ("/account/login/", "/health/live", "/nothing"):
            assert "no-store" in browser.get(path).headers["Cache-Control"]

    def test_the_policy_allows_no_foreign_and_no_inline_script(self, browser: Browser) -> None:
        policy = browser.get("/account/login/").headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy

    @pytest.mark.django_db
    def test_plain_http_is_sent_to_tls(self) -> None:
        answer = Client().get("/account/login/")
        assert (answer.status_code, answer.headers["Location"][:8]) == (301, "https://")

    def test_the_way_back_says_for_a_year_that_tls_is_spoken_here(self, browser: Browser) -> None:
        assert (
            "max-age=31536000" in browser.get("/health/live").headers["Strict-Transport-Security"]
        )
