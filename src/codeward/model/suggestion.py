"""A code that Codeward proposes, with the evidence and the way that led to it."""

from decimal import Decimal

import msgspec

from codeward.model.encounter import PresentOnAdmission
from codeward.model.evidence import EvidenceSpan
from codeward.model.system import System


class PathStep(msgspec.Struct, frozen=True, gc=False):
    """One step from the text to the code.

    Attributes:
        step: Kind of step: `phrase`, `lexicon`, `index`, `tabular`, `default`, `guideline`.
        detail: What was used: the phrase, the entry, the code, the rule.
    """

    step: str
    detail: str


class Suggestion(msgspec.Struct, frozen=True):
    """A proposed code. A person decides; nothing here is final.

    Attributes:
        system: Code system.
        code: Undotted code.
        title: Official title in the release in force.
        sequence: Proposed place, counted from 1 within diagnoses and within procedures.
        confidence: From 0 to 1: the share of such suggestions expected to be right.
        evidence: Spans that support it, at least one.
        path: The way from the text to the code, in order.
        guideline: Section of the Official Guidelines that decided, None where none did.
        needs: Details that the documentation lacks for a more specific code.
        units: How many units of a HCPCS code, None for codes without units.
        modifiers: Modifiers that the documentation supports, such as `JW`.
        poa: Present on admission of an inpatient diagnosis: `Y`, `N`, `U`, `W`; None where the
            code is exempt, the text leaves it open, or the setting knows none.
        poa_reason: Why, with the section of the guideline.
    """

    system: System
    code: str
    title: str
    sequence: int
    confidence: float
    evidence: tuple[EvidenceSpan, ...]
    path: tuple[PathStep, ...]
    guideline: str | None = None
    needs: tuple[str, ...] = ()
    units: Decimal | None = None
    modifiers: tuple[str, ...] = ()
    poa: PresentOnAdmission | None = None
    poa_reason: str = ""
