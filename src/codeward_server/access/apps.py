"""The Django app of access."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Policies of endpoints."""

    name = "codeward_server.access"
    label = "access"
    verbose_name = "Access"
