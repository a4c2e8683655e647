"""Codes that carry no present-on-admission indicator.

CMS publishes the exempt list with each fiscal year (IPPS, "POA exempt list"). It consists of whole
categories and of the 7th characters that mean a later encounter or a sequela. This module holds
those regularities as code numbers, not the list of some 37,000 codes. Where it errs it errs on the
side of silence: an exempt code is never asked for an indicator.
"""

_CATEGORIES = (
    "B90 B91 B92 B94 E64 I252 I690 I691 I692 I693 I698 I699 O09 O665 O80 O94 P00 P293 P7884 P838 "
    "P918 Q0 Q1 Q2 Q3 Q4 Q5 Q6 Q7 Q8 Q9 V W X Y Z00 Z01 Z02 Z03 Z04 Z05 Z08 Z09 Z11 Z12 Z13 Z14 "
    "Z15 Z17 Z18 Z19 Z20 Z22 Z23 Z28 Z29 Z30 Z31 Z33 Z34 Z36 Z37 Z38 Z39 Z3A Z40 Z41 Z42 Z43 Z44 "
    "Z45 Z46 Z47 Z48 Z49 Z51 Z52 Z53 Z55 Z56 Z57 Z58 Z59 Z60 Z62 Z63 Z64 Z65 Z66 Z67 Z68 Z69 Z70 "
    "Z71 Z72 Z73 Z74 Z75 Z76 Z77 Z78 Z79 Z8 Z90 Z91 Z92 Z93 Z94 Z95 Z96 Z97 Z98 Z99"
)
_EXEMPT = tuple(_CATEGORIES.split())
_FRACTURES_AND_INJURIES = ("M8475", "M97", "S", "T")
_LATER_ENCOUNTER = frozenset("DEFGHJKMNPQRS")
_FULL_LENGTH = 7


def is_exempt(code: str) -> bool:
    """Whether the code takes no present-on-admission indicator."""
    if code.startswith(_EXEMPT):
        return True
    return (
        len(code) == _FULL_LENGTH
        and code.startswith(_FRACTURES_AND_INJURIES)
        and code[-1] in _LATER_ENCOUNTER
    )
