"""A request for access: who asks, for what, about whom, why and when."""

import datetime as dt

import msgspec

from codeward.safeguards.access.vocabulary import Label, Permission, Purpose, Role


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """One role for one time at some facilities; void without who approved it, and why.

    Attributes:
        role: The role.
        facilities: Where it counts; empty for the whole site.
        begins: First moment on which it counts, in UTC.
        expires: First moment on which it no longer counts, in UTC (45 CFR 164.308(a)(4)).
        approved_by: Who approved it; never the holder.
        reason: Why it was given.
        clearances: Labels that the holder may see without breaking the glass.
    """

    role: Role
    facilities: frozenset[str] = frozenset()
    begins: dt.datetime
    expires: dt.datetime
    approved_by: str
    reason: str
    clearances: frozenset[Label] = frozenset()

    def in_force(self, at: dt.datetime) -> bool:
        """Whether it counts at that moment."""
        return self.begins <= at < self.expires

    def covers(self, facility: str) -> bool:
        """Whether it counts at that facility."""
        return not self.facilities or facility in self.facilities


class BrokenGlass(msgspec.Struct, frozen=True, kw_only=True):
    """One patient opened in an emergency, for one hour, to be reviewed.

    Attributes:
        patient: The patient, and no other.
        opened: When, in UTC.
        expires: First moment on which it no longer counts, in UTC.
    """

    patient: str
    opened: dt.datetime
    expires: dt.datetime

    def opens(self, patient: str, at: dt.datetime) -> bool:
        """Whether it opens that patient's chart at that moment."""
        return self.patient == patient and self.opened <= at < self.expires


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A person or a service that is signed in.

    Attributes:
        id: Stands on the ledger; no name.
        active: False once the account is closed or killed.
        grants: All that were ever given; those in force count.
        own_patients: Patients who are this person: nobody codes or reads their own chart.
        broken_glass: Glass that this person broke.
        stepped_up: When the second factor was last shown for a sensitive act, in UTC.
    """

    id: str
    active: bool
    grants: tuple[Grant, ...]
    own_patients: frozenset[str] = frozenset()
    broken_glass: tuple[BrokenGlass, ...] = ()
    stepped_up: dt.datetime | None = None


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Whose information is concerned.

    Attributes:
        patient: Id of the patient.
        encounter: Id of the encounter.
        facility: Where the encounter belongs.
        assigned_to: Ids of those whose work item it is.
        labels: Labels of the chart, or of the document where one document is asked for.
        authorized_until: Last day of the patient's written authorization for psychotherapy notes
            (45 CFR 164.508(a)(2)); None where there is none.
    """

    patient: str
    encounter: str
    facility: str
    assigned_to: frozenset[str] = frozenset()
    labels: frozenset[Label] = frozenset()
    authorized_until: dt.date | None = None


class AccessRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What one view, call, job or command asks before it does anything.

    Attributes:
        actor: Who asks.
        permission: For what.
        purpose: Why; a request without a purpose is refused.
        subject: About whom; None where no patient is concerned.
        at: When, in UTC.
        today: The day at the site, by which days of authorizations are counted.
        second_person: Id of who approved beside the actor, for acts that need four eyes.
    """

    actor: Actor
    permission: Permission
    purpose: Purpose | None
    subject: Subject | None
    at: dt.datetime
    today: dt.date
    second_person: str | None = None
