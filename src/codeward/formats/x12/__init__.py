"""X12 005010: a tolerant streaming reader, a strict writer, validation and acknowledgements."""

from codeward.formats.x12.acknowledgement import acknowledgement_text, ta1, ta1_text
from codeward.formats.x12.claim_acknowledgement import claim_acknowledgement_text
from codeward.formats.x12.claim_headers import ClaimHeader, ClaimSet, claim_sets
from codeward.formats.x12.claim_reading import (
    ClaimCode,
    ClaimLine,
    ClaimParty,
    ReadClaim,
    SetEnded,
    read_claims,
)
from codeward.formats.x12.code_lists import CodeList, CodeLists, RememberedLists
from codeward.formats.x12.envelope import Group, Interchange, interchange_text
from codeward.formats.x12.finding import X12Finding
from codeward.formats.x12.profile import PartnerProfile, ProfileError, read_profile
from codeward.formats.x12.reading import ReadSegment, read_segments
from codeward.formats.x12.repair import Repair, Repaired, repaired
from codeward.formats.x12.scanning import Scanner
from codeward.formats.x12.segment import (
    Delimiters,
    Segment,
    X12ReadError,
    X12TextError,
    whole_number,
)
from codeward.formats.x12.transaction_reading import (
    LoopRead,
    Transaction,
    TypedSegment,
    read_transactions,
)
from codeward.formats.x12.validation import ALL_TYPES, validate
from codeward.formats.x12.verdict import Validation
from codeward.formats.x12.writing import amount, segment_text

__all__ = [
    "ALL_TYPES",
    "ClaimCode",
    "ClaimHeader",
    "ClaimLine",
    "ClaimParty",
    "ClaimSet",
    "CodeList",
    "CodeLists",
    "Delimiters",
    "Group",
    "Interchange",
    "LoopRead",
    "PartnerProfile",
    "ProfileError",
    "ReadClaim",
    "ReadSegment",
    "RememberedLists",
    "Repair",
    "Repaired",
    "Scanner",
    "Segment",
    "SetEnded",
    "Transaction",
    "TypedSegment",
    "Validation",
    "X12Finding",
    "X12ReadError",
    "X12TextError",
    "acknowledgement_text",
    "amount",
    "claim_acknowledgement_text",
    "claim_sets",
    "interchange_text",
    "read_claims",
    "read_profile",
    "read_segments",
    "read_transactions",
    "repaired",
    "segment_text",
    "ta1",
    "ta1_text",
    "validate",
    "whole_number",
]
