"""What the settings of a site are, for either database and for a demonstration."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks

from codeward_server.configuration import configuration
from codeward_server.settings import settings_for


def made(**environment: str) -> dict[str, Any]:
    site = configuration({"CODEWARD_SITE": str(settings.SITE.folder), **environment})
    return settings_for(site, settings.SITE_SECRETS)


def test_django_finds_nothing_unsafe_for_deployment() -> None:
    told = run_checks(include_deployment_checks=True)
    assert [message.id for message in told] == []


def test_no_exception_is_ever_mailed() -> None:
    assert settings.ADMINS == []
    assert "dummy" in made()["EMAIL_BACKEND"]


def test_postgresql_gets_what_its_address_says() -> None:
    database = made(DATABASE_URL="postgresql://u:p@db.example:5433/codes?sslmode=verify-full")
    assert database["DATABASES"]["default"] == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "codes", "USER": "u", "PASSWORD": "p", "HOST": "db.example", "PORT": "5433",
        "OPTIONS": {"sslmode": "verify-full"},
        "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True,
    }  # fmt: skip


def test_a_demonstration_speaks_plain_http_and_says_so_in_its_cookies() -> None:
    demo = made(CODEWARD_DEMO="1")
    assert not demo["SECURE_SSL_REDIRECT"]
    assert demo["SESSION_COOKIE_NAME"] == "codeward-session"
    assert made()["SESSION_COOKIE_NAME"] == "__Host-codeward-session"


def test_templates_and_static_files_lie_in_the_package() -> None:
    (templates,) = made()["TEMPLATES"][0]["DIRS"]
    assert (Path(templates) / "base.html").is_file()


@pytest.mark.parametrize("tolerance", ["MFA_TOTP_TOLERANCE"])
def test_no_code_of_another_moment_is_tolerated(tolerance: str) -> None:
    assert made()[tolerance] == 0
