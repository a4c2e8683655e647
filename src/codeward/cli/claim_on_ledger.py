"""Records a claim on the site's ledger before it is written, and hands out its proofs."""

from pathlib import Path

from codeward.adapters.durable_files import write_whole
from codeward.adapters.ledger_claims import claim_proofs, record_claim
from codeward.adapters.ledger_home import has_ledger
from codeward.claims import Claim
from codeward.cli.ledger_options import acting, clock, ledger_folder, microseconds, site_ledger
from codeward.model import FinalEncounter
from codeward.model.claim_places import ClaimPlaces


def on_ledger(final: FinalEncounter, claim: Claim, proofs: str | None) -> ClaimPlaces | None:
    """Where the claim stands on the ledger; None where the site has none and no proof is wanted.

    Args:
        final: The encounter with its decision record.
        claim: The claim.
        proofs: Folder for the proof files, None for none.
    """
    if proofs is None and not has_ledger(ledger_folder()):
        return None
    with site_ledger() as on:
        made = (final, claim.claim_id, claim.text)
        places = record_claim(on, *made, at=microseconds(clock()), actor=acting())
        if proofs is not None:
            folder = Path(proofs)
            folder.mkdir(parents=True, exist_ok=True)
            for proof in claim_proofs(on, final, claim.claim_id, places):
                path = folder / f"entry-{proof.index:09}.tlog-proof"
                write_whole(path, proof.text.encode())
    return places
