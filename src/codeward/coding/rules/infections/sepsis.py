"""Sepsis: systemic infection first, then severity and organs; after a procedure; urosepsis."""

from collections.abc import Iterator

from codeward.coding.case import Candidate, Case
from codeward.coding.rules.rule import Ask, Before, Change, Drop, Lead, Rule
from codeward.coding.rules.support import add_at, add_beside

SEPSIS = ("A40", "A41", "A021", "A327", "B377", "A427")
_LOCAL = (
    "J12",
    "J13",
    "J14",
    "J15",
    "J18",
    "J69",
    "N390",
    "N10",
    "L0",
    "K65",
    "K35",
    "K57",
    "K81",
    "K83",
    "M86",
    "L89",
    "L97",
    "I33",
    "G00",
)
_ORGANS = ("N17", "J96", "G934", "G928", "K72", "D65", "J80", "I2489", "E872", "D6959")
_SITES = (
    ("deep_incisional", "T8142"),
    ("superficial_incisional", "T8141"),
    ("organ_space", "T8143"),
)


def order_changes(case: Case) -> Iterator[Change]:
    """Put the systemic infection before its source, its severity and the failing organs.

    What it does: shock also replaces severe sepsis without shock.
    Why: I.C.1.d.1.b, I.C.1.d.2 and I.C.1.d.4.
    What it does not do: septic shock of a procedure and sepsis that arose after admission are
    sequenced by their own guidelines.
    """
    severe = case.starting("R652")
    if case.has("R6521"):
        yield Drop("R6520")
    for systemic in (*case.starting(*SEPSIS), *(severe and case.starting("A419"))):
        for local in case.starting(*_LOCAL, "R652", *_ORGANS):
            yield Before(systemic.code, local.code)
    if severe:
        for code in ("R6520", "R6521"):
            yield Before("A419", code)
            for organ in case.starting(*_ORGANS, *_LOCAL):
                yield Before(code, organ.code)
    if case.has(*SEPSIS) or severe:
        yield Drop("R7881")


def organ_changes(case: Case) -> Iterator[Change]:
    """Add severe sepsis where an organ dysfunction is documented as due to the sepsis.

    What it does: severe sepsis without a systemic infection code gets the unspecified one as well.
    Why: I.C.1.d.1.a.iii and I.C.1.d.1.b.
    What it does not do: an organ dysfunction that only stands beside sepsis is not linked to it.
    """
    severe = case.starting("R652")
    if severe and not case.has(*SEPSIS):
        yield add_beside(severe[0], "A419", after=False)
    if severe or not case.has(*SEPSIS):
        return
    mention = case.said("severe_sepsis")
    if mention is not None:
        yield add_at(case, mention, "R6520")
        return
    for organ in case.starting(*_ORGANS):
        words = [word.word for word in case.line(organ.line).words]
        linked = any(words[n : n + 3] == ["due", "to", "sepsis"] for n in range(len(words)))
        if linked:
            yield add_beside(organ, "R6520", after=False)
            return


def procedure_changes(case: Case) -> Iterator[Change]:
    """Code sepsis after a procedure with its complication codes first.

    What it does: the infection of the site, sepsis following a procedure, then the sepsis itself.
    Why: I.C.1.d.5.
    What it does not do: sepsis of a patient who happens to have had surgery, unless the text calls
    it postprocedural, is left alone.
    """
    for shock in case.starting("T8112"):
        if not case.has(*SEPSIS):
            yield add_beside(shock, "A419", after=False)
            yield from _after_procedure(case, shock)
        yield Drop("R6521")
        for part in ("T8141", "T8142", "T8143", "T8149", "T8144", "A419", "A4151"):
            yield Before(part, shock.code)
    for sepsis in case.starting(*SEPSIS):
        yield from _after_procedure(case, sepsis)


def _after_procedure(case: Case, sepsis: Candidate) -> Iterator[Change]:
    """The complication codes of sepsis that the text calls postprocedural."""
    mention = case.said("postprocedural", line=sepsis.line)
    if mention is not None:
        yield add_beside(sepsis, "T8144", mention, after=False)
        site = case.said("surgical_site_infection", line=sepsis.line)
        if site is not None:
            depth = next(
                (code for concept, code in _SITES if case.said(concept, line=sepsis.line)), "T8149"
            )
            yield add_beside(sepsis, depth, site, after=False)
            yield Lead(depth)
        yield Lead("T8144")
        yield Before("T8144", "A419" if sepsis.code == "T8112" else sepsis.code)


def urosepsis_changes(case: Case) -> Iterator[Change]:
    """Ask what urosepsis means; it has no code.

    Why: I.C.1.d.1.a.ii.
    What it does not do: it codes neither sepsis nor a urinary infection from the word.
    """
    mention = case.said("uncertain_ph")
    if mention is not None:
        yield Ask("urosepsis", mention.span)


ORDER = Rule("sepsis-order", "I.C.1.d", order_changes)
ORGANS = Rule("severe-sepsis", "I.C.1.d.1.b", organ_changes)
PROCEDURE = Rule("sepsis-postprocedural", "I.C.1.d.5", procedure_changes)
UROSEPSIS = Rule("urosepsis-query", "I.C.1.d.1.a.ii", urosepsis_changes)
