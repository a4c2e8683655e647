"""Loads the sample charts that the package brings.

A chart is a folder below `charts/`: its documents as text files and `chart.toml` with the facts of
the encounter, the gold codes and what was left uncoded on purpose. `charts/parties.toml` holds the
invented providers and payers that several charts share; a chart names them by their key.
"""

import tomllib
from functools import cache
from importlib.resources import files

from codeward.demo.chart_files import read_chart
from codeward.demo.sample_chart import GoldCode, LeftOut, SampleChart, SampleChartError

__all__ = ["GoldCode", "LeftOut", "SampleChart", "SampleChartError", "load"]


@cache
def load() -> tuple[SampleChart, ...]:
    """All sample charts, by name."""
    folder = files("codeward.demo") / "charts"
    parties = tomllib.loads((folder / "parties.toml").read_text(encoding="utf-8"))
    chart_folders = sorted(
        (one for one in folder.iterdir() if (one / "chart.toml").is_file()),
        key=lambda one: one.name,
    )
    return tuple(read_chart(one, parties) for one in chart_folders)
