"""Performed: a procedure of the stay with the code that was built for it."""

import msgspec

from codeward.coding.mentions import Mention


class Performed(msgspec.Struct, frozen=True):
    """A code, where the text names the procedure, what was filled by default, and why.

    Attributes:
        code: The seven characters.
        mention: Where the text names it.
        wording: The template's code or the name of the rule that added it.
        defaulted: Slots that the documentation leaves open.
        guideline: Section of the ICD-10-PCS guidelines that decided.
    """

    code: str
    mention: Mention
    wording: str
    defaulted: tuple[str, ...] = ()
    guideline: str = "ICD-10-PCS B3"
