"""Intake on any text: offsets stay inside, sentences never overlap, nothing raises."""

from hypothesis import given
from hypothesis import strategies as st

from codeward.codesets.words import words
from codeward.intake import read
from codeward.model import Document

_PIECES = st.sampled_from(
    ["HPI:", "PMH", "\r\n", "\n", "\r", "\ufeff", "1. ", "- ", "Dr. ", ".", ";", "?", "ÄÖÜ µg ≥ 5", "gout",
     "A/P ", "  ", "\t", "E. coli", "no fever", "\x00", "\u2028", "\U0001d518nicode", "type II", "don\u2019t", ":", "T 38"]
)  # fmt: skip
texts = st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map("".join))


@given(texts)
def test_sections_and_sentences_lie_in_the_text_in_order(text):
    chart = read([Document(id="n", text=text)])
    assert all(
        0 <= one.heading_start <= one.start <= one.end <= len(text) for one in chart.sections
    )
    ends = [0, *(one.end for one in chart.sentences)]
    assert all(
        end <= one.start < one.end <= len(text)
        for end, one in zip(ends, chart.sentences, strict=False)
    )


@given(texts)
def test_every_letter_of_a_body_belongs_to_a_sentence_or_a_list_marker(text):
    chart = read([Document(id="n", text=text)])
    covered = {place for one in chart.sentences for place in range(one.start, one.end)}
    for section in chart.sections:
        missed = "".join(text[n] for n in range(section.start, section.end) if n not in covered)
        assert not any(len(run) > 1 for run in missed.split() if run.isalpha())


@given(texts)
def test_words_have_exact_offsets(text):
    for word in words(text):
        assert text[word.start : word.end].lower() == word.word
