"""A test client for hosts whose tests press buttons and then look at what came of it."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class SettledClient(FlaskClient):
    """Reads the answer to a pressed button to its end before it returns, as a browser does, so that what a board does
    once a page is out is done. ``app.test_client_class = SettledClient``."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """As Flask's, but buffered for everything that is not a GET."""
        kwargs.setdefault("buffered", kwargs.get("method", "GET") != "GET")
        return super().open(*args, **kwargs)
