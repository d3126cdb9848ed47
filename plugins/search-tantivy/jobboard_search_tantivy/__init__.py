"""Search on tantivy for Jobboard: ``JOBBOARD_PLUGINS = ["tantivy"]``, ``JOBBOARD_SEARCH_BACKEND = "tantivy"``."""

from collections.abc import Mapping
from pathlib import Path

from jobboard.plugins.base import Plugin, SearchFactory
from jobboard.search.port import SearchBackend
from jobboard.search.synonyms import Synonyms


def _open(folder: Path, synonyms: Synonyms) -> SearchBackend:
    from jobboard_search_tantivy.engine import TantivySearch  # native code; whoever chooses another engine needs none

    return TantivySearch(folder, synonyms=synonyms)


class TantivyPlugin(Plugin):
    """Offers the search backend ``tantivy``."""

    name = "tantivy"

    def search_backends(self) -> Mapping[str, SearchFactory]:
        """``tantivy``, with its files in the folder of the index."""
        return {"tantivy": _open}
