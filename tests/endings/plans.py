"""What is tried: at what stage, after how long and by what the program ends."""

from __future__ import annotations

import random
from dataclasses import dataclass

START, SHOWN = EARLY = ("start", "shown")
STAGES = ("training", "compiling", "learning", "studying", "saving")
BUTTON, SIGTERM, SIGINT = ENDINGS = ("button", "SIGTERM", "SIGINT")

_LONGEST_DELAY_S = {
    START: 2.0,
    SHOWN: 2.0,
    "training": 2.0,
    "compiling": 3.0,
    "learning": 4.0,
    "studying": 5.0,
    "saving": 0.2,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """One ending.

    Attributes:
        stage: what the program does meanwhile: one of `EARLY` or of `STAGES`.
        delay_s: from the beginning of the stage, in seconds: from the call of `main.main` ("start"), from the window's
            appearance ("shown"), else from the first sign that the engine does this.
        ending: one of `ENDINGS`.
        has_file: whether the program is started with a data file.
    """

    stage: str
    delay_s: float
    ending: str
    has_file: bool = True


def random_plans(count: int, seed: int) -> list[Plan]:
    """Return so many plans, half of them early, the others spread over `STAGES`.

    The two halves alternate, so that any part of the list is a fair sample.
    """
    chance = random.Random(seed)
    plans = []
    for number in range(count):
        stages = STAGES if number % 2 else EARLY
        stage = stages[number // 2 % len(stages)]
        plans.append(
            Plan(
                stage=stage,
                delay_s=round(chance.uniform(0, _LONGEST_DELAY_S[stage]), 3),
                ending=chance.choice(ENDINGS),
                has_file=stage in STAGES or chance.random() < 0.75,
            )
        )
    return plans
