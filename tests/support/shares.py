"""Which of the two databases a test runs on, where it need not be both.

What lies above the database behaves alike on both, and to run all of it twice doubles the time of a run. So
``--databases`` shares the files out between them: ``shared`` runs each test once, ``rest`` what that left out, and
``both``, the default, leaves nothing out. A test that is about one database alone runs there in ``shared``.
"""

import re
import zlib
from collections.abc import Iterator, Sequence

import pytest

DATABASES = ("sqlite", "postgresql")
_IN_BRACKETS = re.compile(rf"(?<=[\[-])({'|'.join(DATABASES)})(?=[\]-])")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Ask which."""
    parser.addoption(
        "--databases",
        choices=["both", "shared", "rest"],
        default="both",
        help="run tests that know both databases on both, on one of them, or on the one that 'shared' leaves out",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what another run has to do."""
    chosen = config.getoption("databases")
    if chosen == "both":
        return
    twins = set(_twins(items))
    ours = [item for item in items if (item.nodeid in twins) == (chosen == "rest")]
    config.hook.pytest_deselected(items=[item for item in items if (item.nodeid in twins) != (chosen == "rest")])
    items[:] = ours


def _twins(items: Sequence[pytest.Item]) -> Iterator[str]:
    """The ids of tests that run on the database of their file's turn, too, and so need not on this one."""
    ids = {item.nodeid for item in items}
    for item in items:
        turn = DATABASES[zlib.crc32(item.nodeid.partition("::")[0].encode()) % len(DATABASES)]
        twin = _IN_BRACKETS.sub(turn, item.nodeid)
        if twin != item.nodeid and twin in ids:
            yield item.nodeid
