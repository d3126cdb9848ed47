"""What a new board needs before its first application."""

from jobboard.applications.dispositions import ensure_dispositions
from jobboard.state import BoardState


def set_up_board(board: BoardState) -> int:
    """Add the default rows the board lacks and return how many. Idempotent; a firm's own edits stay."""
    with board.transaction() as session:
        return ensure_dispositions(session, board.name)
