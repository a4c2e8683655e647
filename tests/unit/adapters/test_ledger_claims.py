"""A claim on the ledger: once for one record, anew where the decisions changed."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from codeward.adapters.ledger_claims import claim_proofs, entries_about_claim, record_claim
from codeward.adapters.ledger_home import open_ledger
from codeward.model import (
    Decision,
    DecisionRecord,
    Encounter,
    FinalEncounter,
    Rationale,
    System,
    Verdict,
)
from codeward.safeguards.ledger import Action, check_proof

AT = datetime(2026, 11, 24, tzinfo=UTC)


def final(*codes: str, why: str = "documented") -> FinalEncounter:
    decisions = tuple(
        Decision(System.ICD10CM, code, Verdict.ADDED, "coder", AT, rationale=Rationale(why))
        for code in codes
    )
    facts = {"encounter_id": "E-1", "setting": "professional",
             "patient": {"birth_date": "1970-01-01", "sex": "F"}}  # fmt: skip
    encounter = msgspec.convert(facts, Encounter, strict=False)
    return FinalEncounter(encounter, DecisionRecord("E-1", decisions, {}, "engine"))


def test_the_same_record_is_entered_once_and_other_decisions_anew(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path)
    with ledger.store as on:
        first = final("I10", "E119")
        made = record_claim(ledger, first, "C-1", "ISA*1~", at=1, actor="user:a")
        assert (made.claim, made.decisions, made.size) == (2, (0, 1), 3)
        assert record_claim(ledger, first, "C-1", "ISA*1~", at=9, actor="user:b") == made
        other = final("I10", "E119", why="another reason")
        again = record_claim(ledger, other, "C-1", "ISA*1~", at=9, actor="user:b")
        assert (again.claim, again.decisions) == (5, (3, 4))
        for one, places in ((first, made), (other, again)):
            proofs = claim_proofs(ledger, one, "C-1", places)
            told = [check_proof(proof, ledger.verifier).action for proof in proofs]
            assert told == [Action.DECISION_FINAL, Action.DECISION_FINAL, Action.CLAIM_FINAL]
        assert entries_about_claim(ledger, "C-1") == tuple(range(6))
        assert b"I10" not in b"".join(
            data for (data,) in on.database.connection.execute("SELECT event FROM entry")
        )
