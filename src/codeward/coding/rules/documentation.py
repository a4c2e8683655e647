"""The published page of the coding rules, made from the catalogue and the rules' own docstrings."""

from codeward.coding.rules.catalog import RULES

_HEAD = """# Coding rules

Generated from `codeward.coding.rules`. Each rule works on what was found in the documentation, in
this order; it adds, drops, replaces or sequences codes, or asks the provider, and names the section
of the ICD-10-CM Official Guidelines for Coding and Reporting that it follows. Its cases stand
beside it in the source.

| Rule | Guideline | What it does |
|---|---|---|
"""


def coding_rules_page() -> str:
    """The rules in the order in which they are applied, as a Markdown page."""
    return _HEAD + "".join(
        f"| {rule.name} | {rule.guideline} | {_first(rule.changes.__doc__)} |\n" for rule in RULES
    )


def _first(docstring: str | None) -> str:
    """The first sentence of a docstring, on one line."""
    paragraph = (docstring or "").strip().partition("\n\n")[0]
    return " ".join(paragraph.split()).replace("|", "\\|")
