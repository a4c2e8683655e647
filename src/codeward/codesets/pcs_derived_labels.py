"""Labels of ICD-10-PCS values where no official table is imported: derived from titles.

Section and body system stand in no title; those that are coded daily are named here in our words.
Where nothing tells, there is no label, and the value is offered without one.
"""

from typing import Final

from codeward.codesets.pcs_labels import Labels, label_of

_TABLE: Final = 3
_AXES: Final = (
    "Section", "Body System", "Operation", "Body Part", "Approach", "Device", "Qualifier",
)  # fmt: skip
# Sections whose characters have other names than those of Medical and Surgical.
_OTHER_AXES: Final = frozenset("56BCDFGH")
SECTIONS: Final = {
    "0": "Surgery and other procedures on the body", "1": "Pregnancy and birth",
    "2": "Dressings, casts, packing", "3": "Giving substances and transfusion",
    "4": "Measuring and monitoring", "5": "Life support and taking over of body functions",
    "6": "Therapies by physical agents", "7": "Osteopathy", "8": "Procedures not named elsewhere",
    "9": "Chiropractic", "B": "Imaging", "C": "Nuclear medicine", "D": "Radiotherapy",
    "F": "Rehabilitation and hearing tests", "G": "Mental health",
    "H": "Treatment of substance abuse", "X": "New technology",
}  # fmt: skip
# Of the first section.
BODY_SYSTEMS: Final = {
    "0": "Brain, spinal cord, cranial nerves", "1": "Peripheral nerves",
    "2": "Heart and its great vessels", "3": "Arteries of the upper body",
    "4": "Arteries of the lower body", "5": "Veins of the upper body",
    "6": "Veins of the lower body", "7": "Lymph, spleen, marrow", "8": "Eye",
    "9": "Ear, nose, sinuses", "B": "Airways and lungs", "C": "Mouth and throat",
    "D": "Digestive tract", "F": "Liver, bile ducts, pancreas", "G": "Glands",
    "H": "Skin, nails, hair, breast", "J": "Tissue under the skin", "K": "Muscles",
    "L": "Tendons", "M": "Ligaments and bursae", "N": "Bones of head and face",
    "P": "Bones of the upper body", "Q": "Bones of the lower body",
    "R": "Joints of the upper body", "S": "Joints of the lower body", "T": "Urinary tract",
    "U": "Female organs", "V": "Male organs", "W": "Regions of the trunk",
    "X": "Regions of the arm", "Y": "Regions of the leg",
}  # fmt: skip


class DerivedLabels:
    """A `LabelBook` over labels that were derived from titles; there are no definitions."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels

    def axis(self, start: str) -> str:
        """What the character after `start` is called; its number where sections differ."""
        if start[:1] in _OTHER_AXES and len(start) >= _TABLE:
            return f"Character {len(start) + 1}"
        return _AXES[len(start)]

    def label(self, start: str, value: str) -> str | None:
        """What a value after `start` stands for."""
        if not start:
            return SECTIONS.get(value)
        if len(start) == 1:
            return BODY_SYSTEMS.get(value) if start == "0" else None
        table = (start + value)[:_TABLE]
        return label_of(self._labels, table, len(start) + 1, value)

    def definition(self, _start: str, _value: str) -> str:
        """Always empty: definitions come with the official files."""
        return ""
