"""Try every environment of `tests.environments.kinds` with the whole program, and print what each changes, as JSON.

`python -m tests.environments [WORDS...]` takes about 20 s for each; with words, only those whose names hold one.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from tests.environments import kinds, probe


def main(words: list[str]) -> int:
    """Print a line for each environment, then the largest difference; return 1 where one changes or ends anything."""
    is_bad = False
    with tempfile.TemporaryDirectory(prefix="environments-") as name:
        folder = Path(name)
        probe.write_inputs(folder)
        usual = probe.train_and_score(folder, _home(folder, "usual"), {})
        print(json.dumps({"kind": "nothing unusual", "status": usual.status, "seconds": round(usual.seconds, 1)}))
        trained = [kind for kind in (*kinds.KERAS_FILES, *kinds.NUMBERS) if _is_wanted(kind, words)]
        for index, kind in enumerate(trained):
            home = _home(folder, f"trained-{index}", kind)
            outcome = probe.train_and_score(folder, home, kind.variables_in(home))
            is_bad |= _report("train and score", kind, outcome, usual)
        for index, kind in enumerate(kind for kind in kinds.WINDOWS if _is_wanted(kind, words)):
            home = _home(folder, f"window-{index}", kind)
            is_bad |= _report("window", kind, probe.open_window(home, kind.variables_in(home)), None)
    return int(is_bad)


def _is_wanted(kind: kinds.Kind, words: list[str]) -> bool:
    return not words or any(word in kind.name for word in words)


def _home(folder: Path, name: str, kind: kinds.Kind | None = None) -> Path:
    home = folder / name
    home.mkdir()
    if kind is not None and kind.prepare is not None:
        kind.prepare(home)
    return home


def _report(use: str, kind: kinds.Kind, outcome: probe.Outcome, usual: probe.Outcome | None) -> bool:
    """Print what one environment changes; return whether it changes or ends anything."""
    figures: dict[str, object] = {
        "use": use,
        "kind": kind.name,
        "starts": outcome.status == 0,
        "status": outcome.status,
        "seconds": round(outcome.seconds, 1),
        "traceback": "Traceback" in outcome.stderr,
        "lines_on_stderr": len(outcome.stderr.splitlines()),
    }
    is_equal = True
    if usual is not None and outcome.out is not None:
        figures["largest_difference_of_losses"] = probe.largest_difference(outcome, usual)
        is_equal = outcome.numbers == usual.numbers
        figures["equal_bit_for_bit"] = is_equal
    if outcome.status != 0:
        figures["said_last"] = outcome.stderr.strip().splitlines()[-1:]
    print(json.dumps(figures), flush=True)
    return outcome.status != 0 or outcome.has_crashed or not is_equal


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
