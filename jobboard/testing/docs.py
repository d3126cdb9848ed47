"""Pages of the documentation that are written from the code, so that they cannot say anything else.

``python -m jobboard.testing.docs FOLDER`` writes them; a test compares them with what is there.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from jobboard.config import documented

_HEAD = """# Configuration

Every setting, as a key of the host's `app.config`. This page is written from `jobboard/config.py`.
A key that starts with `JOBBOARD_` and is not listed here stops the app at its start, so a typing error cannot
go unnoticed.

| Key | Type | Default | Meaning |
| --- | --- | --- | --- |
"""


def configuration_markdown() -> str:
    """The page that lists every ``JOBBOARD_*`` key, in the order of ``config.py``."""
    rows = (
        f"| `{key}` | {kind} | {_shown(default)} | {_in_a_cell(meaning)} |\n"
        for key, kind, default, meaning in documented()
    )
    return _HEAD + "".join(rows)


def _shown(default: str) -> str:
    return "empty" if default in {"''", "()"} else f"`{_in_a_cell(default)}`"


def _in_a_cell(text: str) -> str:
    return text.replace("|", "\\|")


PAGES: Mapping[str, Callable[[], str]] = {"configuration.md": configuration_markdown}
"""Each written page by its file name in ``docs/``."""


def write_pages(folder: Path) -> None:
    """Write every page into ``folder``."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
