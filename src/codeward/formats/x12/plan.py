"""What a set of one kind asks of its segments, worked out once for each loop and entry it meets."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from codeward.formats.x12.forms import compiled
from codeward.formats.x12.guide import Loop, SegmentUse
from codeward.formats.x12.guide_text import transaction_set
from codeward.formats.x12.rule import Rule, SegmentRule
from codeward.formats.x12.segment import Delimiters

Matches = Callable[[str], re.Match[str] | None]

CLAIM_LOOPS = {"837P": "2300", "837I": "2300", "837D": "2300", "835": "2100"}
_LEADING = ("HL", "BHT")
# Claims differ in which segments they hold; beyond this many kinds all are worked out anew.
_MOST_KINDS = 4096


class Step:
    """Where a segment leads from the loop that is open, and what is asked of it there.

    Attributes:
        key: The entry of the guide that it meets, such as `NM1*85`.
        hops: How many loops it closes.
        item: The segment or the loop that it is.
        opens: The plan of that loop, None for a segment.
        use: How the guide uses the segment.
        matches: Accepts at once the text of a segment without a fault of form.
        leads: Whether it tells what holds for the segments after it.
        rules: The rules that this segment alone can break.
        clean: Texts that were met before and are without any fault of the segment alone.
    """

    __slots__ = (
        "clean", "hops", "item", "key", "leads", "loop", "matches", "most", "opens", "place",
        "position", "rules", "use",
    )  # fmt: skip

    def __init__(self, key: str, hops: int, item: SegmentUse | Loop) -> None:
        self.key = key
        self.hops = hops
        self.item = item
        self.use = use = item.first if isinstance(item, Loop) else item
        self.opens: LoopPlan | None = None
        self.matches: Matches = re.compile("").fullmatch
        self.rules: tuple[SegmentRule, ...] = ()
        self.clean: set[str] = set()
        self.leads = use.id in _LEADING
        self.most = item.most
        self.position = item.position
        self.place = use.place
        self.loop = use.loop


class LoopPlan:
    """What is known by now about one loop: the steps from it, and the rules asked at its end.

    Attributes:
        loop: The loop of the guide.
        steps: By entry of the guide, those that were met.
        rules: The rules of its scope, each with the entries of the guide that it is about.
        selective: Whether one of them is about some entries only.
    """

    __slots__ = ("_asked", "loop", "required", "rules", "scoped", "selective", "steps")

    def __init__(self, loop: Loop, rules: tuple[tuple[Rule, frozenset[str] | None], ...]) -> None:
        self.loop = loop
        self.required = loop.required_items
        self.scoped = loop.scope
        self.steps: dict[str, Step] = {}
        self.rules = rules if loop.scope else ()
        self.selective = any(about is not None for _, about in self.rules)
        self._asked: dict[frozenset[str], tuple[Rule, ...]] = {}

    def asked(self, held: set[str]) -> tuple[Rule, ...]:
        """The rules that a claim with these entries of the guide can break."""
        kind = frozenset(held) if self.selective else frozenset()
        asked = self._asked.get(kind)
        if asked is None:
            if len(self._asked) >= _MOST_KINDS:
                self._asked.clear()
            asked = self._asked[kind] = tuple(
                rule for rule, about in self.rules if about is None or not about.isdisjoint(held)
            )
        return asked


class SetPlan:
    """The guide of one transaction set under the delimiters and the rules of one run.

    Attributes:
        name: Such as `837P`.
        marks: Delimiters of the interchange.
        root: The plan of the set as its outermost loop.
        known: Identifiers of the segments that the set may hold.
        claim_loop: Id of the loop that holds a claim, empty for sets without claims.
    """

    def __init__(
        self,
        name: str,
        marks: Delimiters,
        rules: Mapping[str, Sequence[Rule]],
        segment_rules: Mapping[str, Sequence[SegmentRule]],
    ) -> None:
        self.marks = marks
        self.name = name
        self.claim_loop = CLAIM_LOOPS.get(name, "")
        self._entries = entries(name)
        self.known = self._entries.keys()
        self._segment_rules = segment_rules
        self._rules = rules
        self._loops: dict[Loop, LoopPlan] = {}
        self.root = self._loop(transaction_set(name))

    def step(
        self, here: LoopPlan, ancestry: Iterable[Loop], key: str, identifier: str
    ) -> Step | None:
        """Where a segment leads, with the loops from the open one outwards; None for nowhere.

        What is kept is bounded by the guide, never by what senders write.
        """
        key = key if key in self._entries.get(identifier, ()) else identifier
        if key in here.steps:
            return here.steps[key]
        for hops, loop in enumerate(ancestry):
            entry = key if key in loop.table else identifier
            item = loop.table.get(entry)
            if item is not None:
                here.steps[key] = step = Step(entry, hops, item)
                step.matches = self.pattern(step.use)
                step.rules = tuple(self._segment_rules.get(step.use.id, ()))
                step.opens = self._loop(item) if isinstance(item, Loop) else None
                return step
        return None

    def pattern(self, use: SegmentUse) -> Matches:
        """What accepts the segments of this use at once."""
        return compiled(use, self.marks).fullmatch

    def _loop(self, loop: Loop) -> LoopPlan:
        if loop not in self._loops:
            rules = tuple((rule, self._about(rule)) for rule in self._rules.get(loop.id, ()))
            self._loops[loop] = LoopPlan(loop, rules)
        return self._loops[loop]

    def _about(self, rule: Rule) -> frozenset[str] | None:
        """The entries of the guide that a rule is about; an identifier means each of its own."""
        if not rule.about:
            return None
        return frozenset[str]().union(
            *(
                frozenset({one}) if "*" in one else self._entries.get(one, frozenset())
                for one in rule.about
            )
        )


@cache
def entries(name: str) -> dict[str, frozenset[str]]:
    """The entries of the guide of a set by the identifier of the segment."""
    found: dict[str, set[str]] = {}
    for use in transaction_set(name).walk():
        found.setdefault(use.id, {use.id}).update(use.keys)
    return {identifier: frozenset(keys) for identifier, keys in found.items()}


@cache
def loop_paths(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The ways from the set down to each loop of a guide, by the id of the loop."""
    found: dict[str, list[tuple[str, ...]]] = {}

    def walk(loop: Loop, above: tuple[str, ...]) -> None:
        here = (*above, loop.id)
        found.setdefault(loop.id, []).append(here)
        for item in loop.items:
            if isinstance(item, Loop):
                walk(item, here)

    walk(transaction_set(name), ())
    return {identifier: tuple(paths) for identifier, paths in found.items()}
