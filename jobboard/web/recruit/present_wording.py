"""Words in a job's form that tend to turn people away, beside the field they stand in. Nothing is ever blocked."""

from collections.abc import Mapping
from typing import Any

from jobboard.jobs.models import Job
from jobboard.jobs.wording import Flag, doubtful_words, reworded, texts_of

_FIELDS = ("title", "musts", "shoulds", "nices", "description")


def wording_flags(values: Mapping[str, Any]) -> list[Flag]:
    """What to reconsider in the form as it is filled."""
    return doubtful_words({field: str(values.get(field) or "") for field in _FIELDS})


def with_wording(values: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The form with the better wording of one flag, if what it is about still stands there."""
    return dict(values) | {
        flag.field: reworded(values[flag.field], flag)
        for flag in wording_flags(values)
        if flag.key == key and flag.instead
    }


def wording_sentence(job: Job) -> str:
    """After publishing: what still stands there, or nothing. Requirements must be loaded."""
    said = [f"“{flag.words}”" for flag in doubtful_words(texts_of(job))]
    if not said:
        return ""
    return f" Look at the wording once more: {', '.join(said[:3])} may turn people away."
