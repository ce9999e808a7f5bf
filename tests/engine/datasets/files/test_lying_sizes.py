"""Files that promise more than they hold or unpack to more than they promise: refused before they fill the memory."""

import gzip
import os
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from tests.engine.datasets.opening import idx, images, refusal


def npy(path: Path, array: np.ndarray) -> Path:
    np.save(path, array, allow_pickle=True)
    return path


def peak_bytes(path: Path) -> int:
    tracemalloc.start()
    try:
        refusal(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_an_npz_that_would_expand_a_thousandfold_is_refused_unread(tmp_path):
    path = tmp_path / "bomb.npz"
    np.savez_compressed(path, x_train=np.zeros((2**15, 64, 64), np.uint8))
    assert path.stat().st_size < 2**18
    assert "x_train in bomb.npz would unpack 127.5 KiB to 128.0 MiB, more than the 200-fold" in refusal(path)
    assert peak_bytes(path) < 2**20


def patch_directory(path: Path, offset: int, value: int) -> None:
    """Change a four-byte field of the first entry of a zip's directory."""
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, entry + offset, value)
    path.write_bytes(content)


def zip_of(path: Path, promised: int, there: int) -> Path:
    """Write an .npz whose header promises more or fewer 64 × 64 images than are there."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x_train.npy", "w") as stream:
        header = {"descr": "|u1", "fortran_order": False, "shape": (promised, 64, 64)}
        np.lib.format.write_array_header_1_0(stream, header)
        stream.write(bytes(there * 64 * 64))
    return path


@pytest.mark.parametrize(("promised", "there"), [(2**18, 10), (10, 11), (2**50, 10)])
def test_an_npz_whose_header_and_directory_differ_is_damaged(tmp_path, promised, there):
    path = zip_of(tmp_path / "a.npz", promised, there)
    assert "a.npz is damaged" in refusal(path)
    assert peak_bytes(path) < 2**20


@pytest.mark.parametrize("compressed_size", [None, 2**31])
def test_an_npz_whose_directory_confirms_the_lie_is_refused_unread(tmp_path, compressed_size):
    path = zip_of(tmp_path / "a.npz", 2**18, 10)  # 1 GiB
    patch_directory(path, 24, 2**30 + 128)
    if compressed_size:
        patch_directory(path, 20, compressed_size)
    assert "to 1.0 GiB" in refusal(path) or "damaged" in refusal(path)
    assert peak_bytes(path) < 2**20


def test_a_directory_that_hides_how_far_the_data_expand_is_not_followed(tmp_path):
    path = zip_of(tmp_path / "a.npz", 10, 2**14)  # 64 MiB behind ten images
    patch_directory(path, 24, 10 * 64 * 64 + 128)
    assert "a.npz is damaged" in refusal(path)
    assert peak_bytes(path) < 8 * 2**20


def test_a_gzip_bomb_behind_a_small_header_is_not_followed(tmp_path):
    bomb = idx(np.zeros((10, 64, 64), np.uint8)) + bytes(2**26)
    (tmp_path / "a.gz").write_bytes(gzip.compress(bomb, 1))
    assert "a.gz is damaged" in refusal(tmp_path / "a.gz")
    assert peak_bytes(tmp_path / "a.gz") < 8 * 2**20


def test_a_gzip_that_would_expand_a_thousandfold_is_refused_unread(tmp_path):
    header = bytes([0, 0, 8, 3]) + struct.pack(">3I", 2**18, 64, 64)
    (tmp_path / "a.gz").write_bytes(gzip.compress(header + bytes(2**20)))
    assert "to 1.0 GiB, more than the 200-fold" in refusal(tmp_path / "a.gz")


def test_an_npy_that_promises_more_than_it_holds_is_damaged(tmp_path):
    path = npy(tmp_path / "a.npy", images(10, 28, 28))
    path.write_bytes(path.read_bytes().replace(b"(10, 28", b"(99, 28"))
    assert "a.npy is damaged" in refusal(path)


def test_more_than_fits_into_the_memory_is_refused_unless_it_can_be_mapped(tmp_path):
    path = tmp_path / "a.npy"
    with path.open("wb") as stream:
        header = {"descr": "<f8", "fortran_order": False, "shape": (2**18, 64, 64)}
        np.lib.format.write_array_header_1_0(stream, header)
        stream.truncate(stream.tell() + 2**33)  # a hole of 8 GiB
    assert "a.npy holds 8.0 GiB of data, more than the 4.0 GiB" in refusal(path)


def test_an_npy_header_is_not_evaluated(tmp_path):
    header = b"{'descr': '|u1', 'fortran_order': False, 'shape': (__import__('os').abort(),), }".ljust(117) + b"\n"
    (tmp_path / "a.npy").write_bytes(b"\x93NUMPY\x01\x00\x76\x00" + header)
    assert "a.npy is damaged or no NumPy array" in refusal(tmp_path / "a.npy")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux limits a process's memory reliably")
def test_a_file_that_cannot_be_held_in_memory_says_so(tmp_path):
    path = tmp_path / "a.npy"
    with path.open("wb") as stream:
        np.lib.format.write_array_header_1_0(
            stream, {"descr": "|b1", "fortran_order": False, "shape": (2**17, 64, 64)}
        )
        stream.truncate(stream.tell() + 2**29)  # a hole of half a GiB
    program = (
        "import resource, sys\n"
        "from engine.cancellation import Cancellation\n"
        "from pathlib import Path\n"
        "from engine.datasets.files.image_files import open_images\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29))\n"
        "try:\n"
        "    open_images(Path(sys.argv[1]), lambda template, fraction, **values: None, Cancellation())\n"
        "except Exception as error:\n"
        "    print(error)\n"
    )
    arguments = [sys.executable, "-c", program, str(path)]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    told = subprocess.run(arguments, capture_output=True, text=True, check=True, env=environment).stdout
    assert told == ("There is not enough free memory to open a.npy; close other programs or save fewer images.\n")
