"""The region of the body that holds a part: codes often tell regions apart and not their parts."""

from collections.abc import Sequence

_REGIONS = {
    "great toe": "foot",
    "big toe": "foot",
    "toe": "foot",
    "heel": "foot",
    "midfoot": "foot",
    "forefoot": "foot",
    "index finger": "hand",
    "thumb": "hand",
    "finger": "hand",
    "knuckle": "hand",
    "calf": "lower leg",
    "shin": "lower leg",
    "biceps": "upper arm",
    "triceps": "upper arm",
    "kneecap": "knee",
    "patella": "knee",
    "groin": "hip",
    "flank": "abdomen",
    "scapula": "shoulder",
    "clavicle": "shoulder",
}
_SIDED = frozenset({"right", "left", "bilateral", "both", "eye", "eyes", "ear", "ears"})
_IMPLYING = frozenset(
    "cataract glaucoma conjunctivitis keratitis uveitis iritis blepharitis chalazion hordeolum "
    "pterygium macular retinopathy otitis cerumen tinnitus gout".split()
)
_LONGEST_FIRST = sorted(_REGIONS, key=lambda part: -part.count(" "))


def wider(words: Sequence[str]) -> tuple[str, ...]:
    """The words with each part of the body replaced by its region."""
    text = f" {' '.join(words)} "
    for part in _LONGEST_FIRST:
        text = text.replace(f" {part} ", f" {_REGIONS[part]} ")
    return tuple(text.split())


def without_implied_place(words: Sequence[str]) -> tuple[str, ...]:
    """The words without side and organ where the condition can be nowhere else.

    The unspecified codes of these conditions have no side: a `cataract of the right eye` of which
    no kind is documented is H26.9.
    """
    if not _IMPLYING.intersection(words):
        return tuple(words)
    return tuple(word for word in words if word not in _SIDED)
