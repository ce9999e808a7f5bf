"""The monkey: one child process a seed, so that even a crash is seen; JSON on stdout, a line a seed.

Usage: ``python -m tests.monkey --seeds 1 2 3 --minutes 1 [--platform offscreen]``. The exit status is 1 where a seed
found something. The same seed makes the same choices as long as the window answers alike; how fast the engine is may
change that, so a report carries the last steps.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[2]
_CHILD = (sys.executable, "-X", "faulthandler", "-m", "tests.monkey.child")
_GRACE_SECONDS = 180
"""For loading TensorFlow, for what still runs at the end, and for the watchdog, which ends a hung child after 60 s."""


def main() -> int:
    """Let the monkey loose once for each seed; return 1 where one of them found something."""
    parser = argparse.ArgumentParser(prog="python -m tests.monkey", description="Random use of the real window.")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--minutes", type=float, default=1.0, help="for each seed (default: 1)")
    parser.add_argument("--platform", default="offscreen", help="Qt's platform (default: offscreen)")
    parser.add_argument("--stall-seconds", type=float, default=2.0, help="the longest allowed stall (default: 2)")
    arguments = parser.parse_args()
    is_clean = True
    for seed in arguments.seeds:
        report = run_seed(seed, arguments.minutes, arguments.platform, arguments.stall_seconds)
        print(json.dumps(report), flush=True)
        is_clean = is_clean and report["is_clean"]
    return 0 if is_clean else 1


def run_seed(seed: int, minutes: float, platform: str, stall_seconds: float) -> dict[str, Any]:
    """Return what one seed found, from its child process."""
    with tempfile.TemporaryDirectory(prefix="monkey-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        output = home / "report.json"
        child = subprocess.Popen(
            [*_CHILD, *map(str, (seed, minutes, stall_seconds, home))],
            cwd=REPOSITORY,
            env={**os.environ, **_environment(home), "QT_QPA_PLATFORM": platform},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        try:
            said, _ = child.communicate(timeout=minutes * 60 + _GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            said, _ = child.communicate()
        report: dict[str, Any] = {"seed": seed, "crash": child.returncode if child.returncode else None}
        if output.exists():
            report |= json.loads(output.read_text(encoding="utf-8"))
        report["is_clean"] = output.exists() and not any(
            report.get(kind) for kind in ("crash", "exceptions", "stalls", "contradictions", "threads_left")
        )
        if not report["is_clean"]:
            steps = home / "steps.log"
            lines = steps.read_text(encoding="utf-8").splitlines() if steps.exists() else []
            report["last_steps"] = lines[-30:]
            report["said"] = said[-6000:]
        return report


def _environment(home: Path) -> dict[str, str]:
    """Return what keeps the monkey in its own folder and off the network."""
    folders = {name: str(home / name.lower()) for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    nowhere = dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")
    return {
        **folders,
        **nowhere,
        "HOME": str(home),
        "KERAS_HOME": str(home / "keras"),
        "OMP_NUM_THREADS": "1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
    }


if __name__ == "__main__":
    sys.exit(main())
