"""Generic codes: an unspecified code of a category gives way to a specific one beside it."""

from collections.abc import Iterator

from codeward.coding.case import Candidate, Case
from codeward.coding.rules.rule import Change, Drop, Rule

_CATEGORY, _SUBCATEGORY = 3, 4
# Each site that a cancer has spread to is coded.
_SECONDARY = ("C77", "C78", "C79")
# Unspecified codes that a specific code of another category makes superfluous.
_SUPERSEDED = {
    "D649": ("D50", "D51", "D52", "D55", "D57", "D61", "D62", "D63", "D64"),
    "E46": ("E43", "E44"),
    "M1990": ("M15", "M16", "M17", "M18", "M19"),
    "M1991": ("M15", "M16", "M17", "M18"),
    "M1992": ("M165", "M173", "M164", "M172", "M1914", "M1915", "M1916", "M1917", "M1918"),
    "M869": ("M462",),
    "M8610": ("M462", "M8611", "M8612", "M8613", "M8614", "M8615", "M8616", "M8617"),
    "R569": ("G40",),
    "C801": ("C",),
    "B009": ("B02",),
    "J22": ("J12", "J13", "J14", "J15", "J16", "J18", "J20", "J21"),
    "B349": ("B0", "B27", "A08", "J09", "J10", "J12"),
}


def changes(case: Case) -> Iterator[Change]:
    """Drop the unspecified code where the same chart states the specific one.

    What it does: within one category, a code that was only a default, or whose title says
    unspecified, is dropped beside a code that is not.
    Why: I.B.2 and I.B.18: code to the highest specificity documented in the encounter.
    What it does not do: codes of different sites or sides stay.
    """
    for code, better in _SUPERSEDED.items():
        if any(one.code != code for one in case.starting(*better)):
            yield Drop(code)
    for generic in case.candidates:
        if not _is_generic(generic, case):
            continue
        length = _SUBCATEGORY if generic.code.startswith(_SECONDARY) else _CATEGORY
        kin = [one for one in case.candidates if one.code[:length] == generic.code[:length]]
        best = max(kin, key=lambda one: _standing(one, case))
        if best.code != generic.code:
            yield Drop(generic.code)


def _standing(candidate: Candidate, case: Case) -> tuple[int, int, float]:
    title = case.book.title(candidate.code).lower()
    return (-title.count("unspecified"), len(candidate.evidence), -candidate.place)


def _is_generic(candidate: Candidate, case: Case) -> bool:
    if candidate.code.startswith(("Z", "S", "T", "W")):
        return False
    return "unspecified" in case.book.title(candidate.code).lower()


RULE = Rule("highest-specificity", "I.B.2", changes)
