"""The learned file: what was learned, under which releases, named by the hash of its content."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

import msgspec

from codeward.coding.learning.counts import Entry
from codeward.coding.learning.evidence import Trie, gather, trie
from codeward.coding.learning.scoring import Scored, Weights, scored
from codeward.coding.learning.tokens import Term
from codeward.model import CodewardError, ReleaseId, System

_MAGIC = b"codeward learned 1\n"
_LARGEST = 1 << 30
LEARNED = "learned"
"""Under this name the id of the learned file stands among the release ids of an encounter."""

LearnedId = ReleaseId


class LearnedFileError(CodewardError):
    """A learned file that cannot be used; the text says what to do."""


class Reliability(msgspec.Struct, frozen=True, array_like=True):
    """Codes whose probability lies in one tenth: number, mean probability, share that was right."""

    codes: int
    predicted: float
    right: float


class Measured(msgspec.Struct, frozen=True):
    """What cross-validation within the training documents gave.

    Attributes:
        f1: Micro-F1 at the threshold.
        reliability: How far the probabilities can be trusted, by tenths.
    """

    f1: float
    reliability: tuple[Reliability, ...]


class Part(msgspec.Struct, frozen=True):
    """What was learned for one code system.

    Attributes:
        documents: Number of training documents.
        given: How often each code was given.
        phrases: Phrases, their stems joined by blanks, in order.
        entries: What is known of each of them.
        weights: The regression.
        measured: Its quality within training.
    """

    documents: int
    given: Mapping[str, int]
    phrases: tuple[str, ...]
    entries: tuple[Entry, ...]
    weights: Weights
    measured: Measured


class Content(msgspec.Struct, frozen=True):
    """Everything in a learned file.

    Attributes:
        trained_under: Ids of the releases under which the training documents were read.
        documents: Number of training documents.
        source: Hash of the training documents and their codes.
        systems: What was learned by code system.
    """

    trained_under: Mapping[str, ReleaseId]
    documents: int
    source: str
    systems: Mapping[System, Part]


def packed(content: Content) -> bytes:
    """The learned file; the same content gives the same bytes."""
    return _MAGIC + zlib.compress(msgspec.msgpack.encode(content, order="sorted"), 6)


class Learned:
    """A learned file, opened.

    Attributes:
        id: Its identity; it is in force from the first day of the release it was trained under.
        content: What it holds.
    """

    def __init__(self, artefact: bytes) -> None:
        """Open a learned file.

        Raises:
            LearnedFileError: the bytes are no learned file of this version.
        """
        self.content = _unpacked(artefact)
        self.id = _id(artefact, self.content)
        self._tries: dict[System, Trie] = {
            system: trie(
                {
                    tuple(phrase.split(" ")): entry
                    for phrase, entry in zip(part.phrases, part.entries, strict=True)
                }
            )
            for system, part in self.content.systems.items()
        }

    def threshold(self, system: System) -> float:
        """The probability from which on a code is suggested."""
        part = self.content.systems.get(system)
        return part.weights.threshold if part else 1.0

    def scored(
        self, system: System, lines: Sequence[Sequence[str]], terms: Sequence[Term]
    ) -> tuple[Scored, ...]:
        """Every code of the system that something in the text speaks for, by code."""
        part = self.content.systems.get(system)
        if part is None:
            return ()
        return scored(gather(lines, terms, self._tries[system]), part.given, part.weights)


def _id(artefact: bytes, content: Content) -> LearnedId:
    digest = sha256(artefact).hexdigest()
    under = content.trained_under.get(System.ICD10CM.value)
    first = under.effective_from if under else date.min
    return LearnedId(f"{LEARNED}-{digest[:12]}", digest, first, date.max)


def _unpacked(artefact: bytes) -> Content:
    if not artefact.startswith(_MAGIC):
        raise LearnedFileError(
            "this is no learned file of this version; write one with: codeward learn FOLDER -o OUT"
        )
    try:
        inflate = zlib.decompressobj()
        raw = inflate.decompress(artefact[len(_MAGIC) :], _LARGEST)
        if not inflate.eof:
            raise LearnedFileError("the learned file is cut short; copy or learn it again")
        return msgspec.msgpack.decode(raw, type=Content)
    except (zlib.error, msgspec.MsgspecError):
        raise LearnedFileError("the learned file is damaged; copy or learn it again") from None
