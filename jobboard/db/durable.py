"""Making sure that something is on the disk before anything relies on it."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Return once the file, or the folder's list of files, is on the disk."""
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot open a directory
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
