"""Answers that a browser and every cache between may keep for a while."""

from flask import Response, request


def kept(response: Response, *, max_age: int) -> Response:
    """``response`` for whoever may keep it ``max_age`` seconds; 304 to whoever has it already."""
    response.cache_control.public, response.cache_control.max_age = True, max_age
    response.add_etag()
    response.make_conditional(request)
    response.headers.pop("Date", None)  # the server that sends it adds its own, and two are an error
    return response
