"""Who may do what: one row a permission and role. What no row allows is refused."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import msgspec

from codeward.safeguards.access.vocabulary import Field, Permission, Purpose, Relation, Role

_CODING: Final = frozenset(
    {Field.IDENTITY, Field.DOCUMENTS, Field.CODES, Field.EVIDENCE, Field.DECISIONS}
)
_BILLING: Final = frozenset(
    {Field.IDENTITY, Field.CODES, Field.EVIDENCE, Field.DECISIONS, Field.CLAIM, Field.MONEY}
)
_AUDIT: Final = _CODING | _BILLING
_PRIVACY: Final = frozenset({Field.IDENTITY, Field.LABELS, Field.ACCESS_HISTORY})
_WORKLIST: Final = frozenset({Field.IDENTITY})
_NOTHING: Final[frozenset[Field]] = frozenset()

_PAYMENT: Final = frozenset({Purpose.PAYMENT})
_OPERATIONS: Final = frozenset({Purpose.OPERATIONS})
_PRIVACY_WORK: Final = frozenset({Purpose.OPERATIONS, Purpose.PATIENT_REQUEST, Purpose.LEGAL})
_SYSTEM: Final = frozenset({Purpose.SYSTEM})


class Row(msgspec.Struct, frozen=True):
    """What one role may do under one permission.

    Attributes:
        purposes: For which purposes of use.
        relation: What must bind the actor to the patient.
        fields: Which parts of the encounter are then shown (45 CFR 164.502(b), 164.514(d)).
    """

    purposes: frozenset[Purpose]
    relation: Relation
    fields: frozenset[Field] = _NOTHING


_AT_SITE: Final = Row(_SYSTEM, Relation.NO_PATIENT)
_ANY_PURPOSE: Final = Row(frozenset(Purpose), Relation.NO_PATIENT)
_OWN_CHART_TO_CODE: Final = Row(_PAYMENT, Relation.ASSIGNMENT, _CODING)
_OWN_CHART_TO_IMPROVE: Final = Row(_OPERATIONS, Relation.ASSIGNMENT, _CODING)
_OWN_CHART_TO_AUDIT: Final = Row(_OPERATIONS, Relation.ASSIGNMENT, _AUDIT)
_LIST_TO_CODE: Final = Row(_PAYMENT, Relation.FACILITY, _WORKLIST)
_LIST_TO_IMPROVE: Final = Row(_OPERATIONS, Relation.FACILITY, _WORKLIST)
_CLAIMS_OF_FACILITY: Final = Row(_PAYMENT, Relation.FACILITY, _BILLING)
_PRIVACY_OF_FACILITY: Final = Row(_PRIVACY_WORK, Relation.FACILITY, _PRIVACY)

POLICY: Final[Mapping[Permission, Mapping[Role, Row]]] = MappingProxyType(
    {
        Permission.SEARCH_CODE_SETS: dict.fromkeys(Role, _ANY_PURPOSE),
        Permission.READ_WORKLIST: {
            Role.CODER: _LIST_TO_CODE,
            Role.SENIOR_CODER: _LIST_TO_CODE,
            Role.BILLER: _LIST_TO_CODE,
            Role.CDI_SPECIALIST: _LIST_TO_IMPROVE,
            Role.COMPLIANCE_AUDITOR: _LIST_TO_IMPROVE,
        },
        Permission.READ_CHART: {
            Role.CODER: _OWN_CHART_TO_CODE,
            Role.SENIOR_CODER: _OWN_CHART_TO_CODE,
            Role.CDI_SPECIALIST: _OWN_CHART_TO_IMPROVE,
            Role.COMPLIANCE_AUDITOR: _OWN_CHART_TO_AUDIT,
        },
        Permission.CLAIM_CHART: {
            Role.CODER: _LIST_TO_CODE,
            Role.SENIOR_CODER: _LIST_TO_CODE,
            Role.CDI_SPECIALIST: _LIST_TO_IMPROVE,
        },
        Permission.ASSIGN_CHART: {Role.SENIOR_CODER: _LIST_TO_CODE},
        Permission.DECIDE_CODES: {
            Role.CODER: _OWN_CHART_TO_CODE,
            Role.SENIOR_CODER: _OWN_CHART_TO_CODE,
        },
        Permission.FINALIZE_CHART: {
            Role.CODER: _OWN_CHART_TO_CODE,
            Role.SENIOR_CODER: _OWN_CHART_TO_CODE,
        },
        Permission.UNLOCK_CHART: {Role.SENIOR_CODER: _OWN_CHART_TO_CODE},
        Permission.WRITE_QUERY: {
            Role.CODER: _OWN_CHART_TO_CODE,
            Role.SENIOR_CODER: _OWN_CHART_TO_CODE,
            Role.CDI_SPECIALIST: _OWN_CHART_TO_IMPROVE,
        },
        Permission.READ_CLAIM: {
            Role.CODER: Row(_PAYMENT, Relation.ASSIGNMENT, _CODING | {Field.CLAIM}),
            Role.SENIOR_CODER: Row(_PAYMENT, Relation.ASSIGNMENT, _CODING | {Field.CLAIM}),
            Role.BILLER: _CLAIMS_OF_FACILITY,
            Role.COMPLIANCE_AUDITOR: _OWN_CHART_TO_AUDIT,
        },
        Permission.RELEASE_CLAIM: {Role.BILLER: _CLAIMS_OF_FACILITY},
        Permission.READ_REMITTANCE: {
            Role.BILLER: _CLAIMS_OF_FACILITY,
            Role.COMPLIANCE_AUDITOR: _OWN_CHART_TO_AUDIT,
        },
        Permission.DRAW_AUDIT_SAMPLE: {
            Role.COMPLIANCE_AUDITOR: Row(_OPERATIONS, Relation.NO_PATIENT),
        },
        Permission.SCORE_AUDIT: {
            Role.COMPLIANCE_AUDITOR: _OWN_CHART_TO_AUDIT,
            Role.SENIOR_CODER: Row(_OPERATIONS, Relation.ASSIGNMENT, _CODING),
        },
        Permission.READ_LEDGER: {
            Role.PRIVACY_OFFICER: _PRIVACY_OF_FACILITY,
            Role.COMPLIANCE_AUDITOR: Row(
                _OPERATIONS, Relation.FACILITY, frozenset({Field.DECISIONS})
            ),
        },
        Permission.ACCOUNT_DISCLOSURES: {Role.PRIVACY_OFFICER: _PRIVACY_OF_FACILITY},
        Permission.BREAK_GLASS: {
            Role.CODER: _LIST_TO_CODE,
            Role.SENIOR_CODER: _LIST_TO_CODE,
            Role.CDI_SPECIALIST: _LIST_TO_IMPROVE,
            Role.COMPLIANCE_AUDITOR: _LIST_TO_IMPROVE,
        },
        Permission.REVIEW_BREAK_GLASS: {Role.PRIVACY_OFFICER: _PRIVACY_OF_FACILITY},
        Permission.EXPORT: {
            Role.COMPLIANCE_AUDITOR: Row(_OPERATIONS, Relation.FACILITY, _AUDIT),
            Role.PRIVACY_OFFICER: Row(
                frozenset({Purpose.PATIENT_REQUEST, Purpose.LEGAL}),
                Relation.FACILITY,
                _AUDIT | _PRIVACY,
            ),
        },
        Permission.SET_LABEL: {Role.PRIVACY_OFFICER: _PRIVACY_OF_FACILITY},
        Permission.SET_LEGAL_HOLD: {Role.PRIVACY_OFFICER: _PRIVACY_OF_FACILITY},
        Permission.SHRED_KEY: {Role.PRIVACY_OFFICER: _PRIVACY_OF_FACILITY},
        Permission.ROTATE_KEYS: {Role.ADMINISTRATOR: _AT_SITE},
        Permission.MANAGE_USERS: {Role.ADMINISTRATOR: _AT_SITE},
        Permission.APPROVE_GRANT: {
            Role.PRIVACY_OFFICER: Row(_OPERATIONS, Relation.NO_PATIENT),
        },
        Permission.MANAGE_TOKENS: {Role.ADMINISTRATOR: _AT_SITE},
        Permission.CHANGE_SETTINGS: {Role.ADMINISTRATOR: _AT_SITE},
        Permission.MANAGE_CODE_SETS: {Role.ADMINISTRATOR: _AT_SITE},
        Permission.RUN_BACKUP: {Role.ADMINISTRATOR: _AT_SITE},
        Permission.READ_JOBS: {Role.ADMINISTRATOR: _AT_SITE},
        Permission.RECEIVE_ENCOUNTER: {
            # Writes what it brings and reads nothing back.
            Role.INTEGRATION: Row(_PAYMENT, Relation.FACILITY),
        },
    }
)
"""The policy table; `docs/reference/access.md` is made from it."""

STEP_UP: Final = frozenset({
    Permission.FINALIZE_CHART, Permission.UNLOCK_CHART, Permission.RELEASE_CLAIM,
    Permission.BREAK_GLASS, Permission.EXPORT, Permission.SHRED_KEY, Permission.ROTATE_KEYS,
    Permission.MANAGE_USERS, Permission.APPROVE_GRANT, Permission.MANAGE_TOKENS,
})  # fmt: skip
"""Acts for which the second factor must have been shown a moment ago."""

FOUR_EYES: Final = frozenset({Permission.UNLOCK_CHART, Permission.SHRED_KEY, Permission.EXPORT})
"""Acts that a second person must have approved."""
