"""Wounds, bites and burns: the body part picks the category, the words the code below it."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.mentions import Mention
from codeward.coding.rules.rule import Before, Change, Drop, Rule
from codeward.coding.rules.support import add_at, down_to, numbers
from codeward.coding.specify import NOT, specify

# Body part by its word: the header of open wounds and the category of burns.
_PARTS: dict[str, tuple[str, str]] = {
    "scalp": ("S010", "T20"),
    "eyelid": ("S011", "T26"),
    "nose": ("S012", "T20"),
    "ear": ("S013", "T20"),
    "cheek": ("S014", "T20"),
    "lip": ("S015", "T20"),
    "forehead": ("S018", "T20"),
    "chin": ("S018", "T20"),
    "face": ("S018", "T20"),
    "head": ("S018", "T20"),
    "eyebrow": ("S018", "T20"),
    "neck": ("S118", "T20"),
    "chest": ("S211", "T21"),
    "back": ("S212", "T21"),
    "abdomen": ("S311", "T21"),
    "abdominal": ("S311", "T21"),
    "buttock": ("S318", "T21"),
    "shoulder": ("S410", "T22"),
    "upper arm": ("S411", "T22"),
    "elbow": ("S510", "T22"),
    "forearm": ("S518", "T22"),
    "arm": ("S411", "T22"),
    "wrist": ("S615", "T23"),
    "thumb": ("S610", "T23"),
    "hand": ("S614", "T23"),
    "palm": ("S614", "T23"),
    "finger": ("S612", "T23"),
    "hip": ("S710", "T24"),
    "thigh": ("S711", "T24"),
    "knee": ("S810", "T24"),
    "calf": ("S818", "T24"),
    "shin": ("S818", "T24"),
    "leg": ("S818", "T24"),
    "ankle": ("S910", "T25"),
    "foot": ("S913", "T25"),
    "toe": ("S911", "T25"),
}
_WOUNDS = {
    "laceration": "lacer",
    "lacerations": "lacer",
    "bite": "bite",
    "bites": "bite",
    "bitten": "bite",
    "puncture": "punctur",
    "lacerated": "lacer",
    "lac": "lacer",
}
_BURNS = frozenset(("burn", "burns", "burned", "scald"))
_ANIMALS = {
    "dog": "W540",
    "cat": "W5501",
    "rat": "W5311",
    "raccoon": "W5581",
    "horse": "W5511",
    "human": "Y041",
}
_THIRD = frozenset(("third", "full"))
# Degrees of a burn from the deepest, with the words that say them.
_DEGREES = {
    "third": frozenset(("third", "3rd", "full", "fourth", "4th")),
    "second": frozenset(("second", "2nd", "partial")),
    "first": frozenset(("first", "1st", "superficial")),
}


def _places(case: Case, kinds: frozenset[str]) -> Iterator[tuple[Mention, str]]:
    """Each wound word of the text that holds, and the body part its line names."""
    for line in case.reading.lines:
        words = [word.word for word in line.words]
        for place, word in enumerate(words):
            if word not in kinds:
                continue
            part = _part(words, place)
            mention = case.mention_at(line.number, place, place + 1)
            old = case.mentioned("sequela", line=line.number) is not None
            if part and (mention.assertion.is_affirmed or old):
                yield mention, part
                break


def _part(words: list[str], place: int) -> str | None:
    """The body part nearest to the wound, after it before in front of it."""
    singular: list[str] = [word.removesuffix("s") for word in words]
    outward: tuple[int, ...] = (*range(place + 1, len(words)), *range(place - 1, -1, -1))
    for near in outward:
        pair = " ".join(words[near - 1 : near + 1]) if near else ""
        if pair in _PARTS:
            return pair
        if words[near] in _PARTS:
            return words[near]
        if singular[near] in _PARTS:
            return singular[near]
    return None


def wound_changes(case: Case) -> Iterator[Change]:
    """Code a laceration, bite or puncture by part and side, and the animal that bit.

    Why: I.C.19.b; I.C.20 for the animal.
    What it does not do: without a body part in the line nothing is coded; a wound without the word
    for a foreign body is one without.
    """
    for mention, part in _places(case, frozenset(_WOUNDS)):
        kind = _WOUNDS[mention.span.text.lower()]
        denied = [NOT + other for other in ("lacer", "punctur") if kind == "bite"]
        code = down_to(
            case,
            _PARTS[part][0],
            mention.sentence,
            kind,
            "open",
            NOT + "foreign",
            NOT + "bodi",
            *denied,
        )
        if case.has(code[:5]):
            continue
        yield add_at(case, mention, code)
        words = {word.word for word in case.line(mention.sentence).words}
        if kind == "bite":
            # The tear of a bite is the bite.
            for other in case.starting(*(_PARTS[part][0] + digit for digit in "1234")):
                if other.line == mention.sentence and other.code[:5] != code[:5]:
                    yield Drop(other.code)
        for animal, cause in _ANIMALS.items():
            if kind == "bite" and animal in words:
                yield add_at(case, mention, cause)
                yield Before(code, cause)


def burn_changes(case: Case) -> Iterator[Change]:
    """Code a burn by site and its highest degree, then the extent of body surface.

    Why: I.C.19.d.1, I.C.19.d.2 and I.C.19.d.6.
    What it does not do: an extent is added only where the text gives the per cent.
    """
    for mention, part in _places(case, _BURNS):
        line = mention.sentence
        several = tuple(_several(case, line))
        if several:
            burns = several
        else:
            words = {word.word for word in case.line(line).words}
            stated = [degree for degree, said in _DEGREES.items() if said & words]
            degrees = [*stated[:1], *(NOT + lower for lower in stated[1:])]
            burns = ((mention, down_to(case, _PARTS[part][1], line, "burn", *degrees)),)
        extent = _extent(case, line)
        for burn, code in burns:
            yield add_at(case, burn, code)
        if extent is not None:
            yield add_at(case, mention, extent)
            for _, code in burns:
                yield Before(code, extent)
        return


def _several(case: Case, line: int) -> Iterator[tuple[Mention, str]]:
    """Burns of several parts in one line, each with its own degree, as `burn of X and burn of Y`.

    Each burn reaches from the part of the one before it to its own part.
    """
    found = case.line(line).words
    words = [word.word for word in found]
    places = [place for place, word in enumerate(words) if word in _BURNS]
    if len(places) <= 1:
        return
    first = 0
    for number, place in enumerate(places):
        until = places[number + 1] if number + 1 < len(places) else len(words)
        part = _part(words[place:until], 0)
        if part is None:
            return
        last = place + words[place:until].index(_spelled(words[place:until], part)) + 1
        said = frozenset(words[first:last])
        stated = next((degree for degree, names in _DEGREES.items() if names & said), "")
        stems = {word.stem for word in found[first : min(last + 1, until)]}
        nearby = frozenset((*stems, "burn", *((stated,) if stated else ())))
        mention = case.mention_at(line, place, place + 1)
        if mention.assertion.is_affirmed:
            yield mention, specify(_PARTS[part][1], nearby, case.book).code
        first = last


def _spelled(words: list[str], part: str) -> str:
    """The last word of a part as the text writes it."""
    last = part.rsplit(maxsplit=1)[-1]
    return next(word for word in words if word.removesuffix("s") == last or word == last)


def _extent(case: Case, line: int) -> str | None:
    """The code of the per cent of body surface burned, and of third degree burns within it."""
    words = [word.word for word in case.line(line).words]
    shares = [
        (place, value)
        for place, value, _ in numbers(case, line)
        if words[place + 1 : place + 2] in (["%"], ["percent"])
        or words[place + 1 : place + 3] == ["per", "cent"]
    ]
    if not shares:
        return None
    tenth = _tenths(max(value for _, value in shares))
    if tenth == 0:
        return "T310"
    return f"T31{tenth}{min(_third(words, shares, tenth), tenth)}"


def _third(words: list[str], shares: list[tuple[int, float]], tenth: int) -> int:
    """The tenths of the body with third degree burns.

    A per cent of its own, else all of it where no lower degree is stated beside it.
    """
    for place, value in shares[:: -1 if len(shares) > 1 else 1]:
        if len(shares) > 1 and _THIRD & set(words[place + 1 : place + 4]):
            return _tenths(value)
    lower = _DEGREES["second"] | _DEGREES["first"]
    return tenth if _THIRD & set(words) and not lower & set(words) else 0


def _tenths(value: float) -> int:
    return min(int(value) // 10, 9)


WOUND = Rule("wound-by-part", "I.C.19.b; I.C.20", wound_changes)
BURN = Rule("burn-extent", "I.C.19.d", burn_changes)
