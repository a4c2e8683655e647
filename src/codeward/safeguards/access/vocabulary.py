"""The words in which access is asked for and answered: roles, purposes, permissions, labels."""

from enum import StrEnum


class Role(StrEnum):
    """What a person or a service is to the site; a grant gives one for a time."""

    CODER = "coder"
    SENIOR_CODER = "senior-coder"
    CDI_SPECIALIST = "cdi-specialist"
    BILLER = "biller"
    COMPLIANCE_AUDITOR = "compliance-auditor"
    PRIVACY_OFFICER = "privacy-officer"
    INTEGRATION = "integration"
    ADMINISTRATOR = "administrator"


class Purpose(StrEnum):
    """Why health information is wanted, in the codes of HL7 v3-ActReason."""

    PAYMENT = "HPAYMT"
    OPERATIONS = "HOPERAT"
    TREATMENT = "TREAT"
    PATIENT_REQUEST = "PATRQT"
    SYSTEM = "HSYSADMIN"
    LEGAL = "HLEGAL"
    BREAK_THE_GLASS = "BTG"


class Permission(StrEnum):
    """What can be asked for: one verb each. `policy.py` says who may."""

    SEARCH_CODE_SETS = "search-code-sets"
    READ_WORKLIST = "read-worklist"
    READ_CHART = "read-chart"
    CLAIM_CHART = "claim-chart"
    ASSIGN_CHART = "assign-chart"
    DECIDE_CODES = "decide-codes"
    FINALIZE_CHART = "finalize-chart"
    UNLOCK_CHART = "unlock-chart"
    WRITE_QUERY = "write-query"
    READ_CLAIM = "read-claim"
    RELEASE_CLAIM = "release-claim"
    READ_REMITTANCE = "read-remittance"
    DRAW_AUDIT_SAMPLE = "draw-audit-sample"
    SCORE_AUDIT = "score-audit"
    READ_LEDGER = "read-ledger"
    ACCOUNT_DISCLOSURES = "account-disclosures"
    BREAK_GLASS = "break-glass"
    REVIEW_BREAK_GLASS = "review-break-glass"
    EXPORT = "export"
    SET_LABEL = "set-label"
    SET_LEGAL_HOLD = "set-legal-hold"
    SHRED_KEY = "shred-key"
    ROTATE_KEYS = "rotate-keys"
    MANAGE_USERS = "manage-users"
    APPROVE_GRANT = "approve-grant"
    MANAGE_TOKENS = "manage-tokens"
    CHANGE_SETTINGS = "change-settings"
    MANAGE_CODE_SETS = "manage-code-sets"
    RUN_BACKUP = "run-backup"
    READ_JOBS = "read-jobs"
    RECEIVE_ENCOUNTER = "receive-encounter"


class Label(StrEnum):
    """What makes a chart or a document more sensitive than others."""

    PART2 = "part2"
    """Substance use disorder records, 42 CFR Part 2."""
    PSYCHOTHERAPY_NOTE = "psychotherapy-note"
    """45 CFR 164.508(a)(2)."""
    VIP = "vip"
    EMPLOYEE = "employee"
    """A patient who works at the site."""


class Field(StrEnum):
    """A part of what is stored on an encounter; a role sees the parts that its work needs."""

    IDENTITY = "identity"
    DOCUMENTS = "documents"
    CODES = "codes"
    EVIDENCE = "evidence"
    DECISIONS = "decisions"
    CLAIM = "claim"
    MONEY = "money"
    LABELS = "labels"
    ACCESS_HISTORY = "access-history"


class Relation(StrEnum):
    """What must bind the actor to the patient before a permission counts."""

    NO_PATIENT = "no-patient"
    """The act concerns no patient and shows none."""
    FACILITY = "facility"
    """The encounter belongs to a facility of the grant."""
    ASSIGNMENT = "assignment"
    """And it is the actor's work item."""


class Reason(StrEnum):
    """Why access was allowed or refused, as it stands on the ledger."""

    SITE_DUTY = "site-duty"
    FACILITY_DUTY = "facility-duty"
    ASSIGNED = "assigned"
    GLASS_BROKEN = "glass-broken"

    NOT_ACTIVE = "not-active"
    NO_GRANT = "no-grant"
    NO_PURPOSE = "no-purpose"
    WRONG_PURPOSE = "wrong-purpose"
    NO_SUBJECT = "no-subject"
    OTHER_FACILITY = "other-facility"
    OWN_CHART = "own-chart"
    PSYCHOTHERAPY_NOTE = "psychotherapy-note"
    PART2_LEGAL_PROCEEDING = "part2-legal-proceeding"
    LABEL_NOT_CLEARED = "label-not-cleared"
    NOT_ASSIGNED = "not-assigned"
    STEP_UP_NEEDED = "step-up-needed"
    SECOND_PERSON_NEEDED = "second-person-needed"
