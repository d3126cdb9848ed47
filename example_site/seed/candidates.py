"""Every candidate of the demo: the ones the story names, then the people on file, then the pool."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from random import Random
from typing import Any

from example_site.seed.erased import erased_people
from example_site.seed.kept import kept_people
from example_site.seed.named import named_people
from example_site.seed.people import Story
from example_site.seed.pipeline import pool
from example_site.seed.resume import record

HOW_MANY = 320

_SEED = 2291


def candidates(now: datetime) -> Iterator[dict[str, Any]]:
    """320 candidates as JSON Resume objects; two tellings with the same ``now`` are equal.

    Raises ``ValueError`` for a ``now`` without a time zone.
    """
    if now.tzinfo is None:
        raise ValueError("candidates(now) was given a time without a zone; pass datetime.now(UTC).")
    story = Story(now=now.replace(second=0, microsecond=0), rng=Random(_SEED))
    told = [*named_people(story), *kept_people(story), *erased_people(story)]
    everyone = chain(told, pool(story, HOW_MANY - len(told)))
    for number, person in enumerate(everyone, start=1):
        record(person)["externalId"] = f"WH-C{number:04d}"
        yield person
