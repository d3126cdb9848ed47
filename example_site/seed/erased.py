"""People who asked to be forgotten: what is left is dates and codes, without a name, a word or a line of career."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from example_site.seed.applications import closed, consent, opening
from example_site.seed.dates import at, day_of, working_day
from example_site.seed.people import Story
from example_site.seed.resume import candidate
from example_site.seed.story import signature

_CLOSED_DAYS_AGO = {"WH-2234": 210, "WH-2252": 320}
_EMPTY: dict[str, Any] = {"label": "", "summary": "", "work": [], "education": [], "skills": []}


def erased_people(story: Story) -> Iterator[dict[str, Any]]:
    """Two of them. They came for earlier openings like the referenced jobs and withdrew a month later."""
    for number, (ref, days) in enumerate(_CLOSED_DAYS_AGO.items(), start=1):
        yield _erased(story, number, ref=ref, days=days)


def _erased(story: Story, number: int, *, ref: str, days: int) -> dict[str, Any]:
    job, when = opening(ref), at(working_day(day_of(story.now, days)), 16)
    applied = when - timedelta(days=15)
    given = consent("keep_on_file", applied)
    entry = {"jobTitle": job.title, "appliedAt": applied.isoformat(), "stage": "interview", "interviews": []}
    keep = {"status": "erased", "reason": "runner_up", "expiresAt": given["expiresAt"], "owner": signature("bridie")}
    return candidate(
        {"name": f"Erased on request, {number}", "email": f"erased-{number}@example.org"},
        _EMPTY,
        consents=[given | {"withdrawnAt": (when + timedelta(days=30)).isoformat()}],
        applications=[entry | closed("runner_up", when) | {"keep": keep}],
    )
