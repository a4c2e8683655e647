"""A small code set for the tests of the coding engine: a few categories with real structure."""

from codeward.codesets.entry import CodeEntry

_TITLES = {
    "N18": "Chronic kidney disease (CKD)",
    "N181": "Chronic kidney disease, stage 1",
    "N183": "Chronic kidney disease, stage 3 (moderate)",
    "N1830": "Chronic kidney disease, stage 3 unspecified",
    "N1831": "Chronic kidney disease, stage 3a",
    "N1832": "Chronic kidney disease, stage 3b",
    "N184": "Chronic kidney disease, stage 4 (severe)",
    "N189": "Chronic kidney disease, unspecified",
    "G560": "Carpal tunnel syndrome",
    "G5600": "Carpal tunnel syndrome, unspecified upper limb",
    "G5601": "Carpal tunnel syndrome, right upper limb",
    "G5602": "Carpal tunnel syndrome, left upper limb",
    "G5603": "Carpal tunnel syndrome, bilateral upper limbs",
    "K572": "Diverticulitis of large intestine with perforation and abscess",
    "K5720": "Diverticulitis of large intestine with perforation and abscess without bleeding",
    "K5721": "Diverticulitis of large intestine with perforation and abscess with bleeding",
    "S525": "Fracture of lower end of radius",
    "S52501": "Unspecified fracture of the lower end of right radius",
    "M10": "Gout",
}
_PARENTS = {"N1830": "N183", "N1831": "N183", "N1832": "N183", "K5720": "K572", "K5721": "K572"}
_FRACTURE = {
    "A": "initial encounter for closed fracture",
    "B": "initial encounter for open fracture type I or II",
    "D": "subsequent encounter for closed fracture with routine healing",
    "P": "subsequent encounter for closed fracture with malunion",
    "S": "sequela",
}


def _parent(code):
    if code in _PARENTS:
        return _PARENTS[code]
    above = [one for one in _TITLES if code.startswith(one) and one != code]
    return max(above, key=len, default=None)


class SmallBook:
    """Answers what `CodeSet` answers, for the codes above."""

    def entry(self, code):
        if code not in _TITLES:
            return None
        header = bool(self.children(code))
        return CodeEntry(code, _TITLES[code], not header, header, _parent(code))

    def children(self, code):
        if code == "S52501":
            return tuple(code + ending for ending in _FRACTURE)
        return tuple(one for one in _TITLES if _parent(one) == code)

    def ancestors(self, code):
        above = _parent(code)
        return (above, *self.ancestors(above)) if above else ()

    def is_billable(self, code):
        if code.startswith("S52501"):
            return code[6:] in _FRACTURE and len(code) == 7
        return code in _TITLES and not self.children(code)

    def seventh_characters(self, code):
        return _FRACTURE if code.startswith("S52") else {}
