"""All benchmarks, one after the other: ``uv run python -m tests.benchmarks``.

Each runs in its own process, and needs a machine that is otherwise idle. The table goes to stdout, everything that
was measured with the machine's description to a JSON file. All of them take about 40 minutes on two cores; with
PyTorch beside them: ``uv run --with torch==2.13.0 python -m tests.benchmarks``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import FIGURES

REPOSITORY = Path(__file__).parents[2]
BENCHMARKS = tuple(dict.fromkeys(figure.benchmark for figure in FIGURES))
PACKAGES = ("tensorflow", "keras", "numpy", "scikit-learn", "PySide6-Essentials", "matplotlib", "torch")


def main() -> int:
    """Run them; return 1 where one failed or a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", nargs="+", choices=BENCHMARKS, default=BENCHMARKS, metavar="NAME")
    parser.add_argument("--output", type=Path, default=Path("benchmarks.json"), help="default: benchmarks.json")
    arguments = parser.parse_args()
    report: dict[str, Any] = {"machine": machine(), "results": {}, "seconds": {}, "failures": {}}
    for name in arguments.only:
        print(f"{name} ...", file=sys.stderr, flush=True)
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.{name}"], cwd=REPOSITORY, capture_output=True, text=True
        )
        report["seconds"][name] = round(time.perf_counter() - started, 1)
        if done.returncode == 0:
            report["results"][name] = json.loads(done.stdout.splitlines()[-1])
        else:
            report["failures"][name] = (done.stderr or done.stdout)[-2_000:]
        arguments.output.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    is_met = print_table(report["results"])
    for name, output in report["failures"].items():
        print(
            f"{name} failed: {output.strip().splitlines()[-1] if output.strip() else 'it wrote nothing'}",
            file=sys.stderr,
        )
    return 0 if is_met and not report["failures"] else 1


def machine() -> dict[str, Any]:
    """Return a description of the machine and of the packages."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": _memory_gib(),
        "load_before": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        **{name: version for name in PACKAGES if (version := _version(name)) is not None},
    }


def print_table(results: Mapping[str, Any]) -> bool:
    """Print the figures of the benchmarks that have run, as Markdown; return whether all bars are met."""
    print("| what | figure | bar | benchmark |\n|---|---|---|---|")
    is_all_met = True
    for figure in FIGURES:
        if figure.benchmark not in results:
            continue
        try:
            value = figure.value(results[figure.benchmark])
        except KeyError:
            if not figure.is_optional:
                raise
            continue
        is_met = figure.is_met(value)
        is_all_met &= is_met
        bar = figure.bar if is_met else f"**{figure.bar}**"
        print(f"| {figure.label} | {value:.4g} | {bar} | `{figure.benchmark}` |")
    return is_all_met


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()


def _memory_gib() -> float | None:
    if not hasattr(os, "sysconf"):
        return None
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30), 1)


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


if __name__ == "__main__":
    sys.exit(main())
