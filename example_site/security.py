"""What every answer of the site carries, and the key that signs its cookies."""

import os
import secrets
from pathlib import Path

from flask import Flask, Response

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def send_headers(app: Flask) -> None:
    """Adds ``HEADERS`` to every response. A view that set one of them itself keeps its own."""

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def kept_secret_key(folder: Path) -> str:
    """The key in ``folder/secret_key``, made at the first call and readable by its owner only. Two processes
    that start together end with the same key."""
    path = folder / "secret_key"
    if not path.exists():
        _write_once(path, secrets.token_hex(32))
    return path.read_text("ascii")


def _write_once(path: Path, key: str) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key)
    try:
        os.link(draft, path)  # unlike a rename, a link never replaces the key another process just made
    except FileExistsError:
        return
    finally:
        draft.unlink()
