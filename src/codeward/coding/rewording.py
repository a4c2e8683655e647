"""Rewordings: a clinical turn of phrase in the order of words that the official titles use."""

from collections.abc import Iterator, Sequence

import msgspec

from codeward.codesets.words import Word, stem

_CANCERS = frozenset(("cancer", "carcinoma", "malignancy", "adenocarcinoma", "ca"))
_SPREAD = frozenset(("metastasis", "metastases", "metastatic", "mets", "metastasized"))
_ACUITY = {"acute": "chronic", "chronic": "acute"}
_LINKS = frozenset(("to", "in"))
_PRIMARY = ("malignant", "neoplasm")
_SECONDARY = ("secondary", "malignant", "neoplasm")
_METASTATIC = "metastatic"
_LONGEST_SITE = 6
_LONGEST_LIST = 8
_SIDES = frozenset(("left", "right"))
_ENDS_LIST = frozenset(("with", "from", "of", "due", "but", "no", "without", "status", "history"))
_LONGEST_NAME = 3


class Rewording(msgspec.Struct, frozen=True):
    """Words to look up in place of those in the text.

    Attributes:
        words: The words in the other order; put-in words take their place from the text.
        least: How many of them must be matched for the rewording to count.
        ends: For each number of matched words, the number of the word after them in the text.
        also: Whether it stands beside another reading of the same words.
    """

    words: tuple[Word, ...]
    least: int
    ends: tuple[int, ...]
    also: bool = False

    def last_of(self, matched: int) -> int:
        """The number, in the text, of the word after the first `matched` words."""
        return self.ends[matched - 1]


# Sites where a metastatic cancer is read as the secondary one; elsewhere it is the primary that has
# spread (Index to Diseases, Cancer, and guidelines I.C.2 on metastatic cancers).
_SITES_OF_SPREAD = frozenset(
    ("bone", "brain", "diaphragm", "heart", "liver", "lymph", "mediastinum", "meninges", "node",
     "peritoneum", "pleura", "retroperitoneum", "spinal")
)  # fmt: skip

_CUES = _CANCERS | _SPREAD | frozenset(_ACUITY)


def has_cue(words: Sequence[Word]) -> bool:
    """Whether a sentence has a word that a rewording could begin or end with."""
    return any(word.word in _CUES for word in words)


def rewordings(words: Sequence[Word], place: int) -> Iterator[Rewording]:
    """The rewordings that begin at a word."""
    word = words[place].word
    spread = _metastatic_primary(words, place)
    if spread is not None:
        yield spread
    elif word in _CANCERS or word in _SPREAD:
        yield from _site_follows(words, place)
    elif _is_further_site(words, place):
        yield _further_site(words, place)
    elif word in _LINKS and place and words[place - 1].word in _CANCERS:
        yield from _spread_from(words, place)
    elif word in _ACUITY:
        yield from _both_acuities(words, place)
    elif _cancer_ahead(words, place):
        yield from _site_before(words, place)


def _put_in(names: Sequence[str], at: Word) -> tuple[Word, ...]:
    return tuple(Word(name, stem(name), at.start, at.end) for name in names)


def _site_follows(words: Sequence[Word], place: int) -> Iterator[Rewording]:
    """`Cancer of X` as `malignant neoplasm of X`, `metastasis to X` as the secondary one."""
    site = place + 1
    if site < len(words) and words[site].word in _LINKS:
        site += 1
    if site >= len(words):
        return
    names = _SECONDARY if words[place].word in _SPREAD else _PRIMARY
    put_in = _put_in(names, words[place])
    for start in (site, site + 1) if words[site].word in _SIDES else (site,):
        rest = tuple(words[start : start + _LONGEST_SITE])
        ends = (*(place + 1 for _ in put_in), *range(start + 1, start + 1 + len(rest)))
        yield Rewording((*put_in, *rest), len(put_in) + 1, ends)


def _is_further_site(words: Sequence[Word], place: int) -> bool:
    """Whether a word continues the sites of a spread: `metastatic to brain and liver`."""
    if not place or words[place].word in _ENDS_LIST:
        return False
    listed = words[place - 1].word == "and" or words[place].start > words[place - 1].end + 1
    if not listed:
        return False
    for back in range(place - 1, max(place - 1 - _LONGEST_LIST, 0), -1):
        if words[back].word in _LINKS:
            return words[back - 1].word in _SPREAD
        if words[back].word in _ENDS_LIST:
            return False
    return False


def _further_site(words: Sequence[Word], place: int) -> Rewording:
    rest = tuple(words[place : place + _LONGEST_SITE])
    put_in = _put_in(_SECONDARY, words[place])
    ends = (*(place + 1 for _ in put_in), *range(place + 1, place + 1 + len(rest)))
    return Rewording((*put_in, *rest), len(put_in) + 1, ends)


def _metastatic_primary(words: Sequence[Word], place: int) -> Rewording | None:
    """`Metastatic X cancer` as `malignant neoplasm of X`, unless X is a site of spread."""
    if words[place].word != _METASTATIC:
        return None
    for last in range(place + 2, min(place + 2 + _LONGEST_NAME, len(words))):
        site = words[place + 1 : last]
        if words[last].word in _CANCERS:
            if any(word.word in _SITES_OF_SPREAD | _LINKS for word in site):
                return None
            whole = (*_put_in(_PRIMARY, words[place]), *site)
            return Rewording(whole, len(whole), tuple(last + 1 for _ in whole))
    return None


def _spread_from(words: Sequence[Word], place: int) -> Iterator[Rewording]:
    """`Metastatic X cancer to Y`: the secondary one of Y."""
    before = words[max(place - 2 - _LONGEST_NAME, 0) : place]
    if any(word.word == _METASTATIC for word in before):
        rest = tuple(words[place + 1 : place + 1 + _LONGEST_SITE])
        put_in = _put_in(_SECONDARY, words[place])
        ends = (*(place + 1 for _ in put_in), *range(place + 2, place + 2 + len(rest)))
        yield Rewording((*put_in, *rest), len(put_in) + 1, ends)


def _cancer_ahead(words: Sequence[Word], place: int) -> bool:
    return any(
        word.word in _CANCERS or word.word in _SPREAD for word in words[place + 1 : place + 4]
    )


def _site_before(words: Sequence[Word], place: int) -> Iterator[Rewording]:
    """`X cancer` as `malignant neoplasm of X`, `X metastases` as the secondary one."""
    for last in range(place + 1, min(place + 4, len(words))):
        if words[last].word in _CANCERS or words[last].word in _SPREAD:
            if words[last].word == _METASTATIC and _begins_list(words, last):
                return
            names = _SECONDARY if words[last].word in _SPREAD else _PRIMARY
            put_in = _put_in(names, words[last])
            site = tuple(words[place:last])
            whole = (*put_in, *site)
            yield Rewording(whole, len(whole), tuple(last + 1 for _ in whole))
            return


def _begins_list(words: Sequence[Word], place: int) -> bool:
    """Whether `metastatic` says where the cancer went: `lung cancer, metastatic to brain`."""
    return any(word.word in _LINKS for word in words[place + 1 : place + 2])


def _both_acuities(words: Sequence[Word], place: int) -> Iterator[Rewording]:
    """`Acute and chronic X`, `acute on chronic X`: both, where no single code holds them.

    Source: ICD-10-CM Official Guidelines, section I.B.8.
    """
    joined = [word.word for word in words[place + 1 : place + 3]]
    if joined not in (["and", _ACUITY[words[place].word]], ["on", _ACUITY[words[place].word]]):
        return
    rest = tuple(words[place + 3 : place + 3 + _LONGEST_SITE])
    ends = tuple(range(place + 3, place + 4 + len(rest)))
    other_link = "on" if joined[0] == "and" else "and"
    combined = (words[place], *_put_in((other_link,), words[place + 1]), words[place + 2], *rest)
    yield Rewording(combined, 4, tuple(range(place + 1, place + 1 + len(combined))))
    for first in (words[place], words[place + 2]):
        yield Rewording((first, *rest), 2, ends, also=True)
