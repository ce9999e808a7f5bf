"""Runs: trainings that are written as they go, and kept until they are deleted."""
