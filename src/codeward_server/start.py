"""Bringing a site up: keys, tables, the first administrator's link."""

import os

from codeward.model import CodewardError
from codeward.safeguards.access import Role
from codeward_server.configuration import SiteConfiguration
from codeward_server.site_secrets import make_site

_SETTINGS = "codeward_server.settings"


class ServerExtraError(CodewardError):
    """The packages of the server are not installed."""


def prepare(site: SiteConfiguration) -> str:
    """Make what is not there yet, and bring the tables up to date.

    Returns:
        The token of the first administrator's invitation; empty where somebody is there already.

    Raises:
        ServerExtraError: the packages of the server are not installed.
        KeyProviderError: the keys cannot be made.
        OSError: the folder cannot be written.
    """
    os.umask(0o077)  # whatever is made from here on is for the owner only
    make_site(site)
    os.environ["DJANGO_SETTINGS_MODULE"] = _SETTINGS
    try:
        import django  # noqa: PLC0415 - Django reads its settings when it is set up
        from django.core.management import call_command  # noqa: PLC0415 - likewise
    except ModuleNotFoundError:
        raise ServerExtraError(
            "the server needs what the extra `server` brings: pip install 'codeward[server]'"
        ) from None
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return first_invitation()


def first_invitation() -> str:
    """The token of an administrator's invitation, where the site has no person yet."""
    from codeward_server.identity.actions import invite  # noqa: PLC0415 - likewise
    from codeward_server.identity.models import Person  # noqa: PLC0415 - likewise

    if Person.objects.exists():
        return ""
    return invite(
        role=Role.ADMINISTRATOR, reason="first administrator, made by the operator", by=None
    )
