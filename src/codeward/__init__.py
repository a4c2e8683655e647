"""Codeward: from clinical documentation to evidence-backed codes, edits, a DRG and an X12 claim.

Read `codeward.pipeline` first: it is the whole way of an encounter on one page.
"""

__version__ = "0.1.0"
