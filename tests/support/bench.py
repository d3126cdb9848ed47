"""The bench with its rows in blocks, as it is where many are kept."""

from jobboard.keep_on_file import bench_blocks
from jobboard.state import BoardState


def fold_everything(board: BoardState, *, least: int = bench_blocks.MOST_LOOSE) -> None:
    """Make blocks until no function has so many loose rows."""
    folded = True
    while folded:
        with board.transaction() as session:
            folded = bench_blocks.fold(session, board.name, least=least)
