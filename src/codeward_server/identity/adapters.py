"""How allauth is bent to the rules of the house: no sign-up, no mail, second factors encrypted."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from codeward.model import CodewardError
from codeward_server.identity.opened_secrets import site_secrets
from codeward_server.site_secrets import Purpose


class NoMailError(CodewardError):
    """Something wanted to send mail; Codeward never does."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped here
    """Accounts come by invitation, and nothing is ever mailed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Nobody signs up."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: object) -> None:  # noqa: ARG002 - likewise
        """Refuse.

        Raises:
            NoMailError: always.
        """
        raise NoMailError("a part of the server wanted to send mail; nothing was sent")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped here
    """Secrets of second factors are stored only encrypted, and nobody drops the last one."""

    def encrypt(self, text: str) -> str:
        """Seal a secret under the key of its purpose."""
        return site_secrets().seal(Purpose.SECOND_FACTORS, "authenticator", text.encode())

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret.

        Raises:
            EnvelopeError: it was changed.
        """
        return site_secrets().open(Purpose.SECOND_FACTORS, "authenticator", encrypted_text).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:  # noqa: ARG002 - likewise
        """A lost factor is replaced by a new invitation, not switched off."""
        return False
