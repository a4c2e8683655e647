"""What a DRG would be without one code: the answer to "which code carries this DRG?"."""

import msgspec

from codeward.codesets import MsdrgTables, Releases
from codeward.grouping.assignment import require_trust, stay_of
from codeward.grouping.grouper import Grouper, GrouperAnswer, GroupingError, Stay, Unavailable
from codeward.grouping.obstacles import obstacles
from codeward.model import Encounter


class WhatIf(msgspec.Struct, frozen=True):
    """The DRG with and without one code.

    Attributes:
        without: The code that was left out, each of its occurrences.
        drg: The DRG as coded.
        drg_without: The DRG without the code.
        title_without: Its title.
        weight: Published weight as coded; None where the release has none.
        weight_without: Published weight without the code; None likewise.
    """

    without: str
    drg: str
    drg_without: str
    title_without: str
    weight: str | None
    weight_without: str | None

    @property
    def changes(self) -> bool:
        """Whether the DRG rests on this code."""
        return self.drg != self.drg_without


def what_if(encounter: Encounter, without: str, on: Releases, grouper: Grouper) -> WhatIf | None:
    """The DRG without one secondary diagnosis or procedure.

    Returns:
        None where the encounter cannot be grouped, or where the code is neither a secondary
        diagnosis nor a procedure of it.

    Raises:
        GroupingError: the grouper's answer cannot be trusted.
    """
    return next((one for one in leave_one_out(encounter, on, grouper, (without,))), None)


def leave_one_out(
    encounter: Encounter,
    on: Releases,
    grouper: Grouper,
    codes: tuple[str, ...] | None = None,
) -> tuple[WhatIf, ...]:
    """The DRG without each secondary diagnosis and each procedure in turn, in their order.

    Args:
        encounter: The stay as coded.
        on: The installed releases.
        grouper: Called once for the stay and once for each code: about 0.1 ms a call.
        codes: Only these codes, None means all.

    Raises:
        GroupingError: the grouper's answer cannot be trusted.
    """
    if obstacles(encounter, on):
        return ()
    stay = stay_of(encounter, on)
    coded = _answer(stay, grouper)
    if coded is None:
        return ()
    tables = on.on(encounter.governing_date or on.day).msdrg
    distinct = dict.fromkeys((*(dx.code for dx in stay.secondaries), *stay.procedures))
    wanted = [code for code in distinct if codes is None or code in codes]
    return tuple(_compare(stay, coded, code, grouper, tables) for code in wanted)


def _compare(
    stay: Stay, coded: GrouperAnswer, code: str, grouper: Grouper, tables: MsdrgTables
) -> WhatIf:
    reduced = msgspec.structs.replace(
        stay,
        secondaries=tuple(dx for dx in stay.secondaries if dx.code != code),
        procedures=tuple(px for px in stay.procedures if px != code),
    )
    answer = _answer(reduced, grouper)
    if answer is None:
        raise GroupingError("the grouper became unavailable between two calls")
    drg, drg_without = f"{coded.drg:03d}", f"{answer.drg:03d}"
    return WhatIf(
        without=code,
        drg=drg,
        drg_without=drg_without,
        title_without=tables.drg_title(drg_without) or "",
        weight=tables.weight(drg),
        weight_without=tables.weight(drg_without),
    )


def _answer(stay: Stay, grouper: Grouper) -> GrouperAnswer | None:
    answer = grouper.group(stay)
    if isinstance(answer, Unavailable):
        return None
    require_trust(stay, answer)
    return answer
