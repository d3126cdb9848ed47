"""Optional occupation data of a board: brought in, taken away; levels that rest on it are then read anew."""

from pathlib import Path

from jobboard.access import Actor
from jobboard.flows.ladders import reread_everything
from jobboard.state import BoardState
from jobboard.taxonomy import store
from jobboard.taxonomy.onet import Progress, read_folder


def import_taxonomy(board: BoardState, folder: Path, *, actor: Actor, progress: Progress) -> store.Status:
    """Read an O*NET folder and put it in the place of what was there, in one step. Raises ``InvalidInput``."""
    found = read_folder(folder, progress)
    before = store.open_installed(board.data_dir)
    status = store.install(board.data_dir, found, now=board.now())
    if before is None or not store.same(before, store.open_installed(board.data_dir)):
        reread_everything(board, actor=actor, why="Occupation data was brought in.")
    return status


def remove_taxonomy(board: BoardState, *, actor: Actor) -> bool:
    """Take the data away; whether there was any."""
    if not store.remove(board.data_dir):
        return False
    reread_everything(board, actor=actor, why="Occupation data was taken away.")
    return True
