"""What many rules need: codes added at a mention or beside a code, numbers, words of a line."""

from collections.abc import Iterator

from codeward.coding.candidates import place_of
from codeward.coding.case import Candidate, Case
from codeward.coding.mentions import Mention
from codeward.coding.rules.rule import Add
from codeward.coding.specify import NOT, specify
from codeward.model import EvidenceSpan


def add_at(case: Case, mention: Mention, code: str, *others: Mention) -> Add:
    """Add a code where a mention stands."""
    evidence = (mention.span, *(other.span for other in others))
    place = place_of(case.line(mention.sentence), mention.first)
    return Add(code, tuple(dict.fromkeys(evidence)), mention.sentence, place)


def add_beside(candidate: Candidate, code: str, *mentions: Mention, after: bool = True) -> Add:
    """Add a code right after (or before) a candidate, on its evidence and that of mentions."""
    evidence: tuple[EvidenceSpan, ...] = (*(one.span for one in mentions), *candidate.evidence)
    shift = 0.1 if after else -0.1
    return Add(code, tuple(dict.fromkeys(evidence)), candidate.line, candidate.place + shift)


def lines_with(case: Case, *concepts: str) -> tuple[int, ...]:
    """The numbers of the lines in which one of the concepts holds, in order."""
    return tuple(dict.fromkeys(mention.sentence for mention in case.all_said(*concepts)))


def numbers(case: Case, line: int) -> Iterator[tuple[int, float, EvidenceSpan]]:
    """The numbers of a line: place among the words, value, span."""
    sentence = case.line(line).sentence
    for place, word in enumerate(case.line(line).words):
        digits = word.word.removesuffix("w")
        if digits.replace(".", "", 1).isdigit():
            span = EvidenceSpan(sentence.document, word.start, word.end, word.word)
            yield place, float(digits), span


def number_before(case: Case, mention: Mention, within: int = 3) -> float | None:
    """The number that stands right before a mention, such as the 28 of `28 weeks`."""
    near = [
        value
        for place, value, _ in numbers(case, mention.sentence)
        if mention.first - within <= place < mention.first
    ]
    return near[-1] if near else None


def number_after(case: Case, mention: Mention, within: int = 4) -> float | None:
    """The number that stands right after a mention, such as the 42.3 of `BMI of 42.3`."""
    near = [
        value
        for place, value, _ in numbers(case, mention.sentence)
        if mention.last <= place < mention.last + within
    ]
    return near[0] if near else None


def down_to(case: Case, header: str, line: int, *more: str) -> str:
    """The base code below a header that the words of a line support."""
    denied = {stem.removeprefix(NOT) for stem in more if stem.startswith(NOT)}
    nearby = (case.stems_of(line) - denied) | frozenset(more)
    return specify(header, nearby, case.book).code


def words_of(case: Case, line: int) -> frozenset[str]:
    """The words of a line in lower case."""
    return frozenset(word.word for word in case.line(line).words)


def follows(case: Case, mention: Mention, candidate: Candidate, within: int = 4) -> bool:
    """Whether the first evidence of a candidate follows a mention closely in the same line."""
    if mention.sentence != candidate.line:
        return False
    words = case.line(mention.sentence).words
    start = candidate.evidence[0].start
    return any(
        word.start <= start < word.end for word in words[mention.last : mention.last + within]
    )
