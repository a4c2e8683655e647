"""A finished encounter becomes an 837P or 837I, or a refusal that says what is missing."""

from codeward.claims.build import build
from codeward.claims.claim import Claim, ControlNumbers, Refusal
from codeward.claims.npi import is_npi
from codeward.claims.site import Site

__all__ = ["Claim", "ControlNumbers", "Refusal", "Site", "build", "is_npi"]
