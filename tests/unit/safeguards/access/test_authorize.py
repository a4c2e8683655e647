"""Who may see or do what, and what stands against it: one specification a rule."""

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.safeguards.access import (
    FOUR_EYES,
    POLICY,
    STEP_UP,
    AccessDecision,
    AccessRequest,
    Actor,
    BrokenGlass,
    Field,
    Grant,
    Label,
    Permission,
    Purpose,
    Reason,
    Relation,
    Role,
    Subject,
    authorize,
)

NOW = dt.datetime(2026, 11, 24, 15, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


def grant(role: Role = Role.CODER, **changes: Any) -> Grant:
    made = Grant(
        role=role,
        facilities=frozenset({"north"}),
        begins=NOW - DAY,
        expires=NOW + DAY,
        approved_by="u-privacy",
        reason="invented for this test",
    )
    return msgspec.structs.replace(made, **changes)


def actor(*grants: Grant, **changes: Any) -> Actor:
    made = Actor(id="u-1", active=True, grants=grants or (grant(),), stepped_up=NOW)
    return msgspec.structs.replace(made, **changes)


SUBJECT = Subject(patient="p-1", encounter="e-1", facility="north", assigned_to=frozenset({"u-1"}))


def subject(**changes: Any) -> Subject:
    return msgspec.structs.replace(SUBJECT, **changes)


def ask(
    permission: Permission = Permission.READ_CHART,
    *,
    by: Actor | None = None,
    about: Subject | None = SUBJECT,
    purpose: Purpose | None = Purpose.PAYMENT,
    at: dt.datetime = NOW,
    second_person: str | None = None,
) -> AccessDecision:
    return authorize(
        AccessRequest(
            actor=by or actor(),
            permission=permission,
            purpose=purpose,
            subject=about,
            at=at,
            today=at.date(),
            second_person=second_person,
        )
    )


def refusal(reason: Reason, *, concealed: bool) -> AccessDecision:
    return AccessDecision(allowed=False, reason=reason, concealed=concealed)


class TestTheOrdinaryWay:
    def test_a_coder_reads_the_chart_that_is_her_work_item(self) -> None:
        answer = ask()
        assert (answer.allowed, answer.reason, answer.role) == (True, Reason.ASSIGNED, Role.CODER)

    def test_she_sees_documents_and_codes_and_no_money(self) -> None:
        assert Field.DOCUMENTS in ask().fields
        assert Field.MONEY not in ask().fields

    def test_the_chart_of_another_is_not_there_for_her(self) -> None:
        assert ask(about=subject(assigned_to=frozenset({"u-2"}))) == refusal(
            Reason.NOT_ASSIGNED, concealed=True
        )

    def test_a_chart_of_another_facility_is_not_there_for_her(self) -> None:
        assert ask(about=subject(facility="south")) == refusal(
            Reason.OTHER_FACILITY, concealed=True
        )

    def test_a_grant_without_facilities_counts_on_the_whole_site(self) -> None:
        everywhere = actor(grant(facilities=frozenset()))
        assert ask(by=everywhere, about=subject(facility="south")).allowed

    def test_a_biller_sees_the_claim_with_its_money_and_no_documents(self) -> None:
        answer = ask(Permission.READ_CLAIM, by=actor(grant(Role.BILLER)))
        assert answer.reason is Reason.FACILITY_DUTY
        assert Field.MONEY in answer.fields
        assert Field.DOCUMENTS not in answer.fields

    def test_the_first_grant_that_allows_it_counts(self) -> None:
        both = actor(grant(Role.BILLER), grant(Role.SENIOR_CODER))
        assert ask(by=both).role is Role.SENIOR_CODER


class TestPurpose:
    def test_a_request_without_a_purpose_is_refused(self) -> None:
        assert ask(purpose=None) == refusal(Reason.NO_PURPOSE, concealed=False)

    def test_a_purpose_that_is_not_of_the_role_is_refused(self) -> None:
        assert ask(purpose=Purpose.OPERATIONS) == refusal(Reason.WRONG_PURPOSE, concealed=False)

    def test_a_purpose_without_an_assignment_is_refused(self) -> None:
        assert ask(about=subject(assigned_to=frozenset())).reason is Reason.NOT_ASSIGNED

    def test_a_permission_about_a_patient_needs_one(self) -> None:
        assert ask(about=None) == refusal(Reason.NO_SUBJECT, concealed=False)


class TestTime:
    @pytest.mark.parametrize(
        ("at", "allowed"),
        [
            (NOW - DAY - SECOND, False),
            (NOW - DAY, True),
            (NOW + DAY - SECOND, True),
            (NOW + DAY, False),
            (NOW + DAY + SECOND, False),
        ],
    )
    def test_a_grant_counts_from_its_begin_until_the_second_before_its_end(
        self, at: dt.datetime, allowed: bool
    ) -> None:
        assert ask(at=at).allowed is allowed

    def test_a_closed_account_gets_nothing_whatever_it_holds(self) -> None:
        closed = actor(active=False)
        assert ask(by=closed) == refusal(Reason.NOT_ACTIVE, concealed=False)
        assert not ask(Permission.SEARCH_CODE_SETS, by=closed, about=None).allowed


class TestLabels:
    def test_nobody_opens_the_own_chart(self) -> None:
        own = actor(own_patients=frozenset({"p-1"}), broken_glass=(glass(),))
        assert ask(by=own) == refusal(Reason.OWN_CHART, concealed=True)
        assert ask(by=own, purpose=Purpose.BREAK_THE_GLASS).reason is Reason.OWN_CHART

    @pytest.mark.parametrize("label", [Label.VIP, Label.EMPLOYEE])
    def test_a_labelled_chart_needs_a_clearance(self, label: Label) -> None:
        about = subject(labels=frozenset({label}))
        assert ask(about=about) == refusal(Reason.LABEL_NOT_CLEARED, concealed=True)
        assert ask(by=actor(grant(clearances=frozenset({label}))), about=about).allowed

    def test_a_clearance_for_one_label_is_none_for_another(self) -> None:
        cleared = actor(grant(clearances=frozenset({Label.VIP})))
        both = subject(labels=frozenset({Label.VIP, Label.EMPLOYEE}))
        assert ask(by=cleared, about=both).reason is Reason.LABEL_NOT_CLEARED

    def test_a_psychotherapy_note_is_not_there_without_an_authorization(self) -> None:
        note = subject(labels=frozenset({Label.PSYCHOTHERAPY_NOTE}))
        assert ask(about=note) == refusal(Reason.PSYCHOTHERAPY_NOTE, concealed=True)

    def test_an_authorization_holds_on_its_last_day_and_not_on_the_next(self) -> None:
        labels = frozenset({Label.PSYCHOTHERAPY_NOTE})
        assert ask(about=subject(labels=labels, authorized_until=NOW.date())).allowed
        ended = subject(labels=labels, authorized_until=(NOW - DAY).date())
        assert ask(about=ended).reason is Reason.PSYCHOTHERAPY_NOTE

    def test_no_emergency_opens_a_psychotherapy_note(self) -> None:
        note = subject(labels=frozenset({Label.PSYCHOTHERAPY_NOTE}))
        broke = actor(broken_glass=(glass(),))
        assert not ask(by=broke, about=note, purpose=Purpose.BREAK_THE_GLASS).allowed

    def test_substance_use_records_go_with_their_notice(self) -> None:
        assert ask(about=subject(labels=frozenset({Label.PART2}))).notices == {Label.PART2}

    def test_substance_use_records_serve_no_legal_proceeding(self) -> None:
        officer = actor(grant(Role.PRIVACY_OFFICER))
        about = subject(labels=frozenset({Label.PART2}))

        def exported(of: Subject) -> AccessDecision:
            return ask(
                Permission.EXPORT, by=officer, about=of, purpose=Purpose.LEGAL, second_person="u-2"
            )

        assert exported(about).reason is Reason.PART2_LEGAL_PROCEEDING
        assert exported(SUBJECT).allowed


def glass(patient: str = "p-1") -> BrokenGlass:
    return BrokenGlass(patient=patient, opened=NOW, expires=NOW + dt.timedelta(hours=1))


class TestBrokenGlass:
    ABOUT = subject(assigned_to=frozenset(), labels=frozenset({Label.VIP}))

    def opened(self, at: dt.datetime = NOW, patient: str = "p-1") -> AccessDecision:
        return ask(
            by=actor(broken_glass=(glass(patient),)),
            about=self.ABOUT,
            purpose=Purpose.BREAK_THE_GLASS,
            at=at,
        )

    def test_it_opens_the_one_patient(self) -> None:
        assert self.opened().reason is Reason.GLASS_BROKEN
        assert not self.opened(patient="p-2").allowed

    def test_it_opens_for_one_hour(self) -> None:
        hour = dt.timedelta(hours=1)
        assert self.opened(NOW + hour - SECOND).allowed
        assert not self.opened(NOW + hour).allowed
        assert not self.opened(NOW - SECOND).allowed

    def test_the_purpose_alone_opens_nothing(self) -> None:
        answer = ask(about=self.ABOUT, purpose=Purpose.BREAK_THE_GLASS)
        assert answer.reason is Reason.WRONG_PURPOSE

    def test_it_opens_reading_and_no_deciding(self) -> None:
        broke = actor(broken_glass=(glass(),))
        answer = ask(
            Permission.DECIDE_CODES, by=broke, about=self.ABOUT, purpose=Purpose.BREAK_THE_GLASS
        )
        assert not answer.allowed

    def test_another_facility_stays_closed(self) -> None:
        broke = actor(broken_glass=(glass(),))
        south = subject(facility="south")
        assert not ask(by=broke, about=south, purpose=Purpose.BREAK_THE_GLASS).allowed


class TestSafeguards:
    @pytest.mark.parametrize(
        ("ago", "allowed"),
        [(dt.timedelta(0), True), (dt.timedelta(minutes=5), True),
         (dt.timedelta(minutes=5) + SECOND, False), (-SECOND, False)],
    )  # fmt: skip
    def test_a_sensitive_act_needs_the_second_factor_within_five_minutes(
        self, ago: dt.timedelta, allowed: bool
    ) -> None:
        biller = actor(grant(Role.BILLER), stepped_up=NOW - ago)
        assert ask(Permission.RELEASE_CLAIM, by=biller).allowed is allowed

    def test_who_never_stepped_up_is_asked_to(self) -> None:
        biller = actor(grant(Role.BILLER), stepped_up=None)
        assert ask(Permission.RELEASE_CLAIM, by=biller) == refusal(
            Reason.STEP_UP_NEEDED, concealed=False
        )

    @pytest.mark.parametrize(("second", "allowed"), [(None, False), ("u-1", False), ("u-2", True)])
    def test_four_eyes_are_those_of_two_people(self, second: str | None, allowed: bool) -> None:
        senior = actor(grant(Role.SENIOR_CODER))
        answer = ask(Permission.UNLOCK_CHART, by=senior, second_person=second)
        assert answer.allowed is allowed


class TestTheTable:
    @pytest.mark.parametrize("permission", Permission)
    def test_every_permission_has_its_row(self, permission: Permission) -> None:
        assert POLICY[permission]

    @pytest.mark.parametrize("permission", Permission)
    @pytest.mark.parametrize("role", Role)
    def test_a_role_may_what_its_row_says_and_nothing_else(
        self, permission: Permission, role: Role
    ) -> None:
        row = POLICY[permission].get(role)
        purpose = Purpose.PAYMENT if row is None else min(row.purposes)
        answer = ask(permission, by=actor(grant(role)), purpose=purpose, second_person="u-2")
        assert answer.allowed is (row is not None)
        assert row is not None or answer == refusal(Reason.NO_GRANT, concealed=False)

    def test_the_administrator_sees_nothing_of_any_patient(self) -> None:
        rows = [rows[Role.ADMINISTRATOR] for rows in POLICY.values() if Role.ADMINISTRATOR in rows]
        assert rows
        assert all(not row.fields and row.relation is Relation.NO_PATIENT for row in rows)

    def test_money_is_hidden_from_everybody_who_decides_codes(self) -> None:
        for role in POLICY[Permission.DECIDE_CODES]:
            shown = {
                field for rows in POLICY.values() if role in rows for field in rows[role].fields
            }
            assert Field.MONEY not in shown

    def test_an_act_without_a_patient_shows_nothing(self) -> None:
        rows = [row for by_role in POLICY.values() for row in by_role.values()]
        assert all(not row.fields for row in rows if row.relation is Relation.NO_PATIENT)

    def test_what_needs_four_eyes_needs_a_second_factor_too(self) -> None:
        assert FOUR_EYES < STEP_UP


@given(
    permission=st.sampled_from(Permission),
    purpose=st.sampled_from(Purpose),
    roles=st.lists(st.sampled_from(Role), max_size=3),
    facility=st.sampled_from(["north", "south"]),
    labels=st.frozensets(st.sampled_from(Label)),
    assigned=st.booleans(),
    broken=st.booleans(),
)
def test_taking_a_grant_away_never_opens_anything(
    permission: Permission,
    purpose: Purpose,
    roles: list[Role],
    facility: str,
    labels: frozenset[Label],
    assigned: bool,
    broken: bool,
) -> None:
    about = subject(
        facility=facility,
        labels=labels,
        assigned_to=frozenset({"u-1"}) if assigned else frozenset(),
    )
    grants = tuple(grant(role) for role in roles)

    def allowed(held: tuple[Grant, ...]) -> bool:
        by = Actor(
            id="u-1", active=True, grants=held, stepped_up=NOW,
            broken_glass=(glass(),) if broken else (),
        )  # fmt: skip
        return ask(permission, by=by, about=about, purpose=purpose, second_person="u-2").allowed

    assert not allowed(())
    if not allowed(grants):
        assert not any(allowed((one,)) for one in grants)
