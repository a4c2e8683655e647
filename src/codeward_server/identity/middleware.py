"""What ends a session by itself: its absolute age, the kill switch, a closed account."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from codeward_server.identity.models import Person

LONGEST: Final = dt.timedelta(hours=12)
_SIGNED_IN: Final = "signed_in"


class SessionLimits:
    """Twelve hours at most, and none that was signed in before the kill switch was thrown.

    The idle limit of 15 minutes is the age of the stored session, renewed by each request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the rest of the chain."""
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out what is over, then go on."""
        person = request.user
        if isinstance(person, Person) and not _lives(request, person):
            logout(request)
        return self._next(request)


def _lives(request: HttpRequest, person: Person) -> bool:
    noted = request.session.get(_SIGNED_IN)
    if not isinstance(noted, str):
        return False
    signed_in = dt.datetime.fromisoformat(noted)
    now = timezone.now()
    return person.sessions_begin <= signed_in <= now < signed_in + LONGEST


def _note_sign_in(sender: object, request: HttpRequest, **_rest: object) -> None:  # noqa: ARG001 - Django's signature
    request.session[_SIGNED_IN] = timezone.now().isoformat()


user_logged_in.connect(_note_sign_in, dispatch_uid="codeward.signed_in")
