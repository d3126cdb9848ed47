"""Where on earth places are, as far as a board knows: by the gazetteer it may have installed."""

from functools import lru_cache
from pathlib import Path

from jobboard.db import data_file
from jobboard.gazetteer import store
from jobboard.gazetteer.store import Gazetteer
from jobboard.jobs.documents import Locate
from jobboard.jobs.models import JobLocation
from jobboard.search.geo import Point
from jobboard.state import BoardState

_MOST_BOARDS = 16


def gazetteer(board: BoardState) -> Gazetteer | None:
    """What the board has installed; None when nothing is. Costs a look at the disk."""
    return _opened(board.data_dir, data_file.state_of(store.path_in(board.data_dir)))


def locator(board: BoardState) -> Locate:
    """Finds the point of a job's place that came without one."""
    places = gazetteer(board)

    def locate(location: JobLocation) -> Point | None:
        if places is None or not location.locality:
            return None
        country = location.country or board.config.default_country
        return places.locate(location.locality, region=location.region, country=country)

    return locate


@lru_cache(maxsize=_MOST_BOARDS)
def _opened(folder: Path, state: object) -> Gazetteer | None:
    return store.open_installed(folder) if state else None
