"""The published page of the clinical indicators, made from the topics themselves."""

from codeward.coding.topics.topic import Indicator, topics

_HEAD = """# Clinical indicators

Generated from `codeward.coding.topics`. A stay whose findings stand without a diagnosis raises a
draft of a query, and so does a diagnosis without findings. A person sends it, edits it or drops it;
the linter refuses what leads, speaks of payment or quotes nothing.

| Topic | What the provider sees first | Findings (least number) | Limits from |
|---|---|---|---|
"""


def topics_page() -> str:
    """The topics by name, as a Markdown page."""
    rows = [
        f"| {one.name} | {one.title} | {_findings(one.indicator)} ({one.least}) | {one.source} |\n"
        for one in sorted(topics(), key=lambda topic: topic.name)
    ]
    return _HEAD + "".join(rows)


def _findings(indicators: tuple[Indicator, ...]) -> str:
    return "; ".join(f"{one.name}{_limit(one)}" for one in indicators)


def _limit(one: Indicator) -> str:
    low = "" if one.at_least is None else f" from {one.at_least:g}"
    return low if one.at_most is None else f"{low} up to {one.at_most:g}"
