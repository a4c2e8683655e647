"""Every action and finding of the ledger is explained on its page."""

import re
from pathlib import Path

from codeward.adapters import verify_ledger
from codeward.adapters.ledger_documentation import ledger_page
from codeward.safeguards.ledger import Action


def test_every_action_and_every_finding_is_on_the_page() -> None:
    page = ledger_page()
    assert all(f"| `{one}` |" in page for one in Action)
    used = set(re.findall(r"LDG\d{3}", Path(verify_ledger.__file__).read_text("utf-8")))
    assert used == set(verify_ledger.RULES)
    assert all(f"| {one} |" in page for one in used)
