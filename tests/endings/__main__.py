"""Ends the real program at random moments, many times, and prints the figures as JSON.

Run from the root of the repository: python -m tests.endings closings --count 200 [--seed N] [--jobs J]
or: python -m tests.endings kills --count 100 [--seed N] [--jobs J]
Prints a line for each on stderr. The exit status is 1 when one of them hung, crashed or printed a traceback.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from tests.endings import closings, kills
from tests.endings.plans import random_plans


def main() -> int:
    """Return the exit status."""
    arguments = _arguments()
    figures = {"seed": arguments.seed, "jobs": arguments.jobs}
    figures |= _kills(arguments) if arguments.command == "kills" else _closings(arguments)
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    return int(bool(figures["problems"]))


def _kills(arguments: argparse.Namespace) -> dict[str, Any]:
    done: list[kills.Killed] = []
    for killed in kills.kill_all(kills.random_kills(arguments.count, arguments.seed), arguments.jobs):
        done.append(killed)
        plan = killed.plan
        print(
            f"{len(done):4} {plan.stage:9} +{plan.delay_s:.3f} s: {killed.kept} of {killed.epochs} epochs kept, "
            f"{killed.lost_s} s lost {killed.problem}",
            file=sys.stderr,
            flush=True,
        )
    return kills.summary(done)


def _closings(arguments: argparse.Namespace) -> dict[str, Any]:
    done: list[closings.Closing] = []
    for closing in closings.close_all(random_plans(arguments.count, arguments.seed), arguments.jobs):
        done.append(closing)
        plan = closing.plan
        seconds = "" if closing.seconds is None else f"{closing.seconds:.2f} s"
        print(
            f"{len(done):4} {plan.stage:9} +{plan.delay_s:.3f} s {plan.ending:8} status {closing.status} {seconds} "
            f"{closing.problem}",
            file=sys.stderr,
            flush=True,
        )
    return closings.summary(done)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.endings", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, count, text in (
        ("closings", 200, "close it by its button, SIGTERM and SIGINT"),
        ("kills", 100, "kill it and look at what is left of its runs"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("--count", type=int, default=count, help="how many (default: %(default)s)")
        command.add_argument("--seed", type=int, default=0, help="of the moments (default: %(default)s)")
        command.add_argument("--jobs", type=int, default=2, help="how many at a time (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
