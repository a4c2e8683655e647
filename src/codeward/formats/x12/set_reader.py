"""Walks one transaction set along its guide: places each segment, judges it, asks the rules."""

from collections.abc import Callable, Iterator

import msgspec

from codeward.formats.x12.forms import GUIDE_FAULTS, FormFault, faults
from codeward.formats.x12.guide import QUALIFIER, Loop, SegmentUse
from codeward.formats.x12.plan import LoopPlan, SetPlan, Step, loop_paths
from codeward.formats.x12.rule import Breach, Placed, Rule, Scope, SegmentRule, SoFar
from codeward.formats.x12.segment import whole_number

# What a reader of findings needs: rule, SNIP type, answer, where, element, component, claim, words,
# and the way of loops from the set to the place.
Report = Callable[[str, int, str, Placed, int, int, str | None, str, str], None]

_KEPT_BELOW = frozenset({"2320", "2400", "2430", "2110"})
# Texts that are remembered as faultless for each step: senders write the same segments often.
_MOST_CLEAN = 2048


class _Frame:
    """An open loop: where it stands in its items, and what it has seen."""

    __slots__ = ("loop", "parent", "plan", "position", "scope", "seen")

    def __init__(self, plan: LoopPlan, parent: "_Frame | None", scope: Scope) -> None:
        self.plan = plan
        self.loop = plan.loop
        self.parent = parent
        self.scope = scope
        self.position = 0
        self.seen: dict[SegmentUse | Loop, int] = {}

    def ancestry(self) -> Iterator[Loop]:
        """Its loop and those around it, outwards."""
        frame: _Frame | None = self
        while frame is not None:
            yield frame.loop
            frame = frame.parent


def _order(item: SegmentUse | Loop) -> tuple[int, tuple[str, ...]]:
    """Of those that the guide wants at one place, in the order of their names."""
    return item.position, (item.first if isinstance(item, Loop) else item).keys


class SetReader:
    """Reads the segments between ST and SE of one set, both included.

    Attributes:
        claims: How many claims it has seen.
    """

    def __init__(self, plan: SetPlan, report: Report) -> None:
        self.claims = 0
        self._plan = plan
        self._told = report
        self._component = plan.marks.component
        root = Scope(plan.root.loop.id, None, self._component, "", SoFar())
        self._root = _Frame(plan.root, None, root)
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

    def begin(self, text: str, elements: list[str], offset: int) -> None:
        """The ST segment."""
        use = self._root.loop.first
        placed = Placed(elements, 1, offset, "HEADER")
        if self._plan.pattern(use)(text) is None:
            self._forms(use, placed)
        self._root.scope.index[use.place] = [placed]
        self._last = placed

    def take(  # noqa: C901, PLR0912 - the hot loop: each call split off costs a tenth
        self, text: str, elements: list[str], offset: int, ordinal: int
    ) -> None:
        """One segment of the set after ST, which has the ordinal 1."""
        key = identifier = elements[0]
        place = QUALIFIER.get(identifier)
        if place is not None and place < len(elements):
            key = f"{identifier}*{elements[place]}"
            if identifier == "HI":
                key = key.partition(self._component)[0]
        frame = self._frame
        step = frame.plan.steps.get(key)
        if step is None:
            step = self._plan.step(frame.plan, frame.ancestry(), key, identifier)
        if step is None:
            self._unplaced(Placed(elements, ordinal, offset, frame.loop.id))
            return
        if self._lost:
            self._lost = False
        self._held.add(step.key)
        if step.hops:
            for _ in range(step.hops):
                self._close()
            frame = self._frame
        placed = Placed(elements, ordinal, offset, step.loop)
        if step.position < frame.position:
            here = Placed(elements, ordinal, offset, frame.loop.id)
            self._report("", 1, "IK3/7", here, 0, 0, frame.scope.claim, "stands too late")
        else:
            frame.position = step.position
        seen = frame.seen
        count = seen[step.item] = seen.get(step.item, 0) + 1
        if step.opens is not None:
            frame = self._open(step.opens, frame)
            if step.loop == self._plan.claim_loop:
                frame.scope.claim = placed.get(1)
                self._held = {step.key}
                self.claims += 1
        if 0 < step.most < count:
            self._too_many(step.item, placed)
        if step.leads:
            self._lead(identifier, placed)
        if text not in step.clean:
            self._judge(step, placed, text)
        index = frame.scope.index
        if step.place in index:
            index[step.place].append(placed)
        else:
            index[step.place] = [placed]
        self._last = placed

    def end(self) -> None:
        """The set is over: close every loop and ask the last rules."""
        while self._frame is not self._root:
            self._close()
        self._finish(self._root)

    def _judge(self, step: Step, placed: Placed, text: str) -> None:
        """Its form, and the rules that this segment alone can break."""
        clean = step.matches(text) is not None
        if not clean:
            self._forms(step.use, placed)
        for rule in step.rules:
            for breach in rule.check(placed, self._component):
                clean = False
                self._breach(rule, breach, self._frame.scope.claim)
        if clean and len(step.clean) < _MOST_CLEAN:
            step.clean.add(text)

    def _breach(self, rule: Rule | SegmentRule, breach: Breach, claim: str | None) -> None:
        if (breach.at.ordinal, breach.element) in self._faulty:
            return  # the form of that element is wrong and said already
        self._report(
            rule.id, rule.snip, rule.answer, breach.at, breach.element, breach.component, claim,
            breach.message,
        )  # fmt: skip

    def _report(  # noqa: PLR0913, PLR0917 - the signature of `Report`
        self, rule: str, snip: int, answer: str, placed: Placed, element: int, component: int,
        claim: str | None, words: str,
    ) -> None:  # fmt: skip
        path = self._path(placed.loop)
        self._told(rule, snip, answer, placed, element, component, claim, words, path)

    def _path(self, loop: str) -> str:
        """The way to a loop: of those that the guide knows, the one nearest to what is open."""
        here = [one.id for one in self._frame.ancestry()]
        paths = loop_paths(self._plan.name).get(loop, ((loop,),))
        best = max(paths, key=lambda path: sum(one in here for one in path))
        return "/".join(best[1:] or best)

    def _lead(self, identifier: str, placed: Placed) -> None:
        """HL and BHT tell what holds for the segments after them."""
        if identifier == "HL":
            self._level(placed)
        else:
            self._root.scope.today = placed.get(4)

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

    def _forms(self, use: SegmentUse, placed: Placed) -> None:
        for fault in faults(use, placed.elements, self._plan.marks):
            self._form(fault, placed)

    def _form(self, fault: FormFault, placed: Placed) -> None:
        self._faulty.add((placed.ordinal, fault.element))
        snip = 2 if fault.answer in GUIDE_FAULTS else 1
        name = f"{placed.elements[0]}{fault.element:02}" if fault.element else placed.elements[0]
        where = f"{name}-{fault.component}" if fault.component else name
        self._report(
            fault.rule, snip, fault.answer, placed, fault.element, fault.component,
            self._frame.scope.claim, f"{where} {fault.words}",
        )  # fmt: skip

    def _open(self, plan: LoopPlan, parent: _Frame) -> _Frame:
        scope = parent.scope
        if plan.scoped:
            scope = self._inner(plan.loop.id, scope)
        self._frame = frame = _Frame(plan, parent, scope)
        return frame

    def _inner(self, loop: str, outer: Scope) -> Scope:
        scope = Scope(loop, outer, self._component, self._root.scope.today, outer.so_far)
        scope.claim = outer.claim
        outer.below[loop] = outer.below.get(loop, 0) + 1
        if loop in _KEPT_BELOW:
            if loop in outer.children:
                outer.children[loop].append(scope)
            else:
                outer.children[loop] = [scope]
        return scope

    def _close(self) -> None:
        frame = self._frame
        self._finish(frame)
        if frame.parent is not None:
            self._frame = frame.parent

    def _finish(self, frame: _Frame) -> None:
        """What a loop lacks, and what the rules of its scope say."""
        plan = frame.plan
        if not frame.seen.keys() >= plan.required:
            for item in sorted(plan.required - frame.seen.keys(), key=_order):
                self._missing(item, frame)
        if plan.rules:
            scope = frame.scope
            for rule in plan.asked(self._held):
                for breach in rule.check(scope):
                    self._breach(rule, breach, scope.claim)
        if plan.loop.id == self._plan.claim_loop:
            self._end_claim(frame)

    def _end_claim(self, frame: _Frame) -> None:
        scope = frame.scope
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
        if placed.elements[0] != "HI" or frame.loop.id != self._plan.claim_loop:
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
        known = placed.elements[0] in self._plan.known
        self._lost = known and placed.elements[0] in ("CLM", "HL", "LX", "CLP", "SVC")
        words = "has no place here" if known else "is no segment of this transaction set"
        answer, snip = ("IK3/2", 2) if known else ("IK3/1", 1)
        self._report("", snip, answer, placed, 0, 0, self._frame.scope.claim, words)
