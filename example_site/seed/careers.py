"""Careers: titles rise with time, employers lie within a ring of towns, and what was done fits the trade."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from example_site.seed.dates import month_before
from example_site.seed.people import Story, education, skills
from example_site.seed.tables import LEVELS, nearest_rank, table, trade
from example_site.seed.wording import upper_first

_COUNTS = ("no", "a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a career must come to: the trade, the rank held now, and how many months it has been held at least."""

    trade: str
    rank: int
    town: str
    skills: tuple[str, ...] = ()
    settled: int = 0


@dataclass(frozen=True)
class _Post:
    rank: int
    began: int
    ended: int


def career(story: Story, profile: Profile) -> dict[str, Any]:
    """The parts of a JSON Resume that a career fills: ``work`` (newest first), ``skills``, ``education``; and the
    ``label`` and ``summary`` for its basics."""
    posts = _posts(story, profile)
    employers = _employers(story, profile, len(posts))
    told: set[str] = set()
    work = [_work(story, profile, post, employer, told) for post, employer in zip(posts, employers, strict=True)]
    return {
        "label": work[0]["position"],
        "summary": _summary(story, profile, work, posts),
        "work": work,
        "education": education(story, profile.trade),
        "skills": skills(_skills(story, profile)),
    }


def _posts(story: Story, profile: Profile) -> list[_Post]:
    """Posts from the present one back, in months before now."""
    rng = story.rng
    left = rng.randint(1, 3) if rng.random() < 0.12 and not profile.settled else 0
    rank, ended, posts = nearest_rank(profile.trade, profile.rank), left, []
    began = max(left, profile.settled) + rng.randint(9, 52)
    while True:
        posts.append(_Post(rank, began, ended))
        if rank <= 1 or len(posts) == 4:
            return posts
        rank = nearest_rank(profile.trade, rank - rng.choice((1, 1, 2)))
        ended = began + rng.choice((0, 0, 0, 1, 3))
        began = ended + rng.randint(15, 50)


def _employers(story: Story, profile: Profile, count: int) -> list[tuple[str, str]]:
    """So many (name, town) of the person's ring and trade; the same one again only when the ring has no more."""
    employers = table("employers")
    ring = employers[table("places")[profile.town]["ring"]]
    found = [name for kind in employers["kinds"][profile.trade] for name in ring[kind]]
    picked = story.rng.sample(found, min(count, len(found)))
    picked.extend(picked[-1:] * (count - len(picked)))
    return [(name, town) for name, town in (entry.rsplit(", ", 1) for entry in picked)]


def _work(story: Story, profile: Profile, post: _Post, employer: tuple[str, str], told: set[str]) -> dict[str, Any]:
    level, name = LEVELS[post.rank], f"{profile.trade} {post.rank}"
    work: dict[str, Any] = {
        "name": employer[0],
        "location": employer[1],
        "position": story.deck.deal(name, trade(profile.trade)["titles"][level]),
        "startDate": month_before(story.now, post.began),
        "summary": story.deck.say(level, table("phrases")["posts"][level]),
        "highlights": _highlights(story, profile.trade, post, told),
    }
    return work | ({"endDate": month_before(story.now, post.ended)} if post.ended else {})


def _highlights(story: Story, trade_key: str, post: _Post, told: set[str]) -> list[str]:
    """Two or three lines for a recent post and one for an old one, none of them told twice by one person."""
    kinds = _kinds(trade_key, post.rank)
    wanted = [kinds[0], *kinds] if post.began < 60 else kinds[:1]
    lines = (_untold(story, trade_key, kind, told) for kind in wanted)
    return [line for line in lines if line]


def _kinds(trade_key: str, rank: int) -> list[str]:
    """Which phrases suit a post: first posts have begun things, later ones done them, high ones led."""
    if rank <= 1:
        return ["did", "began"] if trade(trade_key).get("hands_on") else ["began"]
    return ["led", "did"] if rank >= 5 else ["did"]


def _untold(story: Story, trade_key: str, kind: str, told: set[str]) -> str | None:
    shared = kind == "began"
    phrases = table("phrases")[kind] if shared else trade(trade_key)[kind]
    for _ in phrases:
        phrase = story.deck.deal(kind if shared else f"{trade_key} {kind}", phrases)
        if phrase not in told:
            told.add(phrase)
            return story.deck.filled(phrase)
    return None


def _skills(story: Story, profile: Profile) -> list[str]:
    own = trade(profile.trade)["skills"]
    few = story.rng.sample(own, min(len(own), 4 + profile.rank // 2))
    return list(dict.fromkeys([*profile.skills, *few]))


def _summary(story: Story, profile: Profile, work: Sequence[dict[str, Any]], posts: Sequence[_Post]) -> str:
    phrases = table("phrases")
    summaries = phrases["summary_left"] if posts[0].ended else phrases["summary"]
    span = _span(posts[-1].began - posts[0].ended)
    label = work[0]["position"]
    opening = story.deck.say(f"summary {bool(posts[0].ended)}", summaries).format(
        label=label,
        label_low=lower_title(label),
        word=trade(profile.trade)["word"],
        span=span,
        span_cap=upper_first(span),
        employer=work[0]["name"],
        since=work[0]["startDate"][:4],
        town=profile.town,
    )
    return f"{opening} {story.deck.deal('aim', phrases['aim'])}".strip()


def _span(months: int) -> str:
    years = months // 12
    if years < 1:
        return f"{months} months"
    count = _COUNTS[years] if years < len(_COUNTS) else str(years)
    return f"{count} year{'s' if years > 1 else ''}"


def lower_title(title: str) -> str:
    """A job title in the middle of a sentence: "head of HR", "marketing manager"."""
    return " ".join(word if word[:2].isupper() else word.lower() for word in title.split())
