"""How a board reads titles now: the one door for every flow that reads one."""

from sqlalchemy.orm import Session

from jobboard.fit.reading import TitleReader
from jobboard.ladders import queries
from jobboard.state import BoardState
from jobboard.taxonomy import store


def titles(board: BoardState, session: Session | None = None) -> TitleReader:
    """The board's reader: ten ranks, its host's ladder, its occupation data. One small statement; two when the ladder
    has changed since the last time in this process."""
    session = session or board.session()
    state = (queries.state_of(session, board.name), store.state_of(board.data_dir))

    def make() -> TitleReader:
        host = queries.host_ladder(session, board.name)
        return TitleReader(board.ladder, host, store.open_installed(board.data_dir))

    return board.reader.get(state, make)
