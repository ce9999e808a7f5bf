"""The figures of the benchmarks: where each is in a benchmark's JSON, and its bar, the required value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    Attributes:
        benchmark: the module that measures it.
        label: what is measured, with its unit.
        path: the keys that lead to it; "*" means the worst of all values there.
        at_most, at_least: the bar; None for both means that there is none.
        is_optional: it is measured only if a package is installed that the project does not need.
    """

    benchmark: str
    label: str
    path: tuple[str | int, ...]
    at_most: float | None = None
    at_least: float | None = None
    is_optional: bool = False

    def value(self, results: Any) -> float:
        """Return the figure from a benchmark's results; of several values, the worst with respect to the bar."""
        values = list(_values(results, self.path))
        return max(values) if self.at_most is not None else min(values)

    def is_met(self, value: float) -> bool:
        """Whether the bar is met; True if there is none."""
        return (self.at_most is None or value <= self.at_most) and (
            self.at_least is None or value >= self.at_least
        )

    @property
    def bar(self) -> str:
        """The bar in words."""
        if self.at_most is not None:
            return f"at most {self.at_most:g}"
        return "" if self.at_least is None else f"at least {self.at_least:g}"


def _values(results: Any, path: Sequence[str | int]) -> list[float]:
    if not path:
        return [float(results)]
    if path[0] == "*":
        inner = results.values() if isinstance(results, Mapping) else results
        return [value for each in inner for value in _values(each, path[1:])]
    return _values(results[path[0]], path[1:])


FIGURES: tuple[Figure, ...] = (
    Figure("clear_preset", "Clear on MNIST: test BCE at the end", ("test_bce",), at_most=0.080),
    Figure("clear_preset", "Clear on MNIST: seconds in all, compiling included", ("seconds",), at_most=60),
    Figure("pen_digits", "trained on 6,000 pen digits: MSE on real MNIST", ("mse_on_mnist_test",), at_most=0.020),
    Figure("pen_digits", "the same, trained on 6,000 real images", ("mse_of_mnist_6000_on_mnist_test",)),
    Figure("pen_digits", "6,000 pen digits: seconds", ("generation_seconds_6000",), at_most=3),
    Figure(
        "drawn_digits",
        "drawn digits normal, bundled model, worst brush",
        ("bundled", "normal_by_brush", "*"),
        at_least=0.95,
    ),
    Figure("drawn_digits", "all brushes", ("bundled", "normal"), at_least=0.97),
    Figure("drawn_digits", "the same, Clear on 6,000 pen digits", ("fresh", "normal"), at_least=0.97),
    Figure(
        "drawn_digits", "other drawings abnormal, bundled model", ("bundled", "abnormal_shapes"), at_least=0.86
    ),
    Figure("drawn_digits", "the same, Clear on 6,000 pen digits", ("fresh", "abnormal_shapes"), at_least=0.86),
    Figure(
        "drawn_digits",
        "photographs judged as the drawing, worst kind",
        ("bundled", "photographs_as_drawn_by_kind", "*"),
        at_least=0.9,
    ),
    Figure(
        "one_truth",
        "verdicts that contradict the bar, of 210,000",
        ("whole images", "contradictions"),
        at_most=0,
    ),
    Figure("verdict_delay", "verdicts after a training on MNIST, s", ("delay_first",), at_most=3),
    Figure("verdict_delay", "after another one on the same images, s", ("delay_again",), at_most=3),
    Figure("training_memory", "growth of the process a training, MiB", ("mean_growth_mib",), at_most=2),
    Figure("training_speed", "dense: times stock `fit`", ("article", "times_stock"), at_least=4),
    Figure(
        "training_speed", "dense: share of the matrix products", ("article", "times_matrix_products"), at_least=0.5
    ),
    Figure("training_speed", "dense: images a second", ("article", "ours_samples_per_second")),
    Figure(
        "training_speed",
        "dense: loss after an epoch over stock `fit`'s, less 1",
        ("article", "loss_differences_to_stock", "*"),
        at_most=0.02,
    ),
    Figure("training_speed", "convolutional: times stock `fit`", ("convolutional", "times_stock"), at_least=1.5),
    Figure("training_speed", "variational: times stock `fit`", ("variational", "times_stock"), at_least=1.5),
    Figure(
        "training_speed",
        "dense: times `fit` with jit_compile and 50 steps an execution",
        ("article", "times_tuned"),
    ),
    Figure("training_speed", "dense: times JAX's scan", ("article", "times_jax"), at_least=1, is_optional=True),
    Figure(
        "training_speed",
        "dense: times PyTorch's usual loop",
        ("article", "times_torch"),
        at_least=1,
        is_optional=True,
    ),
    Figure(
        "training_scale",
        "dearest over cheapest image, 60,000 and 240,000, 1 and 4 epochs",
        ("dearest_over_cheapest_from_60000",),
        at_most=1.25,
    ),
    Figure("training_scale", "4 GB on disk: growth of the process, MiB", ("mapped_growth_mib",), at_most=200),
    Figure("article_click", "Article: click to finished, seconds", ("click_to_finished_seconds",), at_most=1),
    Figure("article_click", "a stock script that does the same, seconds", ("stock_script_seconds",)),
    Figure(
        "window_start", "window painted, seconds after the process began", ("window_painted_seconds",), at_most=0.6
    ),
    Figure("window_start", "the same over importing QtWidgets and NumPy", ("ratio",), at_most=2),
    Figure("window_start", "first reconstruction, seconds", ("first_reconstruction_seconds",), at_most=1.5),
    Figure(
        "responsiveness",
        "longest gap while starting and compiling, ms",
        ("gap_starting_and_compiling_ms", "longest"),
        at_most=100,
    ),
    Figure("responsiveness", "gaps while training, p99, ms", ("gap_training_ms", "p99"), at_most=16),
    Figure("responsiveness", "longest gap while training, ms", ("gap_training_ms", "longest"), at_most=50),
    Figure(
        "responsiveness",
        "mouse move to reconstruction on screen, idle, ms",
        ("move_to_reconstruction_idle_ms", "median"),
        at_most=8,
    ),
    Figure("responsiveness", "the same, p95", ("move_to_reconstruction_idle_ms", "p95"), at_most=16),
    Figure(
        "responsiveness",
        "mouse move to reconstruction on screen, training, ms",
        ("move_to_reconstruction_training_ms", "median"),
        at_most=25,
    ),
    Figure("responsiveness", "the same, p95", ("move_to_reconstruction_training_ms", "p95"), at_most=50),
    Figure(
        "responsiveness",
        "mouse move to reconstruction on screen, compiling, ms",
        ("move_to_reconstruction_compiling_ms", "median"),
    ),
    Figure("responsiveness", "the same, p95", ("move_to_reconstruction_compiling_ms", "p95")),
    Figure(
        "responsiveness",
        "longest gap while a large picture is opened, ms",
        ("gap_opening_picture_ms", "longest"),
        at_most=100,
    ),
    Figure("responsiveness", "Stop, longest, ms", ("stop_ms", "longest"), at_most=500),
    Figure("responsiveness", "Stop while compiling, ms", ("stop_compiling_ms",), at_most=500),
    Figure(
        "canvas_paint", "a move painted on the canvas at 4K, p95, ms", ("move_and_paint_ms", "p95"), at_most=16.7
    ),
    Figure("loss_plot", "a redraw with ten finished runs, ms", ("follow", "median"), at_most=15),
    Figure("loss_plot", "a run of 4 minutes, a redraw, ms", ("minutes_4", "median")),
    Figure("loss_plot", "a run of 4 hours, a redraw, ms", ("hours_4", "median"), at_most=15),
    Figure("chart_redraw", "the threshold dragged in the histogram, ms", ("histogram_drag", "median"), at_most=8),
    Figure("chart_redraw", "the point moved on the ROC, ms", ("roc_point", "median"), at_most=8),
    Figure("one_vs_rest", "one digit normal, full test set: mean AUROC", ("mean_auroc",), at_least=0.995),
    Figure("one_vs_rest", "worst digit", ("worst_auroc",), at_least=0.988),
    Figure("one_vs_rest", "the plain error, mean", ("mean_auroc_error",)),
    Figure("one_vs_rest", "nearest neighbours on pixels, mean", ("mean_auroc_neighbours",)),
    Figure("one_vs_rest", "seconds a class, at most", ("most_seconds",), at_most=30),
    Figure("fault_panel", "faults, taught: mean AUROC", ("taught", "summary", "mean_auroc"), at_least=0.98),
    Figure("fault_panel", "worst", ("taught", "summary", "worst_auroc"), at_least=0.93),
    Figure(
        "fault_panel", "family left out: mean AUROC", ("family_left_out", "summary", "mean_auroc"), at_least=0.95
    ),
    Figure("fault_panel", "worst", ("family_left_out", "summary", "worst_auroc"), at_least=0.88),
    Figure(
        "fault_panel",
        "another seed and strength: mean AUROC",
        ("other_seed_and_strength", "summary", "mean_auroc"),
        at_least=0.98,
    ),
    Figure("fault_panel", "worst", ("other_seed_and_strength", "summary", "worst_auroc"), at_least=0.93),
    Figure("few_normals", "100 normal images of one digit: mean AUROC", ("mean_auroc",), at_least=0.985),
    Figure(
        "false_alarms", "rate over promise, worst of seven means", ("rows", "*", "mean_over_promise"), at_most=1.05
    ),
    Figure("false_alarms", "splits within the stated range", ("rows", "*", "share_within_counted"), at_least=0.9),
    Figure("scoring_speed", "a drawing with all evidence, ms", ("drawing_ms_median",), at_most=10),
    Figure("scoring_speed", "images a second, 10,000 at once", ("images_per_second",), at_least=5_000),
    Figure("pictures", "papers, mean of four: AUROC of pictures", ("papers", "image_auroc"), at_least=0.995),
    Figure("pictures", "papers: AUROC of pixels", ("papers", "pixel_auroc"), at_least=0.975),
    Figure("pictures", "papers: AUPRO up to 0.3", ("papers", "aupro")),
    Figure("pictures", "papers, the plain error: AUROC of pictures", ("papers", "plain_image_auroc")),
    Figure("pictures", "cookies: AUROC of pictures", ("sets", "cookie", "masked_image_auroc"), at_least=0.97),
    Figure("pictures", "cookies: AUROC of pixels", ("sets", "cookie", "masked_pixel_auroc"), at_least=0.955),
    Figure("pictures", "cookies: AUPRO up to 0.3", ("sets", "cookie", "masked_aupro")),
    Figure(
        "pictures", "cookies, the plain error: AUROC of pictures", ("sets", "cookie", "plain_masked_image_auroc")
    ),
    Figure("pictures", "board: AUROC of pictures", ("sets", "board", "image_auroc"), at_least=0.88),
    Figure("pictures", "board, the plain error", ("sets", "board", "plain_image_auroc")),
    Figure("pictures", "board, 10 normal pictures", ("sets", "board", "normals_10_image_auroc")),
    Figure("pictures", "board, 20 normal pictures", ("sets", "board", "normals_20_image_auroc")),
    Figure(
        "pictures",
        "tiles, cracks: AUROC of pictures",
        ("sets", "magnetic_tile", "crack_image_auroc"),
        at_least=0.80,
    ),
    Figure(
        "pictures",
        "tiles, blowholes: AUROC of pictures",
        ("sets", "magnetic_tile", "blowhole_image_auroc"),
        at_least=0.88,
    ),
    Figure(
        "pictures",
        "tiles, blowholes: AUROC of pixels",
        ("sets", "magnetic_tile", "blowhole_pixel_auroc"),
        at_least=0.985,
    ),
    Figure("pictures", "tiles, blowholes: AUPRO up to 0.3", ("sets", "magnetic_tile", "blowhole_aupro")),
    Figure(
        "pictures",
        "tiles, blowholes, the plain error: AUROC of pictures",
        ("sets", "magnetic_tile", "plain_blowhole_image_auroc"),
    ),
    Figure(
        "pictures",
        "tiles, good ones: false alarms at 0.05, share of seeds in the range",
        ("sets", "magnetic_tile", "false_alarms_0.05_is_expected"),
        at_least=1,
    ),
    Figure(
        "pictures",
        "the same at 0.1",
        ("sets", "magnetic_tile", "false_alarms_0.1_is_expected"),
        at_least=1,
    ),
    Figure(
        "pictures",
        "learning from 300 pictures of 256 px, s",
        ("sets", "magnetic_tile", "learning_seconds"),
        at_most=90,
    ),
    Figure("pictures", "judging a picture of 256 px, worst set, ms", ("sets", "*", "judging_ms"), at_most=60),
)
