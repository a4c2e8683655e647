"""What changes people: inviting, joining, closing an account, ending every session."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from codeward.model import CodewardError
from codeward.safeguards.access import Role
from codeward_server.identity.models import Invitation, Person, RoleGrant

INVITATION_LASTS = dt.timedelta(hours=24)
GRANT_LASTS = dt.timedelta(days=365)


class GrantError(CodewardError):
    """A grant that this person cannot approve, or that was decided already."""


class InvitationError(CodewardError):
    """An invitation that was used, has expired or was never made."""


def invite(*, role: Role, reason: str, by: Person | None) -> str:
    """Make an invitation; the answer is the token, which is kept nowhere.

    Args:
        role: What the person shall be.
        reason: Why; stands in the grant.
        by: Who invites; None for the operator of the machine.
    """
    token = secrets.token_urlsafe(32)
    if by is None:  # each start of a site without people makes a link; the newest one counts
        Invitation.objects.filter(invited_by__isnull=True, used__isnull=True).delete()
    Invitation.objects.create(
        token_hash=_hash(token),
        role=role.value,
        invited_by=by,
        reason=reason,
        expires=timezone.now() + INVITATION_LASTS,
    )
    return token


def open_invitation(token: str) -> Invitation:
    """The invitation behind a token.

    Raises:
        InvitationError: there is none that can be used now.
    """
    found = Invitation.objects.filter(
        token_hash=_hash(token), used__isnull=True, expires__gt=timezone.now()
    ).first()
    if found is None:
        raise InvitationError("this invitation was used or has expired; ask for a new one")
    return found


def join(*, token: str, username: str, display_name: str, password: str) -> Person:
    """Become a person of the site by an invitation, once.

    Raises:
        InvitationError: it cannot be used any more.
    """
    with transaction.atomic():
        invitation = open_invitation(token)
        now = timezone.now()
        used = Invitation.objects.filter(pk=invitation.pk, used__isnull=True).update(used=now)
        if used != 1:
            raise InvitationError("this invitation was used just now; ask for a new one")
        person = Person(username=username, display_name=display_name)
        person.set_password(password)
        person.save()
        grant = RoleGrant.objects.create(
            person=person,
            role=invitation.role,
            begins=now,
            expires=now + GRANT_LASTS,
            asked_by=invitation.invited_by,
            reason=invitation.reason,
        )
        if _needs_no_second(grant):
            _approve(grant.pk, invitation.invited_by)
    return person


def approve(*, grant: RoleGrant, by: Person) -> None:
    """Put a grant in force, by somebody who neither holds it nor asked for it.

    Raises:
        GrantError: the same person stands on both sides, or it was decided already.
    """
    if by in (grant.person, grant.asked_by):
        raise GrantError("a grant is approved by somebody who neither holds it nor asked for it")
    if not _approve(grant.pk, by):
        raise GrantError("this grant was decided already")


def _needs_no_second(grant: RoleGrant) -> bool:
    """The operator's administrator, and the first privacy officer: there is nobody to approve."""
    officers = RoleGrant.objects.filter(
        role=Role.PRIVACY_OFFICER, approved__isnull=False, revoked__isnull=True,
        expires__gt=timezone.now(), person__is_active=True,
    )  # fmt: skip
    first_officer = grant.role == Role.PRIVACY_OFFICER and not officers.exists()
    return grant.asked_by is None or first_officer


def _approve(grant: int, by: Person | None) -> bool:
    now = timezone.now()
    changed = RoleGrant.objects.filter(
        pk=grant, approved__isnull=True, revoked__isnull=True
    ).update(approved=now, approved_by=by, begins=now, expires=now + GRANT_LASTS)
    return changed == 1


def end_sessions(*, of: Person) -> None:
    """Throw the kill switch of one person: every session signed in before now is dead."""
    Person.objects.filter(pk=of.pk).update(sessions_begin=timezone.now())


def close_account(*, of: Person) -> None:
    """Close an account for good: its grants end now, and the next request is refused."""
    now = timezone.now()
    with transaction.atomic():
        Person.objects.filter(pk=of.pk).update(is_active=False, sessions_begin=now)
        RoleGrant.objects.filter(person=of, revoked__isnull=True).update(revoked=now)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
