"""Body sites: the region of the classification that holds a part, where codes go by region."""

from collections.abc import Set as AbstractSet

from codeward.codesets.words import stem


def _stems(*words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words)


_UPPER = _stems("arm", "forearm", "wrist", "elbow", "shoulder", "hand")
_LOWER = _stems("leg", "thigh", "calf", "shin", "knee", "ankle", "foot")
_HANDS = _stems("hand", "foot")
_TRUNK = _stems("back", "chest", "abdomen", "flank", "breast", "axilla", "buttock")
_UPPER_LIMB, _LOWER_LIMB = _stems("upper", "limb"), _stems("lower", "limb")
_TORSO = _stems("trunk")
_FACE = _stems("nose", "cheek", "forehead", "chin", "temple", "jaw")
_SACRAL = _stems("sacrum", "coccyx", "tailbone", "coccygeal")

# Codes by limb as a whole, and those that list hand and foot beside the limb.
_BY_LIMB = ("L03", "D17", "C43", "C44", "D03", "D04", "D22", "D23", "C49", "D21", "C40")
_BESIDE_HAND = ("L02",)
_BY_FACE = ("C43", "C44", "D03", "D04", "D22", "D23", "L02", "L03")
_BY_TRUNK = ("C43", "C44", "D17", "D03", "D04", "D22", "D23")
_PRESSURE = ("L89",)

# Lymphomas, and what has spread to lymph nodes, go by the region of the nodes.
_BY_NODES = ("C77", "C81", "C82", "C83", "C84", "C85", "C88")
_NODES = (
    (_stems("inguinal", "groin", "femoral"), _stems("inguinal", "region", "lower", "limb")),
    (_stems("axillary", "axilla"), _stems("axilla", "upper", "limb")),
    (_stems("cervical", "supraclavicular", "submandibular"), _stems("head", "face", "neck")),
    (_stems("mediastinal", "hilar", "mediastinum"), _stems("intrathoracic")),
    (_stems("retroperitoneal", "mesenteric", "abdominal"), _stems("intra", "abdominal")),
    (_stems("iliac", "pelvic"), _stems("intrapelvic")),
)
_REGIONS = (*_BY_LIMB, *_BESIDE_HAND, *_PRESSURE, *_BY_NODES)


def qualified(code: str, stems: AbstractSet[str]) -> frozenset[str]:
    """The stems of the regions that hold the parts among some stems, for a code that asks them.

    Source: titles of the Tabular List, which name upper limb, lower limb and trunk.
    """
    if not code.startswith(_REGIONS):
        return frozenset()
    parts = stems - _HANDS if code.startswith(_BESIDE_HAND) else stems
    found: frozenset[str] = frozenset()
    if parts & _UPPER:
        found |= _UPPER_LIMB
    if parts & _LOWER:
        found |= _LOWER_LIMB
    if code.startswith(_BY_TRUNK) and stems & _TRUNK:
        found |= _TORSO
    if code.startswith(_BY_FACE) and stems & _FACE:
        found |= _stems("face")
    if code.startswith(_PRESSURE) and stems & _SACRAL:
        found |= _stems("sacral")
    if code.startswith(_PRESSURE) and _stems("deep", "tissue") <= stems:
        found |= _stems("pressure", "induced", "damage")
    return found | _node_region(code, stems)


def _node_region(code: str, stems: AbstractSet[str]) -> frozenset[str]:
    """The stems of the region of lymph nodes, where the code goes by it."""
    if not code.startswith(_BY_NODES):
        return frozenset()
    regions = [region for nodes, region in _NODES if stems & nodes]
    return frozenset().union(*regions)
