"""What the firm's layout needs on every page, its own and Jobboard's."""

from typing import Any

from flask import Flask, current_app, request, url_for


def init_app(app: Flask) -> None:
    """Makes ``board_url`` and ``staff_desk`` known to every template."""
    app.context_processor(_everywhere)


def board_url(endpoint: str) -> str:
    """Where a page of the board is, or the home page while no board is mounted."""
    return url_for(endpoint if endpoint in current_app.view_functions else "pages.home")


def _everywhere() -> dict[str, Any]:
    return {"board_url": board_url, "staff_desk": request.path.startswith("/recruit")}
