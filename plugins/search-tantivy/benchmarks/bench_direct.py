"""The plugin against tantivy called directly: the same documents, words, filters, page, count and facets, in one run.

``PYTHONPATH=.:benchmarks python plugins/search-tantivy/benchmarks/bench_direct.py [--documents 100000]``
CPU milliseconds, p50 and p95 over the queries, each asked once to warm up.

What is called directly is what a careful user of tantivy writes: stemmed fields, its own query parser with the title
weighed, filters as term sets, its own snippets, and each facet counted with the other filters kept.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from jobboard_search_tantivy.engine import TantivySearch
from tantivy import Document, FieldType, Index, Occur, Query, SchemaBuilder, SnippetGenerator

from benchmarks.bench_search import asked
from benchmarks.many_jobs import documents
from jobboard.search.documents import JobDocument
from jobboard.search.query import FACETS, SearchQuery

FIELDS = {"title": 4.0, "skills": 1.8, "organization": 1.0, "facts": 1.0, "body": 0.8}
Ask = Callable[[SearchQuery], int]


def plugin(held: Iterable[JobDocument], folder: Path) -> Ask:
    """Ours, as the search page calls it."""
    engine = TantivySearch(folder)
    engine.rebuild(held)
    return lambda query: engine.search(query).total


def direct(held: Iterable[JobDocument], folder: Path) -> Ask:
    """Tantivy by itself."""
    folder.mkdir()
    builder = SchemaBuilder()
    for name in FIELDS:
        builder.add_text_field(name, stored=name == "body", tokenizer_name="en_stem")
    for name in FACETS:
        builder.add_text_field(f"by_{name}", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in ("pay", "posted", "valid"):
        builder.add_integer_field(name, fast=True)
    schema = builder.build()
    index = Index(schema, path=str(folder))
    writer = index.writer(heap_size=256_000_000, num_threads=1)
    for one in held:
        writer.add_document(_row(one))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(query: SearchQuery) -> int:
        words = index.parse_query(query.text, list(FIELDS), field_boosts=FIELDS) if query.text else Query.all_query()
        live = Query.range_query(schema, "valid", FieldType.Integer, int(query.now.timestamp()), None)
        chosen = {name: Query.term_set_query(schema, f"by_{name}", list(held)) for name, held in query.filters.items()}
        if query.pay_at_least is not None:
            chosen["pay"] = Query.range_query(schema, "pay", FieldType.Integer, query.pay_at_least, None)
        found = _all([words, live, *chosen.values()])
        by = {} if query.text else {"order_by_field": "posted"}
        result = searcher.search(found, limit=20, count=True, **by)
        snippets = SnippetGenerator.create(searcher, words, schema, "body")
        for _, address in result.hits:
            row = searcher.doc(address)
            row.get_first("id")
            snippets.snippet_from_doc(row).to_html()
        for free in (True, False):
            for names in [[n for n in FACETS if n not in chosen]] if free else [[n] for n in FACETS if n in chosen]:
                others = [picked for name, picked in chosen.items() if [name] != names]
                wanted = {name: {"terms": {"field": f"by_{name}", "size": 10_000}} for name in names}
                searcher.aggregate(_all([words, live, *others]), wanted)
        return int(result.count or 0)

    return ask


def _all(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _row(one: JobDocument) -> Document:
    row = Document()
    texts = (one.title, " ".join(one.skills), one.organization, one.facts, one.readable_text)
    for name, text in zip(FIELDS, texts, strict=True):
        row.add_text(name, text)
    row.add_text("id", one.id)
    for name in FACETS:
        for value in one.facet_values(name):
            row.add_text(f"by_{name}", value)
    if one.pay_year_max is not None:
        row.add_integer("pay", one.pay_year_max)
    row.add_integer("posted", int(one.posted_at.timestamp()))
    row.add_integer("valid", int(one.valid_through.timestamp()) if one.valid_through else 2**40)
    return row


def spent(ask: Ask, queries: Sequence[SearchQuery]) -> tuple[float, float]:
    """(p50, p95) in CPU milliseconds."""
    for query in queries:
        ask(query)
    times = []
    for query in queries:
        start = time.process_time()
        ask(query)
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def main() -> None:
    """Build both, ask both, print a line for each kind of query."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    count = parser.parse_args().documents
    held = list(documents(count))
    with tempfile.TemporaryDirectory() as folder:
        asks: dict[str, Ask] = {}
        for name, build in (("plugin", plugin), ("direct", direct)):
            start = time.perf_counter()
            asks[name] = build(held, Path(folder) / name)
            print(f"{name}: {count / (time.perf_counter() - start):.0f} documents a second")
        questions = asked(held)
        for kind in ("words", "filtered", "browsing", "phrases"):
            queries = [replace(query, limit=20) for query in getattr(questions, kind)]
            ours, theirs = (spent(asks[name], queries) for name in ("plugin", "direct"))
            print(
                f"{kind:9} plugin p50 {ours[0]:6.2f} p95 {ours[1]:6.2f} ms   direct p50 {theirs[0]:6.2f}"
                f" p95 {theirs[1]:6.2f} ms   p50 {ours[0] / theirs[0]:5.2f}x p95 {ours[1] / theirs[1]:5.2f}x"
            )


if __name__ == "__main__":
    main()
