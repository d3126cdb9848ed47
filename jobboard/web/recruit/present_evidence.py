"""How old what we know of somebody is, and whether it must be confirmed before anything else."""

from datetime import datetime

from jobboard.dates import months_after
from jobboard.keep_on_file.models import KeptCandidate
from jobboard.web.present import Words
from jobboard.web.recruit.voice import nearby

RECONFIRM_FIRST = "Reconfirm first"


def is_old(met: datetime, words: Words, *, months: int) -> bool:
    """Whether evidence from ``met`` is older than the board's bound; 0 months mean that it never is."""
    return bool(months) and months_after(met, months) <= words.now


def reconfirm_words(kept: KeptCandidate, met: datetime, words: Words, *, months: int) -> str:
    """“Reconfirm first”, or “Asked yesterday whether this holds” while the answer is awaited; empty for evidence that
    is young enough."""
    if not is_old(met, words, months=months):
        return ""
    asked = kept.reconfirm_asked_at
    if asked is not None and asked > met:
        return f"Asked {nearby(words, asked)} whether this holds"
    return RECONFIRM_FIRST
