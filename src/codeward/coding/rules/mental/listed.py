"""Listed substances: `alcohol use, abuse and dependence` names one substance and its states."""

from collections.abc import Iterator

from codeward.coding.case import Case
from codeward.coding.rules.rule import Change, Rule
from codeward.coding.rules.support import add_at

_CATEGORIES = {
    "alcohol": "F10",
    "etoh": "F10",
    "opioid": "F11",
    "opiate": "F11",
    "heroin": "F11",
    "cannabis": "F12",
    "marijuana": "F12",
    "sedative": "F13",
    "benzodiazepine": "F13",
    "cocaine": "F14",
    "amphetamine": "F15",
    "methamphetamine": "F15",
    "stimulant": "F15",
    "hallucinogen": "F16",
    "inhalant": "F18",
}
_STATES = {"use": "9", "abuse": "1", "dependence": "2"}
_RANK = "912"
_LINKS = frozenset(("and", "or", "with", "as", "well"))
_TWO = 2


def changes(case: Case) -> Iterator[Change]:
    """Code the highest state of a substance whose states are listed after its name.

    What it does: reads the run of use, abuse and dependence that follows the name; dependence
    goes before abuse, abuse before use.
    Why: I.C.5.b.2: one code for one substance.
    What it does not do: use alone is not coded (I.C.5.b.3), nor is what the text denies.
    """
    for line in case.reading.lines:
        words = [word.word for word in line.words]
        for place, word in enumerate(words):
            category = _CATEGORIES.get(word)
            if category is None or case.has(category):
                continue
            last, states = _run(words, place + 1)
            mention = case.mention_at(line.number, place, last)
            if len(states) >= _TWO and mention.assertion.is_affirmed:
                yield add_at(case, mention, category + max(states, key=_RANK.index) + "0")


def _run(words: list[str], first: int) -> tuple[int, list[str]]:
    """Where the run of states ends, and the states in it."""
    last, states = first, []
    for place in range(first, len(words)):
        if words[place] in _STATES:
            states.append(_STATES[words[place]])
            last = place + 1
        elif words[place] not in _LINKS:
            break
    return last, states


RULE = Rule("substance-listed", "I.C.5.b.2", changes)
