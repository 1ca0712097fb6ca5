"""What `bench/chains.py` measured, as tables."""

from __future__ import annotations

from rich.table import Table

from bench.chains import Point, Size

_PARAMETERS = ("answers", "weight", "delay", "reach")


def grid_table(points: list[Point]) -> Table:
    """A row for each setting: F1 beside that of the rule, calibration, and what the intervals hold."""
    table = Table(
        *("gap", "delay", "branching", "noise", "side", "by day", "F1", "rule", "error"),
        *(f"{name} held" for name in _PARAMETERS),
        title="What answered what, where it is known",
        box=None,
    )
    for point in points:
        own = point.setting
        frame = (own.gap, own.delay, own.branching, own.noise, own.side, own.by_day)
        scores = (point.f1, point.rule, point.calibration_error)
        held = (f"{point.held[name]:.0%} ({point.off[name]:+.0%})" for name in _PARAMETERS)
        mark = "" if point.beats_the_rule else " (!)"
        table.add_row(
            *(f"{one:g}" for one in frame), *(f"{one:.3f}" for one in scores[:2]), f"{scores[2]:.3f}{mark}", *held
        )
    return table


def size_table(sizes: list[Size]) -> Table:
    """A row for each size: seconds, memory, and what growth there is beyond n log n."""
    table = Table(
        *("acts", "pairs", "search s", "fit s", "µs / n log n", "new act ms", "most", "peak MB"),
        title="Search and fit",
        box=None,
    )
    for size in sizes:
        table.add_row(
            *(f"{size.acts:,}", f"{size.pairs:,}", f"{size.search_seconds:,.1f}", f"{size.fit_seconds:,.1f}"),
            *(f"{size.per_log:.2f}", f"{size.newcomer_milliseconds:.1f}", f"{size.newcomer_most:.1f}"),
            f"{size.peak_megabytes:,}",
        )
    return table


def summary(points: list[Point]) -> str:
    """The least of everything, in a sentence."""
    least = {name: min(point.held[name] for point in points) for name in _PARAMETERS}
    return (
        f"Of {len(points)} settings, {sum(point.beats_the_rule for point in points)} beat the rule; "
        f"the greatest calibration error is {max(point.calibration_error for point in points):.3f}; "
        f"intervals hold in {', '.join(f'{share:.0%} ({name})' for name, share in least.items())} at the least."
    )
