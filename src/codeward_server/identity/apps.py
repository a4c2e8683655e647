"""The Django app of identity."""

from importlib import import_module

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """People, grants, invitations and second factors."""

    name = "codeward_server.identity"
    label = "identity"
    verbose_name = "People"

    def ready(self) -> None:
        """Connect what listens to the library of second factors."""
        import_module("codeward_server.identity.enrolment")
