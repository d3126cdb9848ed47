"""What a page costs beside a Flask page that says as many bytes from memory, in the same run."""

import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of this process's own work, and the size of the page in bytes."""

    p50: float
    p95: float
    size: int


def cost(client: FlaskClient, path: str, *, rounds: int, headers: Mapping[str, str] | None = None) -> Cost:
    """What a page costs once it was opened before."""
    first = client.get(path, headers=headers)
    assert first.status_code == 200, (path, first.status_code)
    times = []
    for _ in range(rounds):
        start = time.process_time()
        client.get(path, headers=headers)
        times.append((time.process_time() - start) * 1000)
    return Cost(statistics.median(times), statistics.quantiles(times, n=20)[-1], len(first.data))


def bare(sizes: list[int]) -> FlaskClient:
    """A Flask app that answers pages of these sizes from memory, at ``/<size>``."""
    app = Flask("bare")
    pages = {size: "x" * size for size in sizes}
    app.add_url_rule("/<int:size>", view_func=lambda size: pages[size])
    return app.test_client()
