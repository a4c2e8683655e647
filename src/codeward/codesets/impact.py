"""What a new release breaks: two releases of a code system compared, code by code."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from codeward.codesets.code_uses import Reasons, Use
from codeward.codesets.day_numbers import number_of
from codeward.codesets.description import Named
from codeward.codesets.releases import Installation, Releases
from codeward.model import NoReleaseError, ReleaseId, System

_CODES = "SELECT code, title, title_source, header FROM code"
_VALID = "SELECT DISTINCT code FROM span WHERE ? BETWEEN first AND last"
_SEVERITIES = "SELECT code, level FROM severity"


class Ended(msgspec.Struct, frozen=True):
    """A code that claims may no longer carry.

    Attributes:
        code: Undotted code.
        title: Its title, None where no installed file has it.
        now_header: Whether codes with more characters have taken its place below it.
        successors: What took its place, by the publisher's conversion table.
    """

    code: str
    title: str | None
    now_header: bool
    successors: tuple[Named, ...]


class Retitled(msgspec.Struct, frozen=True):
    """A code or header whose title differs.

    Attributes:
        code: Undotted code or header.
        before: Former title.
        after: New title.
        other_file: Whether the titles come from different files: the wording of a file may differ
            where the publisher changed nothing.
    """

    code: str
    before: str
    after: str
    other_file: bool


class Changed(msgspec.Struct, frozen=True):
    """A code with a property before and after."""

    code: str
    before: str
    after: str


class SystemImpact(msgspec.Struct, frozen=True, kw_only=True):
    """What changes in one code system.

    Attributes:
        system: Code system.
        before: The release that is compared from.
        after: The release that is compared to.
        from_day: Day for which the former is read.
        to_day: Day for which the latter is read.
        ended: Codes valid on the former day only.
        added: Codes valid on the latter day only.
        retitled: Codes valid on both days, and headers in both, whose title differs.
        status: Nodes that are `billable`, `header` or `absent` and were something else.
        severity: Codes valid on both days whose CC or MCC level differs.
        grouper_before: MS-DRG version of the former level, None where none is compared.
        grouper_after: MS-DRG version of the latter level.
    """

    system: System
    before: ReleaseId
    after: ReleaseId
    from_day: dt.date
    to_day: dt.date
    ended: tuple[Ended, ...]
    added: tuple[Named, ...]
    retitled: tuple[Retitled, ...]
    status: tuple[Changed, ...]
    severity: tuple[Changed, ...]
    grouper_before: str | None
    grouper_after: str | None


class ImpactReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a new release breaks, as `codesets impact --json` prints it.

    Attributes:
        systems: The changes in each code system.
        uses: Who names a code that changes.
        encounters: Encounters that were read.
        encounters_before: Those of them that the new release does not govern.
        unread: Names of files that are no encounters.
    """

    systems: tuple[SystemImpact, ...]
    uses: tuple[Use, ...]
    encounters: int = 0
    encounters_before: int = 0
    unread: tuple[str, ...] = ()


class _Node(msgspec.Struct, frozen=True):
    title: str | None
    source: str
    status: str


def compare(
    system: System, installation: Installation, before: dt.date, after: dt.date
) -> SystemImpact:
    """Compare the release in force on one day with that on another.

    Raises:
        NoReleaseError: the system has no release on one of the days.
    """
    old_on, new_on = Releases(installation, before), Releases(installation, after)
    old, new = _nodes(system, installation, old_on), _nodes(system, installation, new_on)
    valid_old, valid_new = _billable(old), _billable(new)
    levels = _severity(system, installation, old_on, new_on)
    return SystemImpact(
        system=system,
        before=old_on.release(system).id,
        after=new_on.release(system).id,
        from_day=before,
        to_day=after,
        ended=_ended(system, sorted(valid_old - valid_new), old, new, new_on),
        added=tuple(Named(code, new[code].title) for code in sorted(valid_new - valid_old)),
        retitled=_retitled(old, new),
        status=_status(old, new),
        severity=_changed_levels(sorted(valid_old & valid_new), *levels),
        grouper_before=old_on.msdrg.version if levels[0] else None,
        grouper_after=new_on.msdrg.version if levels[1] else None,
    )


def affected(impacts: tuple[SystemImpact, ...]) -> Reasons:
    """What happens to each code that was in use before, by system and code."""
    found: dict[tuple[System, str], tuple[str, ...]] = {}
    for one in impacts:
        parts = (
            ("ended", one.ended),
            ("retitled", one.retitled),
            ("status", one.status),
            ("severity", one.severity),
        )
        for reason, changes in parts:
            for change in changes:
                key = (one.system, change.code)
                found[key] = (*found.get(key, ()), reason)
    return found


def _nodes(system: System, installation: Installation, on: Releases) -> dict[str, _Node]:
    """Every node of the release in force, with what it is on the day."""
    release = on.release(system)
    tables = installation.tables(release)
    valid = {row[0] for row in tables.rows(_VALID, (number_of(on.day),))}
    nodes = {
        code: _Node(title, source, _what(code in valid, header=bool(header)))
        for code, title, source, header in tables.rows(_CODES)
    }
    return nodes | {code: _Node(None, "", "billable") for code in valid if code not in nodes}


def _what(valid: bool, *, header: bool) -> str:
    if valid:
        return "billable"
    return "header" if header else "absent"


def _billable(nodes: Mapping[str, _Node]) -> set[str]:
    return {code for code, node in nodes.items() if node.status == "billable"}


def _ended(
    system: System,
    codes: list[str],
    old: Mapping[str, _Node],
    new: Mapping[str, _Node],
    on: Releases,
) -> tuple[Ended, ...]:
    code_set = on.code_set(system)
    found = []
    for code in codes:
        successors = code_set.successors(code) if code_set is not None else ()
        named = tuple(
            Named(one, new[one].title if one in new else None) for one in sorted(successors)
        )
        now_header = code in new and new[code].status == "header"
        found.append(Ended(code, old[code].title, now_header, named))
    return tuple(found)


def _retitled(old: Mapping[str, _Node], new: Mapping[str, _Node]) -> tuple[Retitled, ...]:
    found = []
    for code in sorted(old.keys() & new.keys()):
        before, after = old[code], new[code]
        if before.title is None or after.title is None or before.title == after.title:
            continue
        if before.status != "absent" and after.status != "absent":
            other = before.source != after.source
            found.append(Retitled(code, before.title, after.title, other))
    return tuple(found)


def _status(old: Mapping[str, _Node], new: Mapping[str, _Node]) -> tuple[Changed, ...]:
    """Nodes in both releases that are something else now."""
    return tuple(
        Changed(code, old[code].status, new[code].status)
        for code in sorted(old.keys() & new.keys())
        if old[code].status != new[code].status
    )


def _severity(
    system: System, installation: Installation, old: Releases, new: Releases
) -> tuple[dict[str, str], dict[str, str]]:
    """CC and MCC levels of both days; none where they do not apply or one has no MS-DRG version."""
    applies = system is System.ICD10CM and all(on.covers(System.MSDRG) for on in (old, new))
    if not applies:
        return {}, {}
    return _levels(installation, old), _levels(installation, new)


def _levels(installation: Installation, on: Releases) -> dict[str, str]:
    return dict(installation.tables(on.release(System.MSDRG)).rows(_SEVERITIES))


def _changed_levels(
    codes: list[str], before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[Changed, ...]:
    return tuple(
        Changed(code, before[code], after[code])
        for code in codes
        if code in before and code in after and before[code] != after[code]
    )


def comparable(installation: Installation, days: tuple[dt.date, dt.date]) -> tuple[System, ...]:
    """The code systems with a release on both days.

    Raises:
        NoReleaseError: there is none.
    """
    found = tuple(
        system
        for system in System
        if system is not System.MSDRG
        and all(Releases(installation, day).covers(system) for day in days)
    )
    if not found:
        for day in days:
            Releases(installation, day).release(System.ICD10CM)
        raise NoReleaseError(f"no code system has a release on both {days[0]} and {days[1]}")
    return found
