"""Search jobs: a GET form whose address is the search, so that it can be shared, kept and gone back to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from jobboard import current
from jobboard.flows.whereabouts import gazetteer
from jobboard.jobs import queries
from jobboard.jobs.queries import JobSummary
from jobboard.search.port import Hit, SearchPage
from jobboard.search.query import Grammar, Sort, parse_words
from jobboard.search.text import fold
from jobboard.search.understanding import denied, phrases_of
from jobboard.web.blueprints import Routes, absolute_url
from jobboard.web.present import Words, words
from jobboard.web.public import found
from jobboard.web.public.alert_form import alert_form, hidden_fields
from jobboard.web.public.asked import Asked, unknown_filters
from jobboard.web.public.cards import Card, card
from jobboard.web.public.feed import feed_url
from jobboard.web.public.meaning import Meaning, current_atlas, facts, meaning_of
from jobboard.web.public.uncompared import Uncompared, uncompared
from jobboard.web.public.unknown_place import UnknownPlace, unknown_place
from jobboard.web.public.wider import Ways, every_job, wider

routes = Routes()

IN_THE_FORM = frozenset({"q", "place", "within", "plain"})
"""What the search form's own fields say; filters that were chosen stay when somebody searches for other words."""


@routes.get("/")
def search() -> ResponseReturnValue:
    """The search page. Two statements for the jobs shown; the engine answers the rest."""
    said = words()
    read = meaning_of(request.args, said)
    asked, page = _found(read, said)
    jobs, count = _jobs(page), _counter(said)
    suggestion = _suggested(asked, page, said, count=count)
    lasting = read.meant.but(text=suggestion.asked.text) if suggestion else read.meant
    understood = facts(read.typed, asked, said)
    return render_template(
        "jobboard/public/search.html",
        words=said,
        typed=read.typed,
        asked=asked,
        understood=understood,
        unmarked=_unmarked(read, understood, said),
        as_words=read.as_words,
        heading=_heading(read, asked, page, said),
        unread=found.unread(read.typed, asked, page.total, current.board().synonyms.language),
        minus=_minus(read.typed, asked, page.total, count=count),
        in_so_many_words=_in_so_many_words(read.typed, asked, count=count),
        unmeasured="" if read.unmeasured is None else said.distance(read.unmeasured),
        unknown=found.unknown(unknown_filters(request.args, current.board().ladder)),
        uncompared=_uncompared(read, asked, page, said),
        missing=page.missing,
        only_near=page.only_near,
        nearly=_nearly(asked, page, count=count),
        listed=read.typed.is_plain and bool(page.total) and asked.page == read.typed.page,
        total=page.total,
        first=page.first + 1,
        earlier=asked.but(at=page.before) if page.before else None,
        later=asked.but(at=page.after) if page.after else None,
        degraded=page.degraded,
        size=current.board().config.page_size,
        cards=_cards(page.hits, jobs, said),
        pay_note=found.pay_note(said),
        facets=found.facets(asked, page, said, count=count),
        chips=[chip for chip in found.chips(asked, said) if chip not in understood],
        wider=_wider(asked, page, said, count=count),
        unknown_place=_unknown_place(asked, page, said, count=count),
        suggestion=suggestion,
        alert=alert_form(lasting, said),
        chosen=[(name, value) for name, value in hidden_fields(read.typed) if name not in IN_THE_FORM],
        in_words="" if asked == Asked() else found.in_words(asked, said),
        distances=_distances(read.typed, said),
        knows_postcodes=_knows_postcodes(),
        sorts=found.SORTS,
        hidden=hidden_fields(asked.but(sort=found.SORTS[0][0])),
        search_url=search_url,
        canonical=absolute_url(search_url(read.typed)),
        feed_url=absolute_url(feed_url(asked)),
    )


def search_url(asked: Asked) -> str:
    """The address of a search."""
    return url_for(".search", **asked.address(current.board().ladder))


def _found(read: Meaning, said: Words) -> tuple[Asked, SearchPage]:
    """What is meant; where there is nothing, what says so in words: many a posting states its facts in prose alone."""
    asked, page = _page(read.meant, said)
    if page.total or not page.answered or read.in_words == read.meant:
        return asked, page
    if not read.meant.text and not page.degraded and not _is_said(read, said):
        return asked, page
    by_words, found_by_words = _page(read.in_words, said)
    return (by_words, found_by_words) if found_by_words.total else (asked, page)


def _is_said(read: Meaning, said: Words) -> bool:
    """Whether any job says one of the facts in its own words. Without that, nothing but noise answers a search for
    facts alone."""
    meant = read.meant.query(said, limit=1).filters
    phrases = phrases_of(meant)
    everything = replace(read.in_words.but(text="").query(said, limit=1), grammar=Grammar.BOOLEAN)
    queries = (replace(everything, text=f'"{phrase}"' if " " in phrase else phrase) for phrase in phrases)
    return not phrases or any(current.board().search.search(query).total for query in queries)


def _heading(read: Meaning, asked: Asked, page: SearchPage, said: Words) -> str:
    """What was found. Facts that no job states are not in it, unless nothing else was asked for."""
    by_words = asked.plain and not read.meant.plain
    named = asked.but(text=read.meant.text) if by_words and read.meant.text else asked
    return found.heading(
        named, page.total, said, answered=_answered(named, page, facts_alone=by_words and named is asked)
    )


def _answered(named: Asked, page: SearchPage, *, facts_alone: bool) -> found.Answered:
    if page.only_near:
        return found.Answered.ONLY_NEAR
    lacks = not set(page.missing).isdisjoint(map(fold, parse_words(named.text).terms))
    return found.Answered.IN_PART if facts_alone or lacks else found.Answered.WHOLE


def _minus(typed: Asked, asked: Asked, total: int, *, count: found.Counter) -> found.Way | None:
    """The search that leaves out the word which ``typed`` denies in words, where there are jobs that say it: there may
    be none beside a name like “doctors without borders”."""
    said = denied(typed.text)
    if said is None or not total or not count(asked.but(text=said.word)):
        return None
    return found.Way(said.word, typed.but(text=said.text))


def _in_so_many_words(typed: Asked, asked: Asked, *, count: found.Counter) -> found.Way | None:
    """The search for jobs that themselves say what ``typed`` denies, “no experience”, where there are any."""
    said = denied(typed.text)
    if said is None:
        return None
    quoted = asked.but(text=f'"{said.phrase}"', plain=True)
    jobs = count(quoted)
    return found.Way(said.phrase, quoted, jobs) if jobs else None


def _distances(typed: Asked, said: Words) -> list[tuple[int, str]]:
    """How far from a place one may ask for; nothing on a board that does not know where places are."""
    if gazetteer(current.board()) is None:
        return []
    return [(length, said.distance(length) if length else "That place only") for length in typed.distances]


def _knows_postcodes() -> bool:
    places = gazetteer(current.board())
    return places is not None and places.has_postal_codes


def _unmarked(read: Meaning, understood: Sequence[found.Way], said: Words) -> str:
    """The facts that no job states, quoted; empty where what is meant was found."""
    kept = {chip.label for chip in understood}
    return " and ".join(f"“{chip.label}”" for chip in facts(read.typed, read.meant, said) if chip.label not in kept)


def _page(asked: Asked, said: Words) -> tuple[Asked, SearchPage]:
    """What was asked for; past the end, the last page there is."""
    size = current.board().config.page_size
    page = current.board().search.search(asked.query(said, limit=size))
    if page.hits or not page.total:
        return asked, page
    asked = asked.but(page=-(-page.total // size))
    return asked, current.board().search.search(asked.query(said, limit=size))


def _nearly(asked: Asked, page: SearchPage, *, count: found.Counter) -> found.Way | None:
    """The search by best match, with how many jobs more it has: those that come near the words only stand last there,
    and are left out where another order would mix them with the others."""
    if asked.sort is Sort.RELEVANCE or not asked.text or not page.total or page.degraded:
        return None
    best = asked.but(sort=Sort.RELEVANCE)
    more = count(best) - page.total
    return found.Way(asked.text, best, more) if more > 0 else None


def _counter(said: Words) -> found.Counter:
    """Counts other searches, each once."""
    engine = current.board().search

    @cache
    def count(asked: Asked) -> int:
        return engine.search(asked.but().query(said, limit=1)).total

    return count


def _jobs(page: SearchPage) -> dict[str, JobSummary]:
    return queries.listed_jobs(current.board().session(), current.scope(), [hit.id for hit in page.hits])


def _cards(hits: Sequence[Hit], jobs: Mapping[str, JobSummary], said: Words) -> list[Card]:
    return [card(jobs[hit.id], said, snippet=hit.snippet) for hit in hits if hit.id in jobs]


def _unknown_place(asked: Asked, page: SearchPage, said: Words, *, count: found.Counter) -> UnknownPlace | None:
    return unknown_place(asked, page, said, engine=current.board().search, atlas=current_atlas(), count=count)


def _uncompared(read: Meaning, asked: Asked, page: SearchPage, said: Words) -> Uncompared | None:
    return uncompared(asked, page, said, typed=read.foreign_pay, engine=current.board().search)


def _wider(asked: Asked, page: SearchPage, said: Words, *, count: found.Counter) -> Ways:
    """Ways out of a page without hits; the database that stands in for the index is not asked for dozens of counts."""
    if page.total:
        return Ways()
    return every_job(count=count) if page.degraded else wider(asked, said, count=count)


def _suggested(asked: Asked, page: SearchPage, said: Words, *, count: found.Counter) -> found.Way | None:
    """Another spelling, when it is one and finds something: here, or else everywhere without filters."""
    everywhere = asked.unfiltered().but(place="")
    spelling = page.suggestion
    if not page.total and not spelling:
        spelling = current.board().search.search(everywhere.query(said, limit=1)).suggestion
    if not spelling or spelling.casefold() == asked.text.casefold():
        return None
    here, wide = asked.but(text=spelling), everywhere.but(text=spelling)
    ways = [found.Way(spelling, here, count(here)), found.Way(f"{spelling}, everywhere", wide, count(wide))]
    return next((way for way in ways if way.count), None)
