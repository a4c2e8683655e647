"""The one choke point: may this be done, on which ground, and how much is then shown."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

import msgspec

from codeward.safeguards.access.policy import FOUR_EYES, POLICY, STEP_UP, Row
from codeward.safeguards.access.request import AccessRequest, Grant, Subject
from codeward.safeguards.access.vocabulary import (
    Field,
    Label,
    Permission,
    Purpose,
    Reason,
    Relation,
    Role,
)

STEP_UP_LASTS: Final = dt.timedelta(minutes=5)
_CLEARED: Final = frozenset({Label.VIP, Label.EMPLOYEE})
_SEES_BY_DUTY: Final = frozenset({Role.PRIVACY_OFFICER, Role.INTEGRATION})
_OPENED_BY_GLASS: Final = frozenset({Permission.READ_CHART})


class AccessDecision(msgspec.Struct, frozen=True, kw_only=True):
    """The answer, as it goes on the ledger before anything is done.

    Attributes:
        allowed: Whether it may be done.
        reason: On which ground, or what stands against it.
        role: The role of the grant that allows it; None where it is refused.
        fields: Which parts of the encounter are then shown.
        concealed: The answer must look as if the object were not there.
        notices: Labels whose notice goes with what is shown (42 CFR 2.32).
    """

    allowed: bool
    reason: Reason
    role: Role | None = None
    fields: frozenset[Field] = frozenset()
    concealed: bool = False
    notices: frozenset[Label] = frozenset()


_CONCEALED: Final = frozenset({
    Reason.OTHER_FACILITY, Reason.OWN_CHART, Reason.PSYCHOTHERAPY_NOTE, Reason.NOT_ASSIGNED,
    Reason.LABEL_NOT_CLEARED,
})  # fmt: skip
_GROUND_OF: Final = {
    Relation.NO_PATIENT: Reason.SITE_DUTY,
    Relation.FACILITY: Reason.FACILITY_DUTY,
    Relation.ASSIGNMENT: Reason.ASSIGNED,
}
_GROUNDS: Final = frozenset({*_GROUND_OF.values(), Reason.GLASS_BROKEN})
_NEAREST_LAST: Final = (
    Reason.NO_GRANT, Reason.NO_PURPOSE, Reason.WRONG_PURPOSE, Reason.NO_SUBJECT,
    Reason.OTHER_FACILITY, Reason.OWN_CHART, Reason.PSYCHOTHERAPY_NOTE,
    Reason.PART2_LEGAL_PROCEEDING, Reason.NOT_ASSIGNED, Reason.LABEL_NOT_CLEARED,
    Reason.STEP_UP_NEEDED, Reason.SECOND_PERSON_NEEDED,
)  # fmt: skip


def authorize(request: AccessRequest) -> AccessDecision:
    """Decide by role, purpose, assignment, label, facility and time; what no row allows is refused.

    Of several grants the first that allows it counts; where none does, the refusal names the
    obstacle that came last, because the earlier ones were passed.
    """
    if not request.actor.active:
        return AccessDecision(allowed=False, reason=Reason.NOT_ACTIVE)
    nearest = Reason.NO_GRANT
    for grant in request.actor.grants:
        row = POLICY[request.permission].get(grant.role)
        if row is None or not grant.in_force(request.at):
            continue
        reason = _ground(request, grant, row)
        if reason in _GROUNDS:
            return _allowed(request, grant, row, reason)
        nearest = max(nearest, reason, key=_NEAREST_LAST.index)
    return AccessDecision(allowed=False, reason=nearest, concealed=nearest in _CONCEALED)


def _allowed(request: AccessRequest, grant: Grant, row: Row, reason: Reason) -> AccessDecision:
    labels = request.subject.labels if request.subject is not None else frozenset()
    return AccessDecision(
        allowed=True,
        reason=reason,
        role=grant.role,
        fields=row.fields,
        notices=labels & {Label.PART2} if row.fields else frozenset(),
    )


def _ground(request: AccessRequest, grant: Grant, row: Row) -> Reason:
    """The ground on which the grant allows it, or what stands against it."""
    subject = request.subject
    opened = subject is not None and _opened_by_glass(request, subject)
    against = next(_obstacles(request, grant, row, opened=opened), None)
    if against is not None:
        return against
    return Reason.GLASS_BROKEN if opened else _GROUND_OF[row.relation]


def _obstacles(request: AccessRequest, grant: Grant, row: Row, *, opened: bool) -> Iterator[Reason]:
    """What stands against it, the widest first; broken glass passes the purpose and what binds."""
    if request.purpose is None:
        yield Reason.NO_PURPOSE
    elif not opened and request.purpose not in row.purposes:
        yield Reason.WRONG_PURPOSE
    if row.relation is not Relation.NO_PATIENT:
        if request.subject is None:
            yield Reason.NO_SUBJECT
        else:
            yield from _obstacles_of(request, request.subject, grant, row, opened=opened)
    yield from _safeguards(request)


def _obstacles_of(
    request: AccessRequest, subject: Subject, grant: Grant, row: Row, *, opened: bool
) -> Iterator[Reason]:
    if not grant.covers(subject.facility):
        yield Reason.OTHER_FACILITY
    if subject.patient in request.actor.own_patients:
        yield Reason.OWN_CHART
    if _psychotherapy_note(request, subject, row):
        yield Reason.PSYCHOTHERAPY_NOTE
    if Label.PART2 in subject.labels and request.purpose is Purpose.LEGAL:
        yield Reason.PART2_LEGAL_PROCEEDING
    if opened:
        return
    if row.relation is Relation.ASSIGNMENT and request.actor.id not in subject.assigned_to:
        yield Reason.NOT_ASSIGNED
    if _uncleared(request, subject, grant):
        yield Reason.LABEL_NOT_CLEARED


def _opened_by_glass(request: AccessRequest, subject: Subject) -> bool:
    return (
        request.permission in _OPENED_BY_GLASS
        and request.purpose is Purpose.BREAK_THE_GLASS
        and any(glass.opens(subject.patient, request.at) for glass in request.actor.broken_glass)
    )


def _psychotherapy_note(request: AccessRequest, subject: Subject, row: Row) -> bool:
    """Payment and operations are no exception; only the patient's authorization opens it."""
    until = subject.authorized_until
    return (
        Label.PSYCHOTHERAPY_NOTE in subject.labels
        and Field.DOCUMENTS in row.fields
        and (until is None or request.today > until)
    )


def _uncleared(request: AccessRequest, subject: Subject, grant: Grant) -> bool:
    """VIPs and employees: only with a clearance, or by breaking the glass."""
    if grant.role in _SEES_BY_DUTY or request.permission is Permission.BREAK_GLASS:
        return False
    return bool((subject.labels & _CLEARED) - grant.clearances)


def _safeguards(request: AccessRequest) -> Iterator[Reason]:
    """A second factor shown just now, and a second person, where the act needs them."""
    actor = request.actor
    if request.permission in STEP_UP and not (
        actor.stepped_up is not None
        and dt.timedelta(0) <= request.at - actor.stepped_up <= STEP_UP_LASTS
    ):
        yield Reason.STEP_UP_NEEDED
    if request.permission in FOUR_EYES and request.second_person in (None, actor.id):
        yield Reason.SECOND_PERSON_NEEDED
