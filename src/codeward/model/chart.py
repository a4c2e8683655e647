"""The chart: documents as they were received, divided into sections and sentences by offset."""

from enum import StrEnum

import msgspec

from codeward.model.encounter import Document


class SectionKind(StrEnum):
    """What a part of a note is for, as far as the reading of a statement depends on it."""

    COMPLAINT = "complaint"
    HISTORY = "history"
    PAST = "past"
    SURGICAL = "surgical"
    FAMILY = "family"
    SOCIAL = "social"
    MEDICATIONS = "medications"
    ALLERGIES = "allergies"
    REVIEW = "review"
    EXAM = "exam"
    RESULTS = "results"
    COURSE = "course"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    PROCEDURES = "procedures"
    ADMITTING = "admitting"
    DISCHARGE = "discharge"
    INSTRUCTIONS = "instructions"
    NURSING = "nursing"
    ADDENDUM = "addendum"
    OTHER = "other"


class Section(msgspec.Struct, frozen=True, gc=False):
    """A heading and the text below it.

    Attributes:
        document: Id of the document.
        kind: What the section is for.
        heading_start: Offset at which the heading begins; equal to `start` where there is none.
        start: Offset of the first character of the body.
        end: Offset after its last character.
    """

    document: str
    kind: SectionKind
    heading_start: int
    start: int
    end: int


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """A sentence or a list item: no mention and no negation reaches beyond it.

    Attributes:
        document: Id of the document.
        section: Kind of the section in which it stands.
        start: Offset of its first character.
        end: Offset after its last character.
        item: Whether it is an item of a list.
        copied: Whether its paragraph stands word for word in an earlier document of the chart.
    """

    document: str
    section: SectionKind
    start: int
    end: int
    item: bool = False
    copied: bool = False


class Chart(msgspec.Struct, frozen=True):
    """All documents of an encounter with their structure, in the order given."""

    documents: tuple[Document, ...]
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]

    def document(self, document_id: str) -> Document:
        """The document of that id.

        Raises:
            KeyError: the chart has no such document.
        """
        for document in self.documents:
            if document.id == document_id:
                return document
        raise KeyError("the chart has no document of that id")
