"""The gazetteer of a board: brought in, taken away. The index is then built anew, since it holds where jobs are."""

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from jobboard.flows.index import rebuild
from jobboard.gazetteer import store
from jobboard.gazetteer.geonames import Place, Progress, read_bundled, read_file
from jobboard.state import BoardState


def import_places(board: BoardState, files: Sequence[Path], *, progress: Progress) -> store.Status:
    """Read GeoNames files, or without any what the optional package bundles, and put them in the place of what was
    there, in one step. Raises ``InvalidInput``."""
    status = store.install(board.data_dir, _read(files, progress), now=board.now())
    rebuild(board)
    return status


def remove_places(board: BoardState) -> bool:
    """Take them away; whether there were any."""
    if not store.remove(board.data_dir):
        return False
    rebuild(board)
    return True


def _read(files: Sequence[Path], progress: Progress) -> Iterator[Place]:
    if not files:
        return read_bundled(progress)
    return chain.from_iterable(read_file(file, progress) for file in files)
