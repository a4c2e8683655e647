"""Organisms: named in the infection code where one does so, otherwise as a code of their own."""

from collections.abc import Iterator

from codeward.coding.case import Candidate, Case
from codeward.coding.mentions import Mention
from codeward.coding.rules.rule import Before, Change, Replace, Rule
from codeward.coding.rules.support import add_beside

# Concept: code of sepsis, of pneumonia, and of the organism as an additional code.
ORGANISMS = {
    "drug_resistant_mrsa": ("A4102", "J15212", "B9562"),
    "mssa": ("A4101", "J15211", "B9561"),
    "staph_aureus": ("A4101", "J15211", "B9561"),
    "e_coli": ("A4151", "J155", "B9620"),
    "pseudomonas": ("A4152", "J151", "B965"),
    "klebsiella": ("A4159", "J150", "B961"),
    "proteus": ("A4159", "J1569", "B964"),
    "enterococcus": ("A4181", "J158", "B952"),
    "strep_pneumoniae": ("A403", "J13", "B953"),
    "group_a_strep": ("A400", "J154", "B950"),
    "group_b_strep": ("A401", "J153", "B951"),
    "h_influenzae": ("A413", "J14", "B963"),
    "strep": ("A409", "J154", "B955"),
}
_LOCAL = (
    "L0",
    "N390",
    "N10",
    "N30",
    "K65",
    "M86",
    "M00",
    "T814",
    "O23",
    "T8351",
    "L97",
    "K35",
    "J01",
    "H66",
    "R7881",
    "J95851",
    "T845",
    "T846",
    "T827",
    "T8571",
    "M46",
    "J86",
    "J85",
    "I33",
    "N45",
    "N70",
    "O861",
    "O85",
    "K61",
    "N41",
)


def organism_of(case: Case, line: int) -> tuple[str, Mention] | None:
    """The organism that a line names."""
    for concept in ORGANISMS:
        mention = case.said(concept, line=line)
        if mention is not None:
            return concept, mention
    return None


def changes(case: Case) -> Iterator[Change]:
    """Name the organism of sepsis, pneumonia and local infections.

    What it does: sepsis and pneumonia take the code that includes the organism; a local infection
    whose code does not include it is followed by B95 or B96.
    Why: I.B.7 and I.C.1.e.1 (resistant staphylococcus).
    What it does not do: an organism that the sepsis code names is not added for its source.
    """
    named_by_sepsis = False
    for sepsis in case.starting("A419", "A4101", "A412", "A409", "A415"):
        found = _sepsis_organism(case, sepsis.line)
        if found is not None:
            named_by_sepsis = True
            yield Replace(sepsis.code, ORGANISMS[found[0]][0], (found[1].span,))
    for pneumonia in case.starting("J189", "J159", "J156"):
        found = organism_of(case, pneumonia.line)
        if found is not None:
            yield Replace(pneumonia.code, ORGANISMS[found[0]][1], (found[1].span,))
    if named_by_sepsis or any(one.code != "A419" for one in case.starting("A40", "A41")):
        return
    for infection in case.starting(*_LOCAL):
        yield from _additional(case, infection)


def _sepsis_organism(case: Case, line: int) -> tuple[str, Mention] | None:
    """The organism of the sepsis: in its own line, else where sepsis is mentioned again."""
    lines = [line, *(mention.sentence for mention in case.mentions_of("A4", "R652"))]
    return next((found for one in lines if (found := organism_of(case, one))), None)


def _additional(case: Case, infection: Candidate) -> Iterator[Change]:
    found = organism_of(case, infection.line)
    if found is None or case.has("B95", "B96"):
        return
    code = ORGANISMS[found[0]][2]
    yield add_beside(infection, code, found[1])
    yield Before(infection.code, code)


RULE = Rule("organism-additional", "I.B.7; I.C.1.e", changes)
