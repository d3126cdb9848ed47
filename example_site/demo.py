"""The demo's data, imported through the same door as anybody else's."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from example_site.seed.candidates import candidates
from example_site.seed.jobs import jobs
from jobboard.access import SYSTEM
from jobboard.flows.import_data import import_candidates, import_jobs
from jobboard.state import BoardState


def seed(board: BoardState) -> None:
    """Fill an empty board with the firm's jobs, people, interviews and kept records, dated around now."""
    now = board.now()
    import_jobs(board, _lines(jobs(now)), actor=SYSTEM)
    import_candidates(board, _lines(candidates(now)), actor=SYSTEM)


def _lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row)
