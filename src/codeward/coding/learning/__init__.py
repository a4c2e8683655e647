"""Learning: from charts that people have coded to phrases with their measured precision."""

from codeward.coding.learning.example import Example, Quote, QuotePart
from codeward.coding.learning.learned import Learned, LearnedFileError, LearnedId
from codeward.coding.learning.scoring import Scored

__all__ = [
    "Example",
    "Learned",
    "LearnedFileError",
    "LearnedId",
    "Quote",
    "QuotePart",
    "Scored",
]
