import numpy as np
from numpy.typing import NDArray

from engine.images.corruption import corrupted

GREY = np.full((600, 12, 20, 1), 100, np.uint8)


def damage(images: NDArray[np.uint8], *, noise: float = 0, block: float = 0, seed: int = 5) -> NDArray[np.uint8]:
    return corrupted(images, noise, block, np.random.default_rng(seed))


def test_a_block_of_the_share_asked_for_is_blanked_out_of_every_image() -> None:
    damaged = damage(GREY, block=0.25)
    assert set(np.unique(damaged).tolist()) == {0, 100}
    for image in damaged[..., 0]:
        rows, columns = np.nonzero(image == 0)
        assert np.unique(rows).size == 3
        assert np.unique(columns).size == 5
        assert rows.size == 15  # a whole rectangle


def test_the_block_comes_to_every_place() -> None:
    blank_share = (damage(GREY, block=0.25)[..., 0] == 0).mean(axis=0)
    assert blank_share.min() > 0
    corners = (blank_share[0, 0], blank_share[0, -1], blank_share[-1, 0], blank_share[-1, -1])
    assert max(corners) < blank_share[6, 10]  # fewer blocks cover a corner than the middle


def test_noise_is_normal_and_has_the_deviation_asked_for() -> None:
    differences = (damage(GREY, noise=0.1).astype(float) - 100) / 25.5
    np.testing.assert_allclose(differences.mean(), 0, atol=0.02)
    np.testing.assert_allclose(differences.std(), 1, rtol=0.01)
    for deviations, share in ((1, 0.3173), (2, 0.0455), (3, 0.0027)):
        np.testing.assert_allclose(np.mean(np.abs(differences) > deviations), share, rtol=0.15)


def test_noise_differs_between_images_and_pixels() -> None:
    damaged = damage(GREY, noise=0.1)
    assert np.unique(damaged[0]).size > 50
    assert np.mean(damaged[0] == damaged[1]) < 0.1


def test_noise_stays_within_black_and_white() -> None:
    damaged = damage(np.full_like(GREY, 250), noise=0.5)
    assert np.mean(damaged == 255) > 0.4  # cut off, not wrapped around to black
    assert np.mean(damaged < 20) < 0.1


def test_the_images_themselves_stay_whole() -> None:
    images = GREY.copy()
    damage(images, noise=0.1, block=0.5)
    np.testing.assert_array_equal(images, GREY)


def test_the_same_random_numbers_give_the_same_damage() -> None:
    once, again, other = (damage(GREY, noise=0.1, block=0.25, seed=seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(once, again)
    assert (once != other).any()
