"""How a code of each system is written; a record whose code fails its form is bad."""

import re

# The second character was a digit until FY2027 brought QA0.
ICD10CM = re.compile(r"[A-Z][0-9A][0-9A-Z]{1,5}")
# A heading of an index may end in a dash, which asks for more characters.
ICD10CM_DOTTED = re.compile(r"([A-Z][0-9A][0-9A-Z])(?:\.([0-9A-Z]{0,4}))?(-?)")
# I and O are never values of ICD-10-PCS: they look like digits.
ICD10PCS_VALUE = re.compile(r"[0-9A-HJ-NP-Z]")
ICD10PCS = re.compile(r"[0-9A-HJ-NP-Z]{7}")
ICD10PCS_START = re.compile(r"[0-9A-HJ-NP-Z]{3,7}")
# D codes are CDT and belong to the American Dental Association.
HCPCS = re.compile(r"[A-CE-V][0-9]{4}")
CPT = re.compile(r"[0-9]{4}[0-9AFMTU]")
CDT = re.compile(r"D[0-9]{4}")
MODIFIER = re.compile(r"[A-Z0-9]{2}")


def is_procedure_code(code: str) -> bool:
    """Whether a code can stand on a professional claim: CPT, HCPCS Level II or CDT."""
    return bool(CPT.fullmatch(code) or HCPCS.fullmatch(code) or CDT.fullmatch(code))
