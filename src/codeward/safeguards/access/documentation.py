"""The published access matrix, made from the policy table."""

from codeward.safeguards.access.policy import FOUR_EYES, POLICY, STEP_UP
from codeward.safeguards.access.vocabulary import Field, Permission, Role

_HEAD = """# Who may do what

Generated from `codeward.safeguards.access.policy`. What no row allows is refused, and every
decision, either way, stands on the ledger before anything is shown. The purposes are codes of HL7
v3-ActReason. *Bound by* says what must tie the actor to the patient: the facility of the grant, or
the facility and an assignment; `no-patient` acts show no patient. The parts shown are what the
role's work needs (45 CFR 164.502(b), 164.514(d)).

Above every row stand: nobody opens the own chart; a psychotherapy note needs the patient's
authorization (45 CFR 164.508(a)(2)); substance use records serve no legal proceeding and go with
their notice (42 CFR Part 2); charts of VIPs and of employees need a clearance. Breaking the glass
opens one patient for reading, for one hour, and passes the assignment and the clearance only.

| Permission | Role | Purposes | Bound by | Shows |
|---|---|---|---|---|
"""


def access_page() -> str:
    """The matrix in the order of the permissions and roles, as a Markdown page."""
    rows = "".join(
        f"| {_named(permission)} | {role.value} | {_listed(row.purposes)} | {row.relation.value} "
        f"| {_parts(row.fields)} |\n"
        for permission in Permission
        for role in Role
        if (row := POLICY[permission].get(role)) is not None
    )
    return (
        _HEAD
        + rows
        + "\n¹ needs the second factor again within five minutes. ² needs a second person.\n"
    )


def _named(permission: Permission) -> str:
    marks = "¹" * (permission in STEP_UP) + "²" * (permission in FOUR_EYES)
    return permission.value + marks


def _listed(values: frozenset[str]) -> str:
    return ", ".join(sorted(values))


def _parts(fields: frozenset[Field]) -> str:
    return ", ".join(field.value for field in Field if field in fields) or "nothing"
