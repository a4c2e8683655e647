"""The second factor is enforced, counts once, and is stored only encrypted (attack C2)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.sessions.models import Session
from django.db import connection

from codeward.safeguards.access import Role
from codeward_server.identity.forms import use_code
from codeward_server.identity.models import LastCode
from tests.server.conftest import Browser, code_now, enrol, has_totp, person, show_code, sign_in

HOME = "/encoder/"
ENROL = "/account/second-factor/totp/activate/"


def inside(browser: Browser) -> bool:
    return browser.get("/account/second-factor/").status_code == 200


def test_the_password_alone_opens_nothing(browser: Browser) -> None:
    enrol(person())
    answer = sign_in(browser, "ada")
    assert answer.headers["Location"].startswith("/account/second-factor/authenticate/")
    assert not inside(browser)


def test_password_and_code_open_the_door(browser: Browser) -> None:
    secret = enrol(person())
    sign_in(browser, "ada")
    show_code(browser, code_now(secret))
    assert inside(browser)


@pytest.mark.parametrize("steps", [-2, -1, 1, 2])
def test_a_code_of_another_moment_is_refused(browser: Browser, steps: int) -> None:
    secret = enrol(person())
    if code_now(secret, steps) == code_now(secret):
        pytest.skip("two moments with the same six digits")
    sign_in(browser, "ada")
    show_code(browser, code_now(secret, steps))
    assert not inside(browser)


def test_a_code_counts_once_for_all_browsers(db: None) -> None:
    secret = enrol(person())
    code = code_now(secret)
    first, second = Browser(), Browser()
    for browser in (first, second):
        sign_in(browser, "ada")
        show_code(browser, code)
    assert inside(first)
    assert not inside(second)


def test_a_code_counts_once_though_no_process_remembers_it(db: None) -> None:
    ada = person()
    secret = enrol(ada)
    code = code_now(secret)
    assert [use_code(ada, secret, code) for _ in range(3)] == [True, False, False]


def test_an_older_code_does_not_count_after_a_newer_one(db: None) -> None:
    ada = person()
    secret = enrol(ada)
    before, now = code_now(secret, -1), code_now(secret)
    assert use_code(ada, secret, now)
    assert not use_code(ada, secret, before)


@pytest.mark.django_db(transaction=True)
def test_of_eight_requests_at_once_one_is_let_in() -> None:
    ada = person()
    secret = enrol(ada)
    LastCode.objects.create(person=ada)
    code = code_now(secret)

    def use(_number: int) -> bool:
        try:
            return use_code(ada, secret, code)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 1


def test_a_recovery_code_opens_the_door_once(db: None) -> None:
    ada = person()
    enrol(ada)
    code = RecoveryCodes.activate(ada).get_unused_codes()[0]
    first, second = Browser(), Browser()
    for browser in (first, second):
        sign_in(browser, "ada")
        show_code(browser, code)
    assert inside(first)
    assert not inside(second)


def test_the_sixth_wrong_code_is_not_even_looked_at(browser: Browser) -> None:
    secret = enrol(person())
    sign_in(browser, "ada")
    for _ in range(5):
        show_code(browser, "000000" if code_now(secret) != "000000" else "000001")
    answer = show_code(browser, code_now(secret))
    assert "wait five minutes" in answer.content.decode()
    assert not inside(browser)


@pytest.mark.django_db(transaction=True)
def test_enrolling_shows_the_secret_and_opens_the_door() -> None:
    browser = Browser()
    ada = person("ada", Role.CODER)
    sign_in(browser, "ada")
    page = browser.get(ENROL)
    secret = page.context["form"].secret
    browser.post(ENROL, {"code": code_now(secret)})
    assert has_totp(ada)
    assert inside(browser)


def test_the_code_of_the_enrolment_does_not_open_a_second_door(browser: Browser) -> None:
    person()
    sign_in(browser, "ada")
    secret = browser.get(ENROL).context["form"].secret
    code = code_now(secret)
    browser.post(ENROL, {"code": code})
    other = Browser()
    sign_in(other, "ada")
    show_code(other, code)
    assert not inside(other)


def test_a_session_from_before_the_enrolment_elsewhere_is_not_enough(browser: Browser) -> None:
    ada = person()
    sign_in(browser, "ada")
    enrol(ada)
    assert browser.get(HOME).status_code == 302


def test_nobody_drops_the_own_factor(signed_in: Callable[..., Browser]) -> None:
    browser = signed_in(Role.CODER)
    assert browser.post("/account/second-factor/totp/deactivate/").status_code == 404
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).count() == 1


def test_no_secret_lies_in_the_database_in_clear(browser: Browser) -> None:
    ada = person()
    sign_in(browser, "ada")
    pending = browser.get(ENROL).context["form"].secret
    kept = " ".join(session.session_data for session in Session.objects.all())
    assert pending not in kept
    secret = enrol(ada)
    (data,) = Authenticator.objects.filter(user=ada).values_list("data", flat=True)
    assert secret not in str(data)
