"""A separate program: fetch one file with Keras's downloader, which can neither be cancelled nor time out.

`engine.datasets.download` runs this file in a process that it can kill. It is the one module here that imports
Keras, and nothing imports it. It reports its progress in two files in the folder that it downloads to:
`STAGE_FILE`, a line when the server has answered (with the file's size, 0 if unknown) and a line when the download
begins; and `FAILURE_FILE`, a clause for the user and the exception's text.
"""

from __future__ import annotations

import json
import os
import socket
import ssl
import sys
import traceback
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

STAGE_FILE = "stage.txt"
FAILURE_FILE = "failure.json"
_NO_HEAD = (405, 501)  # "method not allowed", "not implemented": the server is there, which is all we ask


def main(url: str, file: str, sha256: str, folder: str, patience_s: str) -> int:
    """Fetch `url` to `folder`/`file` and check it. Return the exit status."""
    # So a stalled download ends by itself, even if the program that waits for it was killed.
    socket.setdefaulttimeout(float(patience_s))
    try:
        # Importing Keras takes seconds, so contact the server first.
        _tell(folder, str(_content_length(url)))
        from keras.utils import get_file

        _tell(folder, "downloading")
        get_file(file, origin=url, file_hash=sha256, cache_dir=folder, cache_subdir=".")
    except Exception as error:  # Keras raises bare Exceptions; this process ends here anyway
        failure = {"reason": _reason(error, url), "details": traceback.format_exc()}
        partial = Path(folder, f"{FAILURE_FILE}.part")
        partial.write_text(json.dumps(failure), "utf-8")
        partial.rename(Path(folder, FAILURE_FILE))
        return 1
    return 0


def _tell(folder: str, line: str) -> None:
    with Path(folder, STAGE_FILE).open("a", encoding="utf-8") as stage:
        stage.write(f"{line}\n")


def _content_length(url: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method="HEAD")) as answer:
            length = answer.headers.get("Content-Length", "")
            return int(length) if length.isdecimal() else 0
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in _NO_HEAD:
            return 0
        raise


def _reason(error: Exception, url: str) -> str:
    host = urlsplit(url).hostname or url
    cause = error.__context__ if type(error) is Exception and error.__context__ else error
    match cause:
        case urllib.error.HTTPError():
            return f"{host} answered with error {cause.code}"
        case urllib.error.ContentTooShortError():
            return f"the connection to {host} broke"
        case urllib.error.URLError(reason=ssl.SSLError()):
            return f"no secure connection to {host} could be made"
        case TimeoutError() | urllib.error.URLError(reason=TimeoutError()):
            return f"{host} does not answer"
        case urllib.error.URLError():
            return f"there is no connection to {host}"
        case ConnectionError() | HTTPException():
            return f"the connection to {host} broke"
        case OSError():
            return "the file cannot be written to Keras's cache"
        case ValueError():
            return "what came is not the file that was expected"
        case _:
            return "Keras's downloader failed"


if __name__ == "__main__":
    # Without a console (pythonw) there is no stdout, but Keras prints to it.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.exit(main(*sys.argv[1:]))
