"""The opened secrets of the site that this process serves."""

from django.conf import settings

from codeward_server.site_secrets import SiteSecrets


def site_secrets() -> SiteSecrets:
    """As the settings hold them."""
    secrets: SiteSecrets = settings.SITE_SECRETS
    return secrets
