"""Reading: from documents as received to a chart with sections and sentences."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from codeward.intake.copied import copied_paragraphs
from codeward.intake.sections import sections
from codeward.intake.sentences import sentences
from codeward.model import Document
from codeward.model.chart import Chart, Section, Sentence


def read(documents: Iterable[Document]) -> Chart:
    """The chart of an encounter's documents, in the order given.

    Offsets are those of the text as received: byte order marks and carriage returns count. The
    time grows linearly with the length of the text.
    """
    received = tuple(documents)
    copied = copied_paragraphs(received) if len(received) > 1 else {}
    all_sections: list[Section] = []
    all_sentences: list[Sentence] = []
    for document in received:
        own = sections(document)
        all_sections += own
        found = (one for section in own for one in sentences(document.text, section))
        all_sentences += _marked(found, copied.get(document.id, ()))
    return Chart(received, tuple(all_sections), tuple(all_sentences))


def _marked(found: Iterable[Sentence], copied: Sequence[tuple[int, int]]) -> Iterator[Sentence]:
    starts = [start for start, _ in copied]
    for sentence in found:
        place = bisect_right(starts, sentence.start) - 1
        if place >= 0 and sentence.end <= copied[place][1]:
            yield msgspec.structs.replace(sentence, copied=True)
        else:
            yield sentence
