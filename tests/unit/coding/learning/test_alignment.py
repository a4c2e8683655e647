"""Quotes stand at their own place, or are found in a translation; both notes here are invented."""

import random
from collections.abc import Callable
from datetime import date

import pytest

from codeward import intake
from codeward.codesets import Releases
from codeward.codesets.words import stems
from codeward.coding.learning import Example, Quote, QuotePart
from codeward.coding.learning.alignment import placed
from codeward.coding.learning.tokens import Text, text_of
from codeward.coding.mentions import read_mentions
from codeward.coding.opened import book_of, lexicon_of
from codeward.model import Document, System

ON = Callable[[date], Releases]
# What the note says, what was quoted from the original, and a code for it.
WORDINGS = (
    ("bilateral pneumonia", "neumonía bilateral", "J189"),
    ("aortic stenosis", "estenosis aórtica", "I350"),
    ("acute cholecystitis", "colecistitis aguda", "K810"),
    ("high fever", "fiebre alta", "R509"),
    ("chest pain", "dolor torácico", "R079"),
    ("weight loss", "pérdida de peso", "R634"),
)
FILLERS = (
    ("The patient came by bus in the morning.", "El paciente vino en autobús por la mañana."),
    ("He lives with two sons near the harbour.", "Vive con dos hijos cerca del puerto."),
    ("The letter was read aloud to the family.", "La carta fue leída en voz alta a la familia."),
)
FRAMES = (
    ("On arrival there was {}.", "A su llegada presentaba {}."),
    ("The ward found {} again.", "En planta se objetivó de nuevo {}."),
    ("Known for {} since spring.", "Conocido por {} desde la primavera."),
)


def chart(number: int) -> tuple[Example, dict[str, str]]:
    """A note with three findings, quoted from a text of which only the quotes are known."""
    order = random.Random(number)  # noqa: S311 - an order, no secret
    note, original, quotes, said = "", "", [], {}
    for wording, (frame, marco) in zip(order.sample(WORDINGS, 3), FRAMES, strict=True):
        filler, relleno = order.choice(FILLERS)
        english, spanish, code = wording
        original += relleno + " " + marco[: marco.index("{}")]
        part = QuotePart(spanish, len(original))
        quotes.append(Quote(System.ICD10CM, code, f"n{number}", (part,)))
        original += spanish + marco[marco.index("{}") + 2 :] + " "
        note += f"{filler} {frame.format(english)} "
        said[code] = english
    read = intake.read([Document(id=f"n{number}", text=note)])
    codes = {System.ICD10CM: frozenset(said)}
    return Example(name=f"n{number}", chart=read, codes=codes, quotes=tuple(quotes)), said


def text(example: Example, on: Releases) -> Text:
    code_set = on.icd10cm
    return text_of(read_mentions(example.chart, lexicon_of(code_set)), code_set, book_of(code_set))


@pytest.fixture(scope="module")
def translated(releases: ON) -> list[tuple[Text, dict[str, str], dict[str, tuple[str, ...]]]]:
    on = releases(date(2026, 4, 1))
    charts = [chart(number) for number in range(60)]
    texts = [text(example, on) for example, _ in charts]
    found = placed([example for example, _ in charts], texts)
    return [
        (one, said, {quote.code: one.phrase(place) for quote, place in places})
        for one, (_, said), places in zip(texts, charts, found, strict=True)
    ]


def right(
    translated: list[tuple[Text, dict[str, str], dict[str, tuple[str, ...]]]], code: str
) -> float:
    """The share of the quotes for a code whose place says what was quoted, or a part of it."""
    told = [
        (stems(said[code]), found.get(code, ())) for _, said, found in translated if code in said
    ]
    assert len(told) > 20
    return sum(bool(found) and set(found) <= set(meant) for meant, found in told) / len(told)


@pytest.mark.parametrize("code", ["J189", "I350", "K810"])
def test_words_that_both_languages_share_are_found(translated, code: str) -> None:
    assert right(translated, code) >= 0.9


@pytest.mark.parametrize("code", ["R509", "R079", "R634"])
def test_words_that_they_do_not_share_are_learned_from_all_charts(translated, code: str) -> None:
    assert right(translated, code) >= 0.8


def test_a_quote_at_its_own_offsets_is_taken_there(releases: ON) -> None:
    on = releases(date(2026, 4, 1))
    note = "High fever. Later again high fever."
    begin = note.index("high fever")
    example = Example(
        name="own",
        chart=intake.read([Document(id="own", text=note)]),
        codes={System.ICD10CM: frozenset({"R509"})},
        quotes=(Quote(System.ICD10CM, "R509", "own", (QuotePart("high fever", begin),)),),
    )
    read = text(example, on)
    ((found,),) = placed([example], [read])
    assert read.starts[found[1].line][found[1].first] == begin


def test_a_quote_of_nothing_that_the_note_says_is_left_out(releases: ON) -> None:
    on = releases(date(2026, 4, 1))
    example = Example(
        name="none",
        chart=intake.read([Document(id="none", text="The harbour was calm.")]),
        codes={System.ICD10CM: frozenset({"R509"})},
        quotes=(Quote(System.ICD10CM, "R509", "none", (QuotePart("xyzzy plugh", 4000),)),),
    )
    assert placed([example], [text(example, on)]) == [[]]


@pytest.mark.parametrize("note", ["The harbour was calm.", "..."])
def test_a_quote_without_a_word_is_left_out(releases: ON, note: str) -> None:
    on = releases(date(2026, 4, 1))
    example = Example(
        name="short",
        chart=intake.read([Document(id="short", text=note)]),
        codes={System.ICD10CM: frozenset({"I509"})},
        quotes=(Quote(System.ICD10CM, "I509", "short", (QuotePart("IC", 7),)),),
    )
    assert placed([example], [text(example, on)]) == [[]]
