"""What is compiled into a release beside its tables: an explicit list, in order of compilation."""

from collections.abc import Callable

import msgspec

from codeward.codesets.compiled_lexicon import lexicon_artefact
from codeward.codesets.pcs_labels import LABELS, labels_artefact
from codeward.codesets.search.artefact import search_artefact, title_search_artefact
from codeward.codesets.tables import Tables
from codeward.model import System


class Artefact(msgspec.Struct, frozen=True):
    """Bytes that are computed from the tables of a release once and stored in its file.

    Attributes:
        name: Name in the file, for `CodeSet.blob`.
        systems: The code systems whose releases carry it.
        compile: From the tables to the bytes: pure, and the same bytes for the same rows. It must
            not read the table `meta`: releases with equal rows share the result.
    """

    name: str
    systems: tuple[System, ...]
    compile: Callable[[Tables], bytes]


ARTEFACTS: tuple[Artefact, ...] = (
    Artefact("search", (System.ICD10CM,), search_artefact),
    Artefact("search", (System.ICD10PCS, System.HCPCS, System.CPT), title_search_artefact),
    Artefact("lexicon", (System.ICD10CM,), lexicon_artefact),
    Artefact(LABELS, (System.ICD10PCS,), labels_artefact),
)
