"""What the outside must offer to the library, as Protocols; `adapters` and the server offer it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol

import msgspec

from codeward.codesets import Tables
from codeward.coding.second_opinion import Choice, OfferedCode
from codeward.edits import MedicareCodeEditor
from codeward.grouping import Grouper

__all__ = [
    "CodeChooser",
    "Grouper",
    "InpatientEngine",
    "KeyProvider",
    "MedicareCodeEditor",
    "RemoteFile",
    "Tables",
    "Transport",
    "Whereabouts",
]


class InpatientEngine(Grouper, MedicareCodeEditor, Protocol):
    """A grouper that also runs the Medicare Code Editor, as the CMS programs do."""


class CodeChooser(Protocol):
    """A language model that the operator trusts with the text; what it says is held to rules."""

    @property
    def name(self) -> str:
        """Name of the model, as it stands in the path of a suggestion."""
        ...

    def choose(self, texts: Mapping[str, str], offered: Sequence[OfferedCode]) -> Sequence[Choice]:
        """The offered codes that the documents support, each with a verbatim quote.

        Raises:
            CodewardError: the model cannot be reached or its answer is not of the agreed form.
        """
        ...


class KeyProvider(Protocol):
    """Who keeps the keys of the site: a local file, or a key service that never hands them out.

    Each method raises `KeyProviderError` of the adapters.
    """

    @property
    def newest(self) -> int:
        """Version of the site key under which everything is wrapped now."""
        ...

    def wrap(self, secret: bytes, context: bytes) -> bytes:
        """Encrypt a data key under the newest site key, bound to the context."""
        ...

    def unwrap(self, wrap: bytes, context: bytes) -> bytes:
        """Decrypt a data key, under whichever site key it was wrapped."""
        ...

    def rotate(self) -> int:
        """Make a new site key, under which everything is wrapped from now on; its version."""
        ...

    def version_of(self, wrap: bytes) -> int:
        """The version of the site key under which a data key was wrapped."""
        ...


class Whereabouts(StrEnum):
    """Where a file of ours lies at a partner."""

    ABSENT = "absent"
    TEMPORARY = "temporary"
    PLACED = "placed"


class RemoteFile(msgspec.Struct, frozen=True):
    """A file that a partner offers; `regular` is False for links, folders and devices."""

    name: str
    size: int
    regular: bool


class Transport(Protocol):
    """An open connection to one partner: SFTP, a local folder, or AS2-like HTTPS.

    A file is uploaded whole under a temporary name and then placed under its own in one step, so
    that the partner never sees half of it. Over HTTPS a message is delivered whole in one request,
    so that `upload` brings its receipt and `place` has nothing left to do. Each method raises
    `TransportError` of the adapters.
    """

    def upload(self, name: str, content: bytes) -> None:
        """Put the whole file under its temporary name; one that is there is overwritten."""
        ...

    def place(self, name: str) -> None:
        """Give the uploaded file its own name; refused where that name is taken."""
        ...

    def whereabouts(self, name: str, size: int) -> Whereabouts:
        """Where the file is; a temporary file of another size counts as absent."""
        ...

    def answers(self) -> Sequence[RemoteFile]:
        """What lies in the folder of answers, by name; files still being written are left out."""
        ...

    def fetch(self, name: str, limit: int) -> bytes:
        """The bytes of an answer, refused where there are more than `limit`."""
        ...

    def remove(self, name: str) -> None:
        """Delete an answer that has been archived; one that is gone already is no error."""
        ...
