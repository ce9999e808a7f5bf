"""Seeded random use of the real window: ``python -m tests.monkey --seeds 1 2 3 --minutes 1``."""
