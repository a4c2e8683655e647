"""Levels: the vertebral joints that a fusion or discectomy spans (guideline B3.10a)."""

from collections.abc import Sequence

from codeward.codesets.words import Word

_SPINE = (
    *(f"c{number}" for number in range(1, 8)),
    *(f"t{number}" for number in range(1, 13)),
    *(f"l{number}" for number in range(1, 6)),
    "s1",
)
_MANY = 8
# Region: body part of one joint, of two or more, and of its disc, each with its body system.
_REGIONS = {
    "c": ("0RG1", "0RG2", "0RB3"),
    "ct": ("0RG4", "0RG4", "0RB5"),
    "t": ("0RG6", "0RG7", "0RB9"),
    "tl": ("0RGA", "0RGA", "0RBB"),
    "l": ("0SG0", "0SG1", "0SB2"),
    "ls": ("0SG3", "0SG3", "0SB4"),
}


def levels(words: Sequence[Word]) -> tuple[tuple[str, str], ...]:
    """For each region the first four characters of its fusion and of the excision of its disc.

    Empty where the words do not name two vertebrae. C1-C2 and an occipital level are left out.
    """
    said = [word.word for word in words if word.word in _SPINE]
    places = [_SPINE.index(one) for one in said]
    places += [place + 1 for place in places if len(set(places)) == 1 and place + 1 < len(_SPINE)]
    if not said or len(set(said)) == 1 or min(places) == 0:
        return ()
    counts: dict[str, int] = {}
    for upper in range(min(places), max(places)):
        region = "".join(dict.fromkeys(_SPINE[upper][0] + _SPINE[upper + 1][0]))
        counts[region] = counts.get(region, 0) + 1
    found = []
    for region, count in counts.items():
        one, more, disc = _REGIONS[region]
        joint = "0RG8" if region == "t" and count >= _MANY else more if count > 1 else one
        found.append((joint, disc))
    return tuple(found)
