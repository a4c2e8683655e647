"""What the rest of the server asks about people."""

import datetime as dt
from collections.abc import Mapping

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.db.models import QuerySet
from django.http import HttpRequest

from codeward.safeguards.access import Actor, Grant, Label, Role
from codeward_server.identity.models import Person, RoleGrant


def name_of_attempt(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """The account for which a password was tried, as failures are counted."""
    return (credentials or {}).get("username") or request.POST.get("login", "")


def passed_second_factor(person: Person, request: HttpRequest) -> bool:
    """Whether the person showed or enrolled a second factor in this very session."""
    return has_second_factor(person) and bool(_second_factors(person, request))


def has_second_factor(person: Person) -> bool:
    """Whether an application for codes was enrolled."""
    return bool(is_mfa_enabled(person, [Authenticator.Type.TOTP]))


def actor_of(person: Person, request: HttpRequest) -> Actor:
    """The person as access is decided for: grants as they stand at this moment."""
    return Actor(
        id=f"person-{person.pk}",
        active=person.is_active,
        grants=tuple(
            _grant(row) for row in person.grants.filter(approved__isnull=False).order_by("pk")
        ),
        stepped_up=stepped_up(person, request),
    )


def _grant(row: RoleGrant) -> Grant:
    ends = row.expires if row.revoked is None else min(row.expires, row.revoked)
    return Grant(
        role=Role(row.role),
        facilities=frozenset(row.facilities),
        begins=row.begins,
        expires=ends,
        approved_by="operator" if row.approved_by_id is None else f"person-{row.approved_by_id}",
        reason=row.reason,
        clearances=frozenset(Label(label) for label in row.clearances),
    )


def stepped_up(person: Person, request: HttpRequest) -> dt.datetime | None:
    """When the second factor was last shown in this session, in UTC."""
    shown = _second_factors(person, request)
    return dt.datetime.fromtimestamp(max(shown), tz=dt.UTC) if shown else None


def _second_factors(person: Person, request: HttpRequest) -> list[float]:
    """When a second factor was shown in this session, in seconds of the epoch."""
    return [
        float(record["at"])
        for record in get_authentication_records(request, person)
        if record.get("method") == "mfa"
    ]


def waiting_grants() -> QuerySet[RoleGrant]:
    """Grants that nobody has approved yet, the oldest first."""
    waiting = RoleGrant.objects.filter(approved__isnull=True, revoked__isnull=True)
    return waiting.select_related("person", "asked_by").order_by("pk")
