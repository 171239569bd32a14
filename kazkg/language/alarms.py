"""Alarms: places where the copy or its translation is likely wrong, so that what was read there is no silent fact.

Each rule works by the article's own evidence (which names it holds, where they stand, how its marks pair) and by what
the gazetteer knows of them; none knows a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from kazkg.language.drafts import AlarmDraft, MentionDraft, zone_of
from kazkg.language.offices import PAST
from kazkg.language.quotes import lonely
from kazkg.language.spotting import Hit

if TYPE_CHECKING:
    from kazkg.knowledge import Knowledge
    from kazkg.knowledge.gazetteer import Entry, Role

__all__ = ["Alarms"]

WITHIN = frozenset({"in", "inside", "across", "throughout", "within"})
"""Prepositions that say that something takes place in a country."""
LIKENED = frozenset({"like", "unlike", "as", "than", "similar", "another", "other", "neighbouring", "neighboring"})
"""Words that set another country beside the article's."""
HOME = 4
"""How often an article must name a country, its places, people or adjectives before another one is out of place."""
MARGINS = frozenset({"credit", "teaser", "boilerplate", "source"})
GLUED = re.compile(r"[^\W\d_]{2}[.!?][”\"»]?(?=[^\W\d_])")
"""The end of a word and of a sentence with the next word right behind."""


class Alarms:
    """The component: fills ``doc._.alarms`` in text order."""

    knowledge: Knowledge

    def __init__(self) -> None:
        self._holders: dict[tuple[str, str], list[tuple[Entry, Role]]] | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Note every alarm of the Doc."""
        found = [
            *self._places(doc),
            *self._roles(doc),
            *_marks(doc),
            *_glued(doc),
            *_bare_lists(doc),
            *_margins(doc),
        ]
        doc._.alarms = sorted(found, key=lambda a: (a.start, a.end, a.kind))
        return doc

    # ---- a place that nothing supports

    def _places(self, doc: Doc) -> Iterator[AlarmDraft]:
        """A country said in a quotation or a report to be the scene, of which nothing else in the article is."""
        home = doc._.country
        if home is None or not doc._.statements:
            return
        hits: dict[int, Hit] = doc.user_data.get("kazkg.hits", {})
        told = Counter(key for hit in {id(h): h for h in hits.values()}.values() if (key := self._country(hit)))
        if told[home.key] < HOME:
            return
        inside = [span for s in doc._.statements for span in s.content]
        for mention in doc._.mentions:
            entity = mention.entity
            alone = entity.cls == "Country" and entity.known and told[entity.key] == 1 and mention.form == "name"
            if not alone or entity is home or not any(a <= mention.start < b for a, b in inside):
                continue
            if self._is_scene(doc, mention, home.key):
                reason = f"nothing else in the article is of {entity.label}; it is about {home.label}"
                yield AlarmDraft("place", mention.start, mention.end, reason)

    def _country(self, hit: Hit) -> str | None:
        """Key of the country that a known spelling belongs to."""
        entry = hit.entries[0] if hit.entries else hit.demonym.place if hit.demonym else None
        return entry.country if entry else None

    def _is_scene(self, doc: Doc, mention: MentionDraft, home: str) -> bool:
        """Whether the country alone stands behind "in", with no sign that it is set beside the article's own."""
        before = doc[mention.start - 1] if mention.start else None
        if before is None or before.lower_ not in WITHIN:
            return False
        sentence = doc[mention.start].sent
        others = [m for m in doc._.mentions if sentence.start <= m.start < sentence.end and m.entity.cls == "Country"]
        if any(m.entity is not mention.entity and m.form == "name" and m.entity.key == home for m in others):
            return False
        dated = any(sentence.start <= t.start < sentence.end for t in doc._.times)
        return not dated and LIKENED.isdisjoint(t.lower_ for t in sentence)

    # ---- an office that somebody else holds

    def _roles(self, doc: Doc) -> Iterator[AlarmDraft]:
        """A person with the title of an office that, by the gazetteer, they never held and somebody else holds."""
        hits: dict[int, Hit] = doc.user_data.get("kazkg.hits", {})
        for mention in doc._.mentions:
            hit = hits.get(mention.start - 1)
            office = hit.office if hit is not None and hit.end == mention.start else None
            person = self.knowledge.gazetteer.entries.get(mention.entity.key)
            if hit is None or office is None or not office.name or person is None or person.kind != "Person":
                continue
            titles = {office.name, *office.phrases}
            before = hits.get(hit.start - 1)
            word = doc[hit.start - 1].lower_ if hit.start else ""
            country = before.demonym.place.key if before and before.demonym else person.country
            if word in PAST or not person.roles or any(role.title in titles for role in person.roles):
                continue
            holder = self._holder(office.name, country, doc)
            if holder is not None and holder.key != person.key:
                reason = f"{holder.label} is known to hold the office, {person.label} is not"
                yield AlarmDraft("role", hit.start, mention.end, reason)

    def _holder(self, title: str, country: str | None, doc: Doc) -> Entry | None:
        """Who holds an office of a country on the day of the article; without a day, who holds it with no end known."""
        if self._holders is None:
            self._holders = {}
            for entry in self.knowledge.gazetteer.entries.values():
                for role in entry.roles:
                    if role.at is not None:
                        self._holders.setdefault((role.title, role.at), []).append((entry, role))
        article = doc._.article
        today = article.date.text[:10] if article is not None and article.date else "9999"
        for entry, role in self._holders.get((title, country or ""), ()):
            if (role.since or "") <= today and (role.until is None or today <= role.until):
                return entry
        return None


def _marks(doc: Doc) -> Iterator[AlarmDraft]:
    for i in lonely(doc):
        yield AlarmDraft("quotation mark", i, i + 1, "this quotation mark has no partner in its paragraph")


def _glued(doc: Doc) -> Iterator[AlarmDraft]:
    """Two sentences with nothing between them ("... in the port.The mayor")."""
    text = doc.text
    for match in GLUED.finditer(text):
        word = text[match.end() :].split(maxsplit=1)[0]
        if len(word) < 2 or not (word[0].isupper() and word[1].islower()) or "." in word[:-1] or "/" in word:
            continue
        start = text.rfind(" ", 0, match.start()) + 1
        if not text[start : match.start()].islower() or "." in text[start : match.start()]:
            continue
        span = doc.char_span(match.start(), match.end() + len(word), alignment_mode="expand")
        if span is not None:
            yield AlarmDraft("glued sentences", span.start, span.end, "two sentences stand together without a blank")


def _bare_lists(doc: Doc) -> Iterator[AlarmDraft]:
    """Names of one class side by side with no comma between ("Norland Sellia and Vesta")."""
    names = sorted((m for m in doc._.mentions if m.form == "name"), key=lambda m: m.start)
    for one, two in pairwise(names):
        known = one.entity.known and two.entity.known and one.entity is not two.entity
        if known and one.end == two.start and one.entity.cls == two.entity.cls in {"Country", "City", "Airline"}:
            yield AlarmDraft("list", one.start, two.end, "names stand side by side without a comma")


def _margins(doc: Doc) -> Iterator[AlarmDraft]:
    """Claims read in a credit, a teaser or the like."""
    article = doc._.article
    if article is None or not any(zone.kind in MARGINS for zone in article.zones):
        return
    spans = [(f.amount.start, f.amount.end) for f in doc._.figures]
    spans += [e.trigger for e in doc._.events] + [s.cue for s in doc._.statements]
    for start, end in dict.fromkeys(spans):
        kind = zone_of(doc[start])
        if kind in MARGINS:
            yield AlarmDraft("margin", start, end, f"this was read in a {kind}, which is no part of the story")


@Language.factory(
    "kazkg_alarms",
    requires=["doc._.mentions", "doc._.quotes", "doc._.statements", "doc._.events", "doc._.figures"],
    assigns=["doc._.alarms"],
)
def create(nlp: Language, name: str) -> Alarms:  # noqa: ARG001
    """Make the component; ``knowledge`` is set on it before it runs."""
    return Alarms()
