"""One search over everything: each room says what of its own can be found.

A room has a module ``searchable`` that registers an `Indexer`; core imports
it when the site starts. `find` asks the index, `reindex` builds it anew. The
index follows every saved row after its transaction; what depends on other
rows catches up with the nightly job.
"""

from gruenzug.web.core.search.asking import Hit, Results, find, keys_matching
from gruenzug.web.core.search.indexing import reindex
from gruenzug.web.core.search.registry import Document, Indexer, indexers, register

__all__ = [
    "Document",
    "Hit",
    "Indexer",
    "Results",
    "find",
    "indexers",
    "keys_matching",
    "register",
    "reindex",
]
