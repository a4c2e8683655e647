"""The published page of the ledger: what is entered, and what its verifier finds."""

from typing import Final

from codeward.adapters.verify_ledger import RULES
from codeward.safeguards.ledger.event import MEANINGS

_HEAD: Final = """# What stands on the ledger

Generated from `codeward.safeguards.ledger.event` and `codeward.adapters.verify_ledger`.

## Entries

| Action | Means |
|---|---|
"""
_FINDINGS: Final = """
## Findings of the verifier

`codeward ledger verify` and `verify_ledger.py` name the first and last entry that each is about.

| Finding | Means |
|---|---|
"""


def ledger_page() -> str:
    """The page, as Markdown."""
    entries = "".join(f"| `{action}` | {means} |\n" for action, means in MEANINGS.items())
    return _HEAD + entries + _FINDINGS + "".join(f"| {one} | {RULES[one]} |\n" for one in RULES)
