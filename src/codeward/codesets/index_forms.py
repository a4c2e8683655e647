"""The forms in which people write what an Index files under a main term and its subterms.

`Anemia > iron deficiency > due to > blood loss` is written `iron deficiency anemia due to blood
loss`: plain modifiers go before the main term, parts that begin with a preposition after it.
"""

from functools import lru_cache
from typing import Final

STEP: Final = " > "
_PREPOSITIONS: Final = (
    "with", "due to", "in", "of", "from", "by", "following", "without", "after", "during",
    "secondary to", "complicating", "associated", "on", "at", "for", "to", "and",
)  # fmt: skip
_SAME_WORD: Final = 4
_TWO: Final = 2


@lru_cache(maxsize=131_072)
def forms_of_path(path: str) -> tuple[str, ...]:
    """What a path may read, its plain order first.

    Args:
        path: Cleaned titles from the main term down, joined by `STEP`.
    """
    titles = path.split(STEP)
    head, forms_of_head, qualifiers = _main_term(titles[0])
    below = [part for title in titles[1:] for part in _parts(title)]
    prepositional = [part for part in below if _is_prepositional(part)]
    plain = [part for part in below if not _is_prepositional(part)]
    found: list[str] = []
    for form in (head, *(forms_of_head if below else ())):
        found += _with_qualifiers(form, qualifiers, below=bool(below))
    if below:
        heads = found
        found = []
        for one in heads:
            found += _placed(one, plain, prepositional)
    return tuple(dict.fromkeys(" ".join(text.split()) for text in found))


def _main_term(title: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The head, other forms of it (`Wobble, wobbling`), and qualifiers (`Abscess, cold`)."""
    head, *others = [part.strip() for part in title.split(",") if part.strip()] or [""]
    start = head[:_SAME_WORD].casefold()
    same = tuple(part for part in others if part[:_SAME_WORD].casefold() == start)
    return head, same, tuple(part for part in others if part not in same)


def _with_qualifiers(head: str, qualifiers: tuple[str, ...], *, below: bool) -> list[str]:
    if not qualifiers:
        return [head]
    words = " ".join(qualifiers)
    return [f"{head} {words}"] if below else [f"{head} {words}", f"{words} {head}"]


def _placed(head: str, plain: list[str], prepositional: list[str]) -> list[str]:
    before, turned = " ".join(plain), " ".join(reversed(plain))
    tail = " ".join(prepositional)
    if prepositional:
        return [f"{turned} {head} {tail}"]
    found = [f"{turned} {head}", f"{before} {head}", f"{head} {before}"]
    found += [f"{head} of {turned}", f"{head} in {turned}"]
    if len(plain) == _TWO:
        for first, second in (plain, plain[::-1]):
            found += [f"{first} {head} {second}", f"{first} {head} of {second}"]
    return found


def _parts(title: str) -> list[str]:
    return [part.strip() for part in title.split(",") if part.strip()]


def _is_prepositional(part: str) -> bool:
    return any(part == word or part.startswith(f"{word} ") for word in _PREPOSITIONS)
