"""Clients in the recruiter's words."""

from collections.abc import Iterable

from jobboard.db.history import History
from jobboard.jobs.models import HiringOrganization
from jobboard.web.present import Words
from jobboard.web.recruit.voice import many, short_day

_DONE = {"wall_put_up": "Wall put up", "wall_lifted": "Wall lifted", "organization_edited": "Edited: {after}"}


def clients_heading(total: int, text: str) -> str:
    """“14 clients”, “2 clients that mention “mill””."""
    mention = f" that {'mentions' if total < 2 else 'mention'} “{text}”" if text else ""
    return f"{many(total, 'client') if total else 'No client'}{mention}"


def saved_sentence(client: HiringOrganization, *, had_wall: bool) -> str:
    """What saving did."""
    if client.evidence_wall and not had_wall:
        return "Saved. Its people surface for no other client; whoever waited elsewhere, undecided, is taken back."
    if had_wall and not client.evidence_wall:
        return "Saved. Its people are looked through for every open job now."
    return "Saved."


def wall_lines(history: Iterable[History], words: Words) -> list[tuple[str, str, str]]:
    """What was changed, newest first, as (day, what, by whom and why)."""
    return [
        (
            short_day(words, entry.at),
            _DONE.get(entry.what, entry.what.replace("_", " ").capitalize()).format(after=entry.after),
            f"{entry.actor_name}{f': “{entry.why}”' if entry.why else ''}",
        )
        for entry in history
    ]
