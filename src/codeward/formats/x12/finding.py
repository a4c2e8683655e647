"""What validation says about one place of an interchange."""

import msgspec

from codeward.model import Severity


class X12Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One fault in an interchange; its message never quotes the value.

    Attributes:
        rule: Number of the rule, such as `P837-027`; a fault of pure syntax is named by its 999
            code, such as `IK4/6`.
        snip: SNIP type from 1 to 7.
        severity: `reject`, `warn` or `inform`.
        segment: Ordinal of the segment in its transaction set (ST is 1), or in the file for the
            envelope.
        offset: Byte at which the segment starts.
        segment_id: Such as `CLM`; of a missing segment its own, while `segment` and `offset` are
            those of the segment after which it belongs.
        loop: Loop in which it stands.
        element: Number of the element, None where the segment is meant.
        component: Number of the component, None where the element is meant.
        claim: CLM01 or CLP01 of the claim, None outside of claims.
        message: What is wrong.
        answer: What it becomes in a TA1, 999 or 277CA: `TA1 001`, `AK9/4`, `IK5/4`, `IK3/3`,
            `IK4/7`, `A7`; `hold` for a remittance that must not be posted.
        interchange: ISA13.
        group: GS06.
        transaction: ST02.
        path: The loops from the set down to `loop`, such as `2000A/2000B/2300/2400`; empty for the
            envelope.
    """

    rule: str
    snip: int
    severity: Severity
    segment: int
    offset: int
    segment_id: str
    loop: str
    element: int | None
    component: int | None
    claim: str | None
    message: str
    answer: str
    interchange: str = ""
    group: str = ""
    transaction: str = ""
    path: str = ""
