"""The errors that cross a module border; each text says what is wrong, where, and what to do.

No text of an error carries a value from a chart: field paths, code numbers and counts only.
"""


class CodewardError(Exception):
    """Root of every error that Codeward raises on purpose."""


class EncounterError(CodewardError):
    """An encounter that cannot be read: the text names the path of the faulty field."""


class NoReleaseError(CodewardError):
    """No installed release covers the date; Codeward never falls back to another year."""


class UnknownCodeError(CodewardError):
    """The release in force on the date does not know the code."""


class StaleReleaseError(CodewardError):
    """A compiled release that another version of Codeward wrote: it must be compiled anew."""
