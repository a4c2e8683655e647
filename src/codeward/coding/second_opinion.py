"""Holds the answers of a language model to the rules: only offered codes, only verbatim quotes.

A model is never trusted. It may point at codes that the engine has offered and must quote the note
word for word; whatever else it says is dropped and counted. It adds no code, removes none, and
changes neither order nor evidence of the engine.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from codeward.model import EvidenceSpan, PathStep, Suggestion

STEP = "second opinion"
SHORTEST_QUOTE = 3
NOT_OFFERED, NOT_VERBATIM, SAID_TWICE = "code not offered", "quote not in the note", "said twice"


class OfferedCode(msgspec.Struct, frozen=True):
    """A code that the engine suggests, as it is shown to a model."""

    code: str
    title: str


class Choice(msgspec.Struct, frozen=True):
    """What a model says: a code and the words of the note on which it rests."""

    code: str
    quote: str


class Opinion(msgspec.Struct, frozen=True):
    """What is left of a model's answer.

    Attributes:
        model: Name of the model.
        kept: Choices that keep the rules, with the place of their quote.
        dropped: How many were dropped, by reason.
    """

    model: str
    kept: tuple[tuple[Choice, EvidenceSpan], ...]
    dropped: Mapping[str, int]


def checked(
    model: str, choices: Iterable[Choice], offered: Sequence[OfferedCode], texts: Mapping[str, str]
) -> Opinion:
    """Keep the choices that name an offered code and quote a document word for word.

    Args:
        model: Name of the model.
        choices: What it said.
        offered: What it was asked about.
        texts: Text by document id.
    """
    codes = {one.code for one in offered}
    kept: dict[str, tuple[Choice, EvidenceSpan]] = {}
    dropped: Counter[str] = Counter()
    for choice in choices:
        span = _verbatim(choice.quote, texts)
        if choice.code not in codes:
            dropped[NOT_OFFERED] += 1
        elif span is None:
            dropped[NOT_VERBATIM] += 1
        elif choice.code in kept:
            dropped[SAID_TWICE] += 1
        else:
            kept[choice.code] = (choice, span)
    return Opinion(model, tuple(kept.values()), dict(sorted(dropped.items())))


def _verbatim(quote: str, texts: Mapping[str, str]) -> EvidenceSpan | None:
    if len(quote.strip()) < SHORTEST_QUOTE:
        return None
    for document, text in texts.items():
        begin = text.find(quote)
        if begin >= 0:
            return EvidenceSpan(document, begin, begin + len(quote), quote)
    return None


def with_opinion(
    suggestions: Iterable[Suggestion], opinion: Opinion, offered: Sequence[OfferedCode]
) -> tuple[Suggestion, ...]:
    """The suggestions, each that was offered with a step that says what the model thought of it."""
    said = {choice.code: span for choice, span in opinion.kept}
    codes = {one.code for one in offered}
    return tuple(
        _noted(one, said, opinion.model) if one.code in codes else one for one in suggestions
    )


def _noted(suggestion: Suggestion, said: Mapping[str, EvidenceSpan], model: str) -> Suggestion:
    span = said.get(suggestion.code)
    detail = f"{model} does not choose it"
    if span is not None:
        detail = f"{model} chooses it on {span.document} {span.start}-{span.end}"
    return msgspec.structs.replace(suggestion, path=(*suggestion.path, PathStep(STEP, detail)))
