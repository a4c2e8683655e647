"""Why a file did not get to a partner or back; texts name the class of a fault only."""

from codeward.model import CodewardError


class TransportError(CodewardError):
    """A connection or transfer that failed and may be tried again."""


class PartnerIdentityError(TransportError):
    """The other side is not who the register says, or does not know us; a person must look."""


class AnswerRefusedError(TransportError):
    """An answer that is not taken in: too large, no plain file, or changed while it was read."""
