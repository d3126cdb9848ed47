"""Addresses that nothing goes to that was not asked for by their owner."""

from sqlalchemy.orm import Session

from jobboard.candidates.queries import asked_for_no_mail
from jobboard.candidates.service import email_key
from jobboard.candidates.tombstones import is_buried
from jobboard.state import BoardState


def refuses_mail(board: BoardState, session: Session, address: str) -> bool:
    """Whether its owner asked not to be contacted, or to be erased. Two statements."""
    key = email_key(address)
    return asked_for_no_mail(session, board.name, key) or is_buried(session, board.name, [key], secret=board.secret)
