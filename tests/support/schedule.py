"""Which worker runs what, where several run the tests with ``--dist loadgroup``."""

from typing import Any

import pytest


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Whole files in their order, so that the world a file shares is built once a run; and every browser's file on one
    worker, because they share one seeded site. By their paths: pytest-xdist 3.8 names groups in ids that pytest 9.2 no
    longer lets it change."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadFileScheduling  # only there where several workers are

    class WholeFiles(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path = super()._split_scope(nodeid)
            return "browser" if path.endswith("_browser.py") else path

    config.option.loadscopereorder = False
    return WholeFiles(config, log)
