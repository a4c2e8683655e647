"""Enrolling a second factor counts as showing it: the session that did it goes on."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.http import HttpRequest

from codeward_server.identity.models import Person


def note_enrolment(
    sender: object,  # noqa: ARG001 - the signature of a receiver
    request: HttpRequest,
    user: Person,
    authenticator: Authenticator,
    **_rest: object,
) -> None:
    """Write the enrolled application into the session as a factor that was shown."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


authenticator_added.connect(note_enrolment, dispatch_uid="codeward.enrolment")
