"""Rules about the answers that a query offers."""

from collections.abc import Iterator

from codeward.model.query import QueryDraft, QueryFormat, QueryPurpose
from codeward.review.query_rules.rule import Texts

_OTHER = ("other",)
_UNABLE = ("unable to determine", "cannot be determined", "clinically undetermined", "unable to")
_LEAST = 2
# A yes/no query confirms what is documented, says whether it was present, ties cause to effect.
_YES_NO_PURPOSES = frozenset(
    {QueryPurpose.PRESENT_ON_ADMISSION, QueryPurpose.CAUSE, QueryPurpose.VALIDATION}
)
_CHANGES_NOTHING = frozenset({"yes", "no"})


def other_is_offered(query: QueryDraft, _: Texts) -> Iterator[str]:
    """Whoever may choose may also say something else."""
    if query.format is QueryFormat.CHOICE and not _has(query, _OTHER):
        yield 'no answer "other" with room for free text'


def unable_is_offered(query: QueryDraft, _: Texts) -> Iterator[str]:
    """Whoever cannot tell may say so."""
    if query.format is not QueryFormat.OPEN and not _has(query, _UNABLE):
        yield 'no answer "unable to determine"'


def choices_are_real(query: QueryDraft, _: Texts) -> Iterator[str]:
    """A choice has at least two clinical answers, and none twice."""
    if query.format is not QueryFormat.CHOICE:
        return
    clinical = [one for one in query.options if not one.lower().startswith((*_OTHER, *_UNABLE))]
    if len(clinical) < _LEAST and not any("specify" in one.lower() for one in clinical):
        yield "fewer than two clinical answers to choose from"
    if len({one.strip().lower() for one in query.options}) < len(query.options):
        yield "an answer stands twice"


def yes_no_establishes_nothing(query: QueryDraft, _: Texts) -> Iterator[str]:
    """A yes/no query never makes a new diagnosis."""
    if query.format is not QueryFormat.YES_NO:
        return
    if query.purpose not in _YES_NO_PURPOSES:
        yield f"a yes/no query is not allowed for this purpose ({query.purpose.value})"
    elif not query.documented:
        yield "a yes/no query about a diagnosis that is not documented"


def answer_changes_something(query: QueryDraft, _: Texts) -> Iterator[str]:
    """An open query offers no answers to choose from."""
    if query.format is QueryFormat.OPEN and query.options:
        yield "an open query lists answers"
    told = {one.strip().lower() for one in query.options}
    if query.format is QueryFormat.CHOICE and told and told <= _CHANGES_NOTHING:
        yield "yes and no are the only answers; say that it is a yes/no query"


def _has(query: QueryDraft, beginnings: tuple[str, ...]) -> bool:
    return any(one.strip().lower().startswith(beginnings) for one in query.options)
