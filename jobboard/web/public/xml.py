"""What feeds and sitemaps share: an XML document that any parser reads, sent so that it is fetched again only when it
has changed."""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from xml.etree.ElementTree import Element, tostring

from flask import Response

from jobboard.web.public.kept import kept

_UNREADABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n'


def readable(text: str) -> str:
    """``text`` without the characters that no XML document may hold, not even escaped."""
    return _UNREADABLE.sub("", text)


def stamp(moment: datetime) -> str:
    """A moment as RFC 3339 has it."""
    return moment.isoformat(timespec="seconds")


def conditional(root: Element, *, mimetype: str, changed: datetime | None, max_age: int) -> Response:
    """The document; 304 to whoever has it already. ``max_age`` is in seconds."""
    body = _HEAD + tostring(root, encoding="utf-8", xml_declaration=False)
    response = Response(body, content_type=f"{mimetype}; charset=utf-8")
    response.last_modified = changed
    return kept(response, max_age=max_age)


def streamed(parts: Iterator[bytes], *, max_age: int) -> Response:
    """A long document as it is made."""
    response = Response(chain([_HEAD], parts), content_type="application/xml; charset=utf-8")
    response.cache_control.public, response.cache_control.max_age = True, max_age
    return response
