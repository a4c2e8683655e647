"""Recognises a query that is a code or the beginning of one."""

import re

from codeward.model import System, undotted

_PATTERNS = (
    (System.ICD10CM, re.compile(r"[A-Z]\d[0-9A-Z](?:\.?[0-9A-Z]{0,4})")),
    (System.ICD10PCS, re.compile(r"(?=.*\d)[0-9B-DF-HX][0-9A-HJ-NP-Z]{2,6}")),
    (System.HCPCS, re.compile(r"[A-V]\d{3,4}")),
    (System.CPT, re.compile(r"\d{4}[0-9A-Z]")),
)


def code_prefixes(query: str) -> tuple[tuple[System, str], ...]:
    """The systems whose codes may begin like `query`, with the undotted beginning; often none."""
    typed = query.strip().rstrip(".-").upper()
    if not typed or " " in typed:
        return ()
    return tuple((system, undotted(typed)) for system, form in _PATTERNS if form.fullmatch(typed))
