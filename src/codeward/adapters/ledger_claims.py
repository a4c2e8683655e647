"""Records a final claim and each decision in it on the ledger, before the claim is written."""

import hashlib

import msgspec

from codeward.adapters.ledger_home import OpenLedger
from codeward.model import Decision, FinalEncounter
from codeward.model.claim_places import ClaimPlaces
from codeward.review import canonical
from codeward.safeguards.ledger import Action, Event, Kind, Opening, Proof


def record_claim(
    ledger: OpenLedger, final: FinalEncounter, claim: str, text: str, *, at: int, actor: str
) -> ClaimPlaces:
    """Record a claim; the same file on the same decisions gives the places that it has.

    Args:
        ledger: The ledger.
        final: The encounter with its decision record.
        claim: CLM01.
        text: The 837 file.
        at: Microseconds since 1970.
        actor: Who wrote the claim.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()
    store = ledger.store
    events = _events(ledger, final, claim, digest, at, actor)
    place = _there(ledger, events[-1])
    if place is None:
        place = store.append(events)[-1]
    store.checkpoint()
    proof = store.prove(place)
    size = int(proof.note.split("\n")[1])
    # One transaction entered them: the decisions stand right before their claim.
    decisions = tuple(range(place - len(final.record.decisions), place))
    return ClaimPlaces(place, decisions, len(proof.path), size)


def claim_proofs(
    ledger: OpenLedger, final: FinalEncounter, claim: str, places: ClaimPlaces
) -> tuple[Proof, ...]:
    """The proofs of a claim and of its decisions, each with what opens its reference."""
    of = ledger.references.opening
    proofs = [
        ledger.store.prove(place, (of(Kind.DECISION, decision_text(decision)),))
        for place, decision in zip(places.decisions, final.record.decisions, strict=True)
    ]
    return (*proofs, ledger.store.prove(places.claim, (of(Kind.CLAIM, claim),)))


def claim_openings(ledger: OpenLedger, claim: str, place: int) -> tuple[Opening, ...]:
    """What shows that an entry speaks of a claim; nothing where it names only the claim's file."""
    opening = ledger.references.opening(Kind.CLAIM, claim)
    named = ledger.references.of(Kind.CLAIM, claim) in ledger.store.entry(place).subjects
    return (opening,) if named else ()


def entries_about_claim(ledger: OpenLedger, claim: str) -> tuple[int, ...]:
    """The entries that name a claim, and those about the files in which it went out."""
    store = ledger.store
    named = store.about(f"subject:{ledger.references.of(Kind.CLAIM, claim)}")
    files = {store.entry(place).objects.get("file") for place in named}
    about = store.about(*(f"file:{file}" for file in files if file)) if files else ()
    mine = set(named)
    # An answer about another claim of the same file is not about this one.
    return tuple(sorted(mine | {place for place in about if not store.entry(place).subjects}))


def decision_text(decision: Decision) -> str:
    """The one form of a decision that its reference stands for."""
    return msgspec.json.encode(decision, order="sorted").decode()


def _events(
    ledger: OpenLedger, final: FinalEncounter, claim: str, digest: str, at: int, actor: str
) -> list[Event]:
    of = ledger.references.of
    record = of(Kind.RECORD, canonical(final.record).decode())
    named = (of(Kind.CLAIM, claim), of(Kind.ENCOUNTER, final.record.encounter_id), record)
    decided = [
        Event(
            at=at, actor=actor, action=Action.DECISION_FINAL,
            objects={"verdict": one.verdict.value},
            subjects=(of(Kind.DECISION, decision_text(one)), *named),
        )
        for one in final.record.decisions
    ]  # fmt: skip
    objects = {"file": digest}
    told = Event(at=at, actor=actor, action=Action.CLAIM_FINAL, objects=objects, subjects=named)
    return [*decided, told]


def _there(ledger: OpenLedger, claim: Event) -> int | None:
    """Where that very claim, on that very record, was entered before."""
    for place in ledger.store.about(f"file:{claim.objects['file']}"):
        entry = ledger.store.entry(place)
        if (entry.action, entry.subjects) == (claim.action, claim.subjects):
            return place
    return None
