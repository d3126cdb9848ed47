"""Blocks of the bench in the database: read for a look, made of loose rows, and cleared of whoever is erased."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from typing import Any

from sqlalchemy import and_, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from jobboard.errors import Conflict
from jobboard.keep_on_file.matching.blocks import PEOPLE, REASONS, Block, cleared, row_of, turned
from jobboard.keep_on_file.matching.levels import Levels
from jobboard.keep_on_file.models import BenchBlock, BenchBlockPart, BenchRow

MOST_ROWS = 32_768
"""Rows of one block at most."""
MOST_LOOSE = 1024
"""So many loose rows of a function are looked through one by one; from then on they become part of a block."""
_FULL = MOST_ROWS * 3 // 4
"""A block with fewer rows left is made anew together with the next loose ones."""
_AT_ONCE = 500


def read_blocks(
    session: Session, board: str, names: Sequence[str], functions: Collection[str] | None
) -> Iterator[Block]:
    """Every block of these functions, or of all, with its parts of these names. One statement, so that all are of one
    moment."""
    statement = (
        select(BenchBlock.id, BenchBlock.function, BenchBlockPart.name, BenchBlockPart.content)
        .join(BenchBlockPart, BenchBlockPart.block_id == BenchBlock.id)
        .where(BenchBlock.board == board, BenchBlockPart.name.in_(names))
        .order_by(BenchBlock.function, BenchBlock.id)
    )
    if functions is not None:
        statement = statement.where(BenchBlock.function.in_(functions))
    found = session.connection().execute(statement.execution_options(stream_results=True))
    for (_key, function), rows in groupby(found.yield_per(_AT_ONCE), key=lambda row: row[:2]):
        yield Block(function, {name: content for _, _, name, content in rows})


def loose_on(board: str) -> Any:
    """Condition on ``BenchRow``: a row of ``board`` that is in no block. An expression instead of the board itself
    leads SQLite, which has no idea how few they are, to their own index and not through the whole board."""
    return and_(BenchRow.block_id.is_(None), BenchRow.board + "" == board)


def fold(session: Session, board: str, *, least: int = MOST_LOOSE) -> bool:
    """Make one block of a function with at least so many loose rows, out of those and of blocks that are not full.
    Returns whether there was one: then there may be more to do. About eight statements, one of them with up to a few
    thousand parts."""
    rows = func.count()
    loose = select(BenchRow.function, rows).where(loose_on(board)).group_by(BenchRow.function)
    fullest = session.execute(loose.order_by(rows.desc()).limit(1)).first()
    if fullest is None or fullest[1] < least:
        return False
    _make_block(session, board, *fullest)
    return True


def _make_block(session: Session, board: str, function: str, loose: int) -> None:
    melted = _to_melt(session, board, function, room=MOST_ROWS - loose)
    which = (
        BenchRow.board == board,
        BenchRow.function == function,
        or_(BenchRow.block_id.is_(None), BenchRow.block_id.in_(melted)),
    )
    statement = select(*_COLUMNS).where(*which).order_by(BenchRow.kept_id).limit(MOST_ROWS).with_for_update()
    rows = session.execute(statement).mappings().all()
    block = BenchBlock(board=board, function=function)
    session.add(block)
    session.flush()
    parts = as_block(rows).items()
    session.execute(
        insert(BenchBlockPart), [{"block_id": block.id, "name": name, "content": content} for name, content in parts]
    )
    _move(session, rows, block, *which)
    session.execute(delete(BenchBlock).where(BenchBlock.id.in_(melted)).execution_options(synchronize_session=False))


def _move(session: Session, rows: Sequence[Any], block: BenchBlock, *which: Any) -> None:
    """Raises ``Conflict`` when other rows than these are among ``which`` by now."""
    within = BenchRow.kept_id.between(rows[0]["kept_id"], rows[-1]["kept_id"])
    moved = session.connection().execute(update(BenchRow).where(*which, within).values(block_id=block.id))
    if moved.rowcount != len(rows):
        raise Conflict("The bench changed while a block of it was made. It will be made later.")


def _to_melt(session: Session, board: str, function: str, *, room: int) -> list[int]:
    """Blocks that are not full and together have no more rows than there is ``room`` for, the smallest first."""
    statement = select(BenchBlock.id).where(BenchBlock.board == board, BenchBlock.function == function)
    left = _rows_left(session, board, function)
    thin = [(left.get(block_id, 0), block_id) for block_id in session.scalars(statement)]
    together = accumulate(rows for rows, _block_id in sorted(thin))
    return [
        block_id
        for (rows, block_id), so_far in zip(sorted(thin), together, strict=True)
        if rows < _FULL and so_far <= room
    ]


def _rows_left(session: Session, board: str, function: str) -> dict[int, int]:
    counted = select(BenchRow.block_id, func.count()).where(
        BenchRow.board == board, BenchRow.function == function, BenchRow.block_id.is_not(None)
    )
    return {block_id: rows for block_id, rows in session.execute(counted.group_by(BenchRow.block_id)) if block_id}


_COLUMNS = tuple(BenchRow.__table__.c[name] for name in ("kept_id", *Levels._fields, "until", *REASONS, "signature"))


def as_block(rows: Sequence[Mapping[Any, Any]]) -> dict[str, bytes]:
    """The parts of a block of these rows of the bench."""
    said = {column: [str(row[column]) for row in rows] for column in REASONS}
    said["levels"] = [str(Levels(*(row[name] for name in Levels._fields))) for row in rows]
    said["until"] = [row["until"].date().isoformat() if row["until"] else "" for row in rows]
    return turned([row["kept_id"] for row in rows], said, [row["signature"] for row in rows])


def clear(session: Session, board: str, kept_ids: Collection[int]) -> None:
    """Take everything that blocks say of these records out of them, also where it no longer holds. One statement, and
    a few for each block that knows one of them."""
    people = (
        select(BenchBlockPart.block_id, BenchBlockPart.content)
        .join(BenchBlock, BenchBlock.id == BenchBlockPart.block_id)
        .where(BenchBlock.board == board, BenchBlockPart.name == PEOPLE)
    )
    for block_id, known in session.execute(people).all():
        for kept_id in kept_ids:
            row = row_of(known, kept_id)
            if row is not None:
                _clear(session, block_id, row)


def _clear(session: Session, block_id: int, row: int) -> None:
    statement = select(BenchBlockPart.name, BenchBlockPart.content).where(BenchBlockPart.block_id == block_id)
    parts = {row.name: row.content for row in session.execute(statement)}
    changed = [
        {"block_id": block_id, "name": name, "content": content} for name, content in cleared(parts, row).items()
    ]
    session.execute(update(BenchBlockPart), changed)
