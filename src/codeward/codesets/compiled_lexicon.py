"""Compiles the coding lexicon of a release from its wordings."""

from codeward.codesets.lexicon import compile_lexicon
from codeward.codesets.phrases import phrases
from codeward.codesets.tables import Tables


def lexicon_artefact(tables: Tables) -> bytes:
    """The lexicon of an ICD-10-CM release, for `coding`."""
    return compile_lexicon(phrases(tables))
