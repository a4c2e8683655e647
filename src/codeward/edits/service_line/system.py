"""Tells the code system of a service line by the form of its code."""

import re

from codeward.model import ServiceLine, System

_OF_SERVICES = frozenset({System.HCPCS, System.CPT})
_HCPCS = re.compile(r"[A-V]\d{4}")
_CPT = re.compile(r"\d{4}[\dAFMTU]")


def system_by_form(code: str) -> System | None:
    """HCPCS or CPT by the form of the code; None where it has neither form."""
    if _HCPCS.fullmatch(code):
        return System.HCPCS
    return System.CPT if _CPT.fullmatch(code) else None


def system_of(line: ServiceLine) -> System | None:
    """The stated system of a line, else the one its code has the form of; None for any other."""
    if line.system in _OF_SERVICES:
        return line.system
    return system_by_form(line.code) if line.code else None
