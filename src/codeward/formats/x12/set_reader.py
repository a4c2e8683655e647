"""Walks one transaction set along its guide: places each segment, judges it, asks the rules."""

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

from codeward.formats.x12.forms import FormFault, compiled, faults
from codeward.formats.x12.guide import QUALIFIER, Loop, SegmentUse
from codeward.formats.x12.guide_text import transaction_set
from codeward.formats.x12.rule import Placed, Rule, Scope, SegmentRule, SoFar
from codeward.formats.x12.segment import Delimiters, whole_number

# What a reader of findings needs: rule, SNIP type, answer, where, element, component, claim, words.
Report = Callable[[str, int, str, Placed, int, int, str | None, str], None]

Matches = Callable[[str], re.Match[str] | None]

CLAIM_LOOPS = {"837P": "2300", "837I": "2300", "837D": "2300", "835": "2100"}
_KEPT_BELOW = frozenset({"2320", "2400", "2430", "2110"})


class _Frame:
    """An open loop: where it stands in its items, and what it has seen."""

    __slots__ = ("loop", "parent", "position", "scope", "seen")

    def __init__(self, loop: Loop, parent: "_Frame | None", scope: Scope) -> None:
        self.loop = loop
        self.parent = parent
        self.scope = scope
        self.position = 0
        self.seen: dict[SegmentUse | Loop, int] = {}


class SetReader:
    """Reads the segments between ST and SE of one set, both included.

    Attributes:
        claims: How many claims it has seen.
    """

    def __init__(
        self,
        name: str,
        marks: Delimiters,
        rules: Mapping[str, Sequence[Rule]],
        segment_rules: Mapping[str, Sequence[SegmentRule]],
        report: Report,
        patterns: dict[SegmentUse, Matches],
    ) -> None:
        self.name = name
        self.claims = 0
        self._marks = marks
        self._component = marks.component
        self._rules = rules
        self._segment_rules = segment_rules
        self._report = report
        self._patterns = patterns
        self._claim_loop = CLAIM_LOOPS.get(name, "")
        self._known = frozenset(use.id for use in transaction_set(name).walk())
        root = transaction_set(name)
        self._root = _Frame(root, None, Scope(root.id, None, marks.component, "", SoFar()))
        self._frame = self._root
        self._last: Placed | None = None
        self._lost = False
        self._levels = 0
        self._held: set[str] = set()
        self._faulty: set[tuple[int, int]] = set()

    @property
    def claim(self) -> str | None:
        """The claim number that is open, None outside of claims."""
        return self._frame.scope.claim

    def take(  # noqa: C901, PLR0912, PLR0915 - the hot loop: each call split off costs a tenth
        self, text: str, elements: list[str], offset: int, ordinal: int
    ) -> None:
        """One segment of the set; ST has the ordinal 1."""
        identifier = elements[0]
        if ordinal == 1:
            placed = Placed(elements, 1, offset, "HEADER")
            self._accept(self._root.loop.first, self._root, placed, text)
            return
        place = QUALIFIER.get(identifier)
        if place is None or place >= len(elements):
            key = identifier
        else:
            key = f"{identifier}*{elements[place]}"
            if identifier == "HI":
                key = key.partition(self._component)[0]
        frame: _Frame | None = self._frame
        item: SegmentUse | Loop | None = None
        while frame is not None:
            table = frame.loop.table
            item = table.get(key) or table.get(identifier)
            if item is not None:
                break
            frame = frame.parent
        if item is None or frame is None:
            self._unplaced(Placed(elements, ordinal, offset, self._frame.loop.id))
            return
        self._lost = False
        self._held.add(identifier)
        while self._frame is not frame:
            self._close()
        position = item.position
        if position < frame.position:
            here = Placed(elements, ordinal, offset, frame.loop.id)
            self._report("", 1, "IK3/7", here, 0, 0, frame.scope.claim, "stands too late")
        else:
            frame.position = position
        seen = frame.seen
        count = seen[item] = seen.get(item, 0) + 1
        if isinstance(item, Loop):
            frame = self._open(item, frame)
            use = item.first
            placed = Placed(elements, ordinal, offset, item.id)
            if item.id == self._claim_loop:
                frame.scope.claim = placed.get(1)
                self._held = {identifier}
                self.claims += 1
        else:
            use = item
            placed = Placed(elements, ordinal, offset, use.loop)
        if 0 < item.most < count:
            self._too_many(item, placed)
        if identifier == "HL":
            self._level(placed)
        elif identifier == "BHT":
            self._root.scope.today = placed.get(4)
        self._accept(use, frame, placed, text)

    def end(self) -> None:
        """The set is over: close every loop and ask the last rules."""
        while self._frame is not self._root:
            self._close()
        self._finish(self._root)

    def _accept(self, use: SegmentUse, frame: _Frame, placed: Placed, text: str) -> None:
        matches = self._patterns.get(use)
        if matches is None:
            matches = self._patterns[use] = compiled(use, self._marks).fullmatch
        if matches(text) is None:
            for fault in faults(use, placed.elements, self._marks):
                self._form(fault, placed)
        for rule in self._segment_rules.get(use.id, ()):
            breach = rule.check(placed)
            if breach is not None and (placed.ordinal, breach.element) not in self._faulty:
                self._report(
                    rule.id, rule.snip, rule.answer, placed, breach.element, breach.component,
                    frame.scope.claim, breach.message,
                )  # fmt: skip
        index = frame.scope.index
        found = index.get(use.place)
        if found is None:
            index[use.place] = [placed]
        else:
            found.append(placed)
        self._last = placed

    def _level(self, placed: Placed) -> None:
        """HL01 counts the levels of the set, and HL02 names an earlier one."""
        self._levels += 1
        number, parent = placed.get(1), placed.get(2)
        words = ""
        element = 1
        if number != str(self._levels):
            words = "HL01 does not count the levels from 1"
        elif parent and (whole_number(parent) or self._levels) >= self._levels:
            element, words = 2, "HL02 names no earlier level"
        if words:
            self._levels = whole_number(number) or self._levels
            self._report("PENV-004", 1, "IK4/7", placed, element, 0, None, words)

    def _form(self, fault: FormFault, placed: Placed) -> None:
        self._faulty.add((placed.ordinal, fault.element))
        snip = 2 if fault.answer in ("IK4/7", "IK4/I10", "IK4/1") else 1
        name = f"{placed.elements[0]}{fault.element:02}" if fault.element else placed.elements[0]
        where = f"{name}-{fault.component}" if fault.component else name
        self._report(
            fault.rule, snip, fault.answer, placed, fault.element, fault.component,
            self._frame.scope.claim, f"{where} {fault.words}",
        )  # fmt: skip

    def _open(self, loop: Loop, parent: _Frame) -> _Frame:
        scope = parent.scope
        if loop.scope:
            outer = scope
            scope = Scope(
                loop.id, outer, self._marks.component, self._root.scope.today, outer.so_far
            )
            scope.claim = outer.claim
            outer.below[loop.id] = outer.below.get(loop.id, 0) + 1
            if loop.id in _KEPT_BELOW:
                outer.children.setdefault(loop.id, []).append(scope)
        self._frame = _Frame(loop, parent, scope)
        return self._frame

    def _close(self) -> None:
        frame = self._frame
        self._finish(frame)
        if frame.parent is not None:
            self._frame = frame.parent

    def _finish(self, frame: _Frame) -> None:  # noqa: C901 - the end of a claim in one place
        """What a loop lacks, and what the rules of its scope say."""
        required = frame.loop.required_items
        if required and (missing := required - frame.seen.keys()):
            for item in sorted(missing, key=lambda one: one.position):
                self._missing(item, frame)
        if not frame.loop.scope:
            return
        scope = frame.scope
        for rule in self._rules.get(frame.loop.id, ()):
            if rule.about and rule.about.isdisjoint(self._held):
                continue
            for breach in rule.check(scope):
                if (breach.at.ordinal, breach.element) in self._faulty:
                    continue  # the form of that element is wrong and said already
                self._report(
                    rule.id, rule.snip, rule.answer, breach.at, breach.element, breach.component,
                    scope.claim, breach.message,
                )  # fmt: skip
        if frame.loop.id == self._claim_loop:
            payment = scope.first("2100/CLP")
            if payment is not None:
                scope.so_far.paid += payment.amount(4)
            if scope.claim:
                scope.so_far.claim_ids.add(scope.claim)
            if frame.parent is not None:
                frame.parent.scope.claim = None
            scope.release()

    def _missing(self, item: SegmentUse | Loop, frame: _Frame) -> None:
        use = item.first if isinstance(item, Loop) else item
        before = self._before(item, frame)
        if before is None:
            return
        before = msgspec.structs.replace(before, loop=use.loop, elements=[use.id])
        words = f"{use.keys[0]} of loop {use.loop} is missing"
        self._report(item.rule or use.rule, 2, "IK3/3", before, 0, 0, frame.scope.claim, words)

    def _before(self, missing: SegmentUse | Loop, frame: _Frame) -> Placed | None:
        """The last segment of the loop after which the missing one belongs."""
        earlier = [frame.loop.first]
        for item in frame.seen:
            if item.position < missing.position:
                earlier += item.walk() if isinstance(item, Loop) else [item]
        index = frame.scope.index
        found = [index[use.place][-1] for use in earlier if use.place in index]
        return max(found, key=lambda one: one.ordinal, default=self._last)

    def _too_many(self, item: SegmentUse | Loop, placed: Placed) -> None:
        loop = isinstance(item, Loop)
        words = f"more than {item.most} of this {'loop' if loop else 'segment'}"
        answer = "IK3/4" if loop else "IK3/5"
        self._report(item.rule, 2, answer, placed, 0, 0, self._frame.scope.claim, words)

    def _wrong_first_code(self, placed: Placed) -> bool:
        """HI with another qualifier where the principal diagnosis is still due."""
        frame = self._frame
        if placed.elements[0] != "HI" or frame.loop.id != self._claim_loop:
            return False
        for item in frame.loop.required_items - frame.seen.keys():
            if isinstance(item, SegmentUse) and item.id == "HI":
                frame.seen[item] = 1
                words = f"{item.keys[0]} of loop {item.loop} is missing"
                claim = frame.scope.claim
                self._report(item.rule, 2, "IK3/3", placed, 0, 0, claim, words)
                return True
        return False

    def _unplaced(self, placed: Placed) -> None:
        """A segment for which the guide has no place here; what follows it is passed over."""
        if self._lost:
            return
        if self._wrong_first_code(placed):
            return
        known = placed.elements[0] in self._known
        self._lost = known and placed.elements[0] in ("CLM", "HL", "LX", "CLP", "SVC")
        words = "has no place here" if known else "is no segment of this transaction set"
        answer, snip = ("IK3/2", 2) if known else ("IK3/1", 1)
        self._report("", snip, answer, placed, 0, 0, self._frame.scope.claim, words)
