"""Asks the policy before any view runs, and forbids every cache to keep an answer."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from urllib.parse import urlencode

import structlog
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from codeward.safeguards.access import (
    STEP_UP_LASTS,
    AccessDecision,
    AccessRequest,
    Reason,
    authorize,
)
from codeward_server.access.endpoints import ENDPOINTS, Needs, Open, Policy
from codeward_server.identity.models import Person
from codeward_server.identity.queries import actor_of, passed_second_factor, stepped_up

_log = structlog.get_logger("codeward.access")

Answer = Callable[[HttpRequest], HttpResponse]


class NothingIsStored:
    """No browser and no proxy keeps a page."""

    def __init__(self, get_response: Answer) -> None:
        """Take the rest of the chain."""
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, marked as not to be stored."""
        response = self._next(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class EveryEndpointHasAPolicy:
    """The choke point: what the table does not list is not there, whoever asks."""

    def __init__(self, get_response: Answer) -> None:
        """Take the rest of the chain."""
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the policy is asked once the endpoint is known."""
        return self._next(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],  # noqa: ARG002 - Django's signature
        arguments: Sequence[object],  # noqa: ARG002 - likewise
        named: Mapping[str, object],  # noqa: ARG002 - likewise
    ) -> HttpResponse | None:
        """Nothing where the view may run, else the answer in its place.

        Raises:
            Http404: the endpoint is not offered, or must look as if it were not there.
        """
        endpoint = request.resolver_match.view_name if request.resolver_match else ""
        policy = ENDPOINTS.get(endpoint, Open.NOBODY)
        if policy is Open.ANYBODY:
            return None
        if policy is Open.NOBODY:
            raise Http404
        person = request.user
        if not isinstance(person, Person):
            return HttpResponseRedirect(reverse("account_login"))
        return _for_person(request, person, endpoint, policy)


def _for_person(
    request: HttpRequest, person: Person, endpoint: str, policy: Policy
) -> HttpResponse | None:
    if policy is Open.SIGNED_IN:
        return None
    if not passed_second_factor(person, request):
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    if policy is Open.STEPPED_UP and not _just_stepped_up(request, person):
        return _step_up(request)
    if isinstance(policy, Open):
        return None
    decision = _decide(request, person, policy)
    _log.info(
        "access",
        actor=person.pk,
        endpoint=endpoint,
        permission=policy.permission.value,
        outcome="allowed" if decision.allowed else "refused",
        reason=decision.reason.value,
    )
    return None if decision.allowed else _refused(request, decision)


def _just_stepped_up(request: HttpRequest, person: Person) -> bool:
    shown = stepped_up(person, request)
    return shown is not None and timezone.now() - shown <= STEP_UP_LASTS


def _step_up(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(
        f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.path})}"
    )


def _decide(request: HttpRequest, person: Person, needs: Needs) -> AccessDecision:
    now = timezone.now()
    return authorize(
        AccessRequest(
            actor=actor_of(person, request),
            permission=needs.permission,
            purpose=needs.purpose,
            subject=None,
            at=now,
            today=timezone.localdate(now),
        )
    )


def _refused(request: HttpRequest, decision: AccessDecision) -> HttpResponse:
    if decision.reason is Reason.STEP_UP_NEEDED:
        return _step_up(request)
    if decision.concealed:
        raise Http404
    return render(
        request, "access/refused.html", {"reason": decision.reason}, status=HTTPStatus.FORBIDDEN
    )
