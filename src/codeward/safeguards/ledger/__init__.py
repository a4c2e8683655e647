"""The ledger: what was done, in an order that nobody can change unseen."""

from codeward.safeguards.ledger.accounting import Accounting, Disclosure, accounting
from codeward.safeguards.ledger.checkpoint import Checkpoint, origin_of, read_checkpoint
from codeward.safeguards.ledger.event import (
    Action,
    Entry,
    Event,
    Outcome,
    Purpose,
    canonical,
    entered,
    event_of,
    read_entry,
)
from codeward.safeguards.ledger.note import Verifier, read_verifier
from codeward.safeguards.ledger.proof import Extra, Proof, check_proof, read_proof
from codeward.safeguards.ledger.reference import Kind, Opening, References, reference
from codeward.safeguards.ledger.retention import Retention, check_may_prune
from codeward.safeguards.ledger.tree import Frontier, LedgerError

__all__ = [
    "Accounting",
    "Action",
    "Checkpoint",
    "Disclosure",
    "Entry",
    "Event",
    "Extra",
    "Frontier",
    "Kind",
    "LedgerError",
    "Opening",
    "Outcome",
    "Proof",
    "Purpose",
    "References",
    "Retention",
    "Verifier",
    "accounting",
    "canonical",
    "check_may_prune",
    "check_proof",
    "entered",
    "event_of",
    "origin_of",
    "read_checkpoint",
    "read_entry",
    "read_proof",
    "read_verifier",
    "reference",
]
