"""Learning: coded charts in, the learned file out; the same charts give the same bytes."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from hashlib import sha256

import msgspec
import numpy as np

from codeward.codesets import Releases
from codeward.coding.learning.alignment import placed
from codeward.coding.learning.counts import Labelled, count
from codeward.coding.learning.evidence import gather, trie
from codeward.coding.learning.example import Example, Quote, in_force
from codeward.coding.learning.features import Matrix, features
from codeward.coding.learning.learned import Content, LearnedFileError, Measured, Part, packed
from codeward.coding.learning.regression import best_threshold, fit, reliability
from codeward.coding.learning.scoring import candidates, predict
from codeward.coding.learning.tokens import Place, Text, text_of
from codeward.coding.mentions import read_mentions
from codeward.coding.opened import book_of, lexicon_of
from codeward.model import System

_FOLDS = 5
_SYSTEMS = (System.ICD10CM, System.ICD10PCS)
_FEWEST = 2 * _FOLDS

Progress = Callable[[str], None]


def learn(examples: Iterable[Example], on: Releases, progress: Progress) -> bytes:
    """Learn phrases and their precision from coded charts.

    Phrase counts and the regression over them never see the same document: the regression is
    fitted on documents that the counts left out, fold by fold. Threshold and reliability come
    from documents that neither has seen.

    Args:
        examples: Coded charts, in any order.
        on: The releases under which they are read.
        progress: Told what is being done.

    Returns:
        The learned file.

    Raises:
        LearnedFileError: too few coded charts.
        NoReleaseError: no ICD-10-CM release covers the day.
    """
    known = sorted(examples, key=lambda one: (one.name, msgspec.json.encode(one.chart)))
    code_set = on.icd10cm
    book, lexicon = book_of(code_set), lexicon_of(code_set)
    progress("reading the charts")
    texts = [text_of(read_mentions(one.chart, lexicon), code_set, book) for one in known]
    progress("finding the quoted evidence")
    places = placed(known, texts)
    systems = {}
    for system in _SYSTEMS:
        release = on.code_set(system) if on.covers(system) else None
        if release is None:
            continue
        current = partial(in_force, system=system, code_set=release, book=book)
        cases = [
            _case(one, text, found, system, current)
            for one, text, found in zip(known, texts, places, strict=True)
            if system in one.codes
        ]
        if len(cases) >= _FEWEST:
            progress(f"learning {system.value} from {len(cases)} charts")
            systems[system] = _part(cases)
    if not systems:
        raise LearnedFileError(f"at least {_FEWEST} coded charts are needed to learn from")
    return packed(
        Content(
            trained_under=dict(on.ids),
            documents=len(known),
            source=sha256(msgspec.json.encode(known, order="sorted")).hexdigest(),
            systems=systems,
        )
    )


def _case(
    example: Example,
    text: Text,
    quoted: Sequence[tuple[Quote, Place]],
    system: System,
    current: Callable[[str], str],
) -> Labelled:
    return Labelled(
        text=text,
        codes=frozenset(map(current, example.codes[system])),
        quoted=tuple(
            (current(quote.code), place) for quote, place in quoted if quote.system is system
        ),
        terms=text.terms if system is System.ICD10CM else (),
    )


def _part(cases: Sequence[Labelled]) -> Part:
    """Counts over all cases; a regression over cases that the counts did not see."""
    folds = [_rows(cases, fold) for fold in range(_FOLDS)]
    rows = np.concatenate([rows for rows, _ in folds])
    right = np.concatenate([right for _, right in folds])
    unseen = np.concatenate([_unseen(folds, fold) for fold in range(_FOLDS)])
    threshold, f1 = best_threshold(unseen, right, sum(len(case.codes) for case in cases))
    counts = count(cases)
    phrases = sorted(counts.phrases)
    return Part(
        documents=counts.documents,
        given=dict(sorted(counts.given.items())),
        phrases=tuple(" ".join(phrase) for phrase in phrases),
        entries=tuple(counts.phrases[phrase] for phrase in phrases),
        weights=msgspec.structs.replace(fit(rows, right), threshold=threshold),
        measured=Measured(round(f1, 4), reliability(unseen, right)),
    )


def _rows(cases: Sequence[Labelled], fold: int) -> tuple[Matrix, Matrix]:
    """Features of the cases of a fold under the counts of all others, and which codes are right."""
    counts = count(case for number, case in enumerate(cases) if number % _FOLDS != fold)
    known = trie(counts.phrases)
    rows: list[tuple[float, ...]] = []
    right: list[bool] = []
    for case in cases[fold::_FOLDS]:
        found = candidates(gather(case.text.lines, case.terms, known), counts.given)
        rows += found.values()
        right += (code in case.codes for code in found)
    return features(rows), np.array(right, float)


def _unseen(folds: Sequence[tuple[Matrix, Matrix]], fold: int) -> Matrix:
    """The probabilities of a fold by a regression over the other folds."""
    others = [pair for number, pair in enumerate(folds) if number != fold]
    by = fit(np.concatenate([rows for rows, _ in others]), np.concatenate([y for _, y in others]))
    return predict(folds[fold][0], by)
