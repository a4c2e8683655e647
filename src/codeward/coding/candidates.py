"""From mention to candidate: which code a mention stands for, given how and where it is said."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from codeward.coding import history
from codeward.coding.assertion import Assertion
from codeward.coding.book import Book
from codeward.coding.case import Candidate
from codeward.coding.mention_in_line import in_line, is_beside_doubt
from codeward.coding.mentions import Line, Mention, Reading
from codeward.coding.sites import qualified
from codeward.coding.specify import NOT, Specified, specify
from codeward.coding.vocabulary import NAME
from codeward.model import EvidenceSpan, PathStep, Sex
from codeward.model.chart import SectionKind

# Abnormal findings and lists of drugs give no diagnosis by themselves (guidelines III.B, IV).
_SILENT = frozenset(
    (
        SectionKind.EXAM,
        SectionKind.RESULTS,
        SectionKind.REVIEW,
        SectionKind.MEDICATIONS,
        SectionKind.INSTRUCTIONS,
    )
)
# Where a diagnosis weighs more, the code stands earlier; numbers count from the first place.
_TIER = {
    SectionKind.DISCHARGE: 0,
    SectionKind.ASSESSMENT: 1,
    SectionKind.COURSE: 2,
    SectionKind.PLAN: 2,
    SectionKind.OTHER: 2,
    SectionKind.ADDENDUM: 2,
    SectionKind.COMPLAINT: 3,
    SectionKind.ADMITTING: 3,
    SectionKind.PROCEDURES: 3,
    SectionKind.HISTORY: 3,
    SectionKind.NURSING: 4,
}
_LAST_TIER = 5
_TIER_WIDTH = 1e9
_LINE_WIDTH = 1e4
FINAL_BEFORE = 1.5 * _TIER_WIDTH
"""Places below this stand in the assessment or the discharge diagnoses."""

NARRATIVE_FROM = 2.5 * _TIER_WIDTH
"""Places from here on stand in complaint, history and lists."""


MOST_EVIDENCE = 20
"""How many places are quoted for one code; a long chart may repeat a diagnosis in every note."""

_TRUST = {
    "title": 0.8,
    "wording": 0.8,
    "name": 0.75,
    "index": 0.75,
    "see": 0.7,
    "inclusion": 0.7,
    "includes": 0.5,
}
_PLACES = {SectionKind.DISCHARGE: 0.1, SectionKind.ASSESSMENT: 0.1, SectionKind.PAST: -0.15}
_DEFAULT_COSTS, _COPY_COSTS, _DOUBT_COSTS = 0.1, 0.1, 0.1


def place_of(line: Line, word: int) -> float:
    """The place of a word in the order in which codes are listed."""
    tier = _TIER.get(line.sentence.section, _LAST_TIER)
    return tier * _TIER_WIDTH + line.number * _LINE_WIDTH + word


def candidates(
    reading: Reading, book: Book, texts: Mapping[str, str], sex: Sex | None = None
) -> tuple[Candidate, ...]:
    """The candidates of a chart, in their order, each code once with all its evidence.

    `texts` holds the text of each document by its id: what a candidate quotes.
    """
    found: dict[str, list[Candidate]] = {}
    by_line: dict[int, list[Mention]] = {}
    for mention in reading.mentions:
        by_line.setdefault(mention.sentence, []).append(mention)
    sex_stem = _SEX_STEMS.get(sex, "femal")
    for number, mentions in by_line.items():
        text = texts[reading.lines[number].sentence.document]
        for candidate in _of_line(reading.lines[number], mentions, book, sex_stem, text):
            found.setdefault(candidate.code, []).append(candidate)
    joined = (_joined(same) for same in found.values())
    return tuple(sorted(joined, key=lambda one: (one.place, one.code)))


def _of_line(
    line: Line, mentions: Sequence[Mention], book: Book, sex_stem: str, text: str
) -> Iterator[Candidate]:
    for position, mention in enumerate(mentions):
        mention = in_line(mention, mentions[position + 1 :], line, book.code_set.day)  # noqa: PLW2901 - as the whole line has it
        if mention.section in _SILENT or mention.assertion in _NO_CANDIDATE:
            continue
        window = _window(line, mentions, position)
        nearby = _nearby(line, mention, window)
        if mention.meaning.startswith(_BY_SEX):
            nearby |= {sex_stem}
        candidate = _candidate(mention, mentions[:position], line, nearby, book)
        if candidate is not None and book.knows(candidate.code):
            told = _telling_words(mention, candidate.code, line, window, book, text)
            yield msgspec.structs.replace(candidate, evidence=(mention.span, *told))


def _telling_words(
    mention: Mention, code: str, line: Line, window: tuple[int, int], book: Book, text: str
) -> Iterator[EvidenceSpan]:
    """The words beside a mention that made its code more specific: stage, side, type, partner."""
    title = book.words_of(code)
    said = {word.stem for word in line.words[mention.first : mention.last]}
    telling = title.stated - said
    if not telling:
        return
    run: list[int] = []
    for place in range(window[0], window[1] + 1):
        inside = place < window[1] and not mention.first <= place < mention.last
        if inside and line.words[place].stem in telling:
            run.append(place)
        elif run:
            start, end = line.words[run[0]].start, line.words[run[-1]].end
            yield EvidenceSpan(line.sentence.document, start, end, text[start:end])
            run = []


# Breast cancer is coded by sex; a patient of unknown sex is read as female, as the default is.
_BY_SEX = ("C50",)
_SEX_STEMS = {Sex.MALE: "male", Sex.FEMALE: "femal", None: "femal", Sex.UNKNOWN: "femal"}
_NO_CANDIDATE = frozenset((Assertion.NEGATED, Assertion.HYPOTHETICAL, Assertion.PLANNED))


def _candidate(
    mention: Mention, before: Sequence[Mention], line: Line, nearby: frozenset[str], book: Book
) -> Candidate | None:
    if not book.knows(mention.meaning):
        return None
    chosen = _chosen(mention, nearby, book)
    code, path = chosen.code, _path(mention, chosen.code, chosen.defaulted)
    if mention.assertion is Assertion.FAMILY:
        code = history.family(chosen.code) or ""
    elif mention.assertion is Assertion.HISTORICAL and not history.lasts(chosen.code):
        code = history.past(chosen.code) or ""
        if not code and mention.meaning.startswith("Z"):
            code = mention.meaning
    if not code:
        return None
    if code != chosen.code:
        path = (*path, PathStep("guideline", f"I.C.21.c.4 ({mention.assertion} stated)"))
    defaulted = chosen.defaulted and code == chosen.code
    return Candidate(
        code=code,
        evidence=(mention.span,),
        path=path,
        place=place_of(line, mention.first),
        line=line.number,
        section=mention.section,
        guideline="I.C.21.c.4" if code != chosen.code else None,
        needs=(chosen.open_axis,) if defaulted and chosen.open_axis else (),
        confidence=_confidence(mention, defaulted=defaulted),
        uncertain=mention.assertion is Assertion.POSSIBLE
        and not is_beside_doubt(mention, before, line),
        assertion=mention.assertion,
        mentioned=mention.meaning,
    )


def _chosen(mention: Mention, nearby: frozenset[str], book: Book) -> Specified:
    """The code a mention stands for; the complications of diabetes are for the rules to add."""
    if mention.meaning in _DIABETES:
        return Specified(mention.meaning + "9", defaulted=False)
    if mention.source == NAME and (header := book.parent(mention.meaning)):
        chosen = specify(header, nearby, book)
        return Specified(mention.meaning, defaulted=False) if chosen.defaulted else chosen
    start = _generalised(mention, book)
    chosen = specify(start, nearby, book)
    if chosen.defaulted and start != mention.meaning:
        chosen = Specified(mention.meaning, defaulted=True, open_axis=chosen.open_axis)
    return _climbed(mention, chosen, nearby, book)


def _climbed(mention: Mention, chosen: Specified, nearby: frozenset[str], book: Book) -> Specified:
    """A code of a higher header where the words nearby name a site or kind that this one lacks.

    Only an unspecified code gives way, and only to one that says everything it said and more.
    """
    title = book.title(chosen.code).lower()
    if "unspecified" not in title and not chosen.defaulted:
        return chosen
    kept = book.words_of(chosen.code).stated & nearby
    header = book.parent(mention.meaning)
    while header is not None and len(header) >= _CATEGORY:
        further = nearby - kept
        if further & book.stems_below(header):
            wider = specify(header, nearby, book)
            said = book.words_of(wider.code)
            if (
                (not wider.defaulted or "other part" in book.title(wider.code).lower())
                and (not said.residual or "other part" in book.title(wider.code).lower())
                and kept < (said.stated | book.words_of(header).stated) & nearby
                and not kept >= said.stated & nearby
            ):
                return wider
        header = book.parent(header)
    return chosen


_CATEGORY = 3
_DIABETES = frozenset(("E08", "E09", "E10", "E11", "E13"))
_VAGUE = frozenset(("ear", "limb", "eye", "side", "locat"))


def _generalised(mention: Mention, book: Book) -> str:
    """Where to start: an unspecified code gives way to what the words nearby specify."""
    code = mention.meaning
    title = book.title(code).lower()
    is_leaf = not book.children(code)
    parent = book.parent(code) if is_leaf and "unspecified" in title else None
    if parent is None:
        return code
    siblings = [book.words_of(child).stated for child in book.children(parent)]
    common = frozenset.intersection(*siblings) if siblings else frozenset()
    own = book.words_of(code).stated - book.words_of(parent).stated - common
    return code if own - _VAGUE else parent


def _path(mention: Mention, code: str, defaulted: bool) -> tuple[PathStep, ...]:
    steps = [PathStep("phrase", mention.span.text), PathStep(mention.source, mention.meaning)]
    if mention.trigger:
        steps.append(PathStep("assertion", f"{mention.assertion}: {mention.trigger}"))
    elif mention.assertion is not Assertion.PRESENT:
        steps.append(PathStep("assertion", f"{mention.assertion}: section {mention.section}"))
    steps.append(PathStep("default" if defaulted else "tabular", code))
    return tuple(steps)


def _window(line: Line, mentions: Sequence[Mention], position: int) -> tuple[int, int]:
    """The words that qualify a mention: those around it up to the next mentions.

    A mention joined by `with` belongs to it as well.
    """
    first = mentions[position - 1].last if position else 0
    last = mentions[position + 1].first if position + 1 < len(mentions) else len(line.words)
    for following in mentions[position + 1 :]:
        if not any(word.word in _JOINS for word in line.words[last - 1 : last]):
            break
        last = following.last
    return first, last


def _nearby(line: Line, own: Mention, window: tuple[int, int]) -> frozenset[str]:
    """The stems that qualify a mention: its own, and those of its window."""
    first, last = window
    stems = set(_stems(line, first, last))
    stems |= {word.stem for word in line.words[own.first : own.last]}
    if own.meaning.startswith(_STAGED) and last > own.last:
        stage = line.words[own.last].stem
        if stage[:1].isdigit() or stage in _ROMAN:
            stems |= {"stage", _ROMAN.get(stage, stage)}
    if stems & _BOTH:
        stems |= _BOTH
    if "bleed" in stems:
        stems.add("hemorrhag")
    return frozenset(stems | qualified(own.meaning, stems))


def _stems(line: Line, first: int, last: int) -> Iterator[str]:
    """The stems of some words; those said to be absent carry the mark of it.

    `Without` reaches to the next comma or clause, at most over four words.
    """
    denied_until = -1
    before = line.words[first - 1].end if first else 0
    for place in range(first, last):
        word = line.words[place]
        if word.start > before + 1:
            denied_until = min(denied_until, place)
        before = word.end
        if word.word in _ABSENCE:
            denied_until = place + 1 + _ABSENCE_REACH
            continue
        yield NOT + word.stem if place < denied_until else word.stem


# `CKD 3b` and `CKD IV` leave the word stage out.
_STAGED = ("N18",)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_ABSENCE = frozenset(("without", "no", "not"))
_ABSENCE_REACH = 4
_JOINS = frozenset(("with", "and", "to"))
_BOTH = frozenset(("bilater", "both"))


def _confidence(mention: Mention, *, defaulted: bool) -> float:
    sure = _TRUST.get(mention.source, 0.6) + _PLACES.get(mention.section, 0.0)
    sure -= _DEFAULT_COSTS * defaulted + _COPY_COSTS * mention.copied
    sure -= _DOUBT_COSTS * (mention.assertion is Assertion.POSSIBLE)
    return round(min(max(sure, 0.05), 0.95), 2)


def _joined(same: Sequence[Candidate]) -> Candidate:
    """One candidate of all with the same code: the earliest place decides, a sure one wins.

    Of many places the first ones are evidence enough.
    """
    ordered = sorted(same, key=lambda one: one.place)
    spans = dict.fromkeys(span for one in ordered for span in one.evidence)
    return msgspec.structs.replace(
        ordered[0],
        evidence=tuple(spans)[:MOST_EVIDENCE],
        confidence=max(one.confidence for one in ordered),
        uncertain=all(one.uncertain for one in ordered),
    )
