"""Who is on an article's list while its names are read: entities, mentions, and which tokens are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kazkg.knowledge.gazetteer import Entry, Gazetteer, slug
from kazkg.language.drafts import EntityDraft, MentionDraft
from kazkg.language.spotting import Hit

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kazkg.knowledge.naming import Body

__all__ = ["Roster"]


class Roster:
    """The entities and mentions of one article in the making.

    Args:
        doc: the article, tagged and parsed.
        gazetteer: who is who.
        hits: known spellings, in order.
    """

    def __init__(self, doc: Doc, gazetteer: Gazetteer, hits: list[Hit]) -> None:
        self.doc = doc
        self.words = [token.lower_ for token in doc]
        self.gazetteer = gazetteer
        self.hits = hits
        self.hit_at: dict[int, Hit] = {i: h for h in hits for i in range(h.start, h.end)}
        self.country: Entry | None = None
        self.entities: dict[str, EntityDraft] = {}
        self.mentions: list[MentionDraft] = []
        self.taken: dict[int, MentionDraft] = {}
        self.body_of: dict[str, Body] = {}
        """The public body that an unknown entity of this article is, by the entity's key."""
        self.namesakes: dict[str, EntityDraft] = {}
        """The other city of its name that an article means, by the key of the known one."""
        self.said: frozenset[str] = frozenset()
        """Lemmas of verbs whose subject says something."""
        self.told: frozenset[str] = frozenset()
        """Lemmas of verbs whose object is told something."""
        self.barred: set[str] = set()
        """Lower-case words that name what is no entity ("Freddy" of a cyclone)."""
        self.portfolios = gazetteer.words.clues.get("portfolio", frozenset())
        self.directions = gazetteer.words.clues.get("direction", frozenset())
        self.zone = _zones(doc)

    def entity_of(self, entry: Entry) -> EntityDraft:
        """The draft of a gazetteer entry."""
        draft = self.entities.get(entry.key)
        if draft is None:
            draft = EntityDraft(entry.key, entry.label, entry.kind, entry.cls, known=True, wikidata=entry.wikidata)
            self.entities[entry.key] = draft
        return draft

    def unknown(self, label: str, cls: str) -> EntityDraft:
        """The draft of an entity the gazetteer lacks; the same label and kind give the same draft."""
        kind = self.gazetteer.kind_of(cls)
        key = f"{kind.lower()}-{slug(label)}"
        draft = self.entities.get(key)
        if draft is None:
            local = kind == "Person" and len(slug(label).split("-")) == 1
            draft = self.entities[key] = EntityDraft(key, label, kind, cls, known=False, local=local)
        elif draft.cls == draft.kind:
            draft.cls = cls
        return draft

    def add(self, start: int, end: int, entity: EntityDraft, form: str = "name") -> MentionDraft | None:
        """Take the tokens for the entity; None where one of them is taken already."""
        if start >= end or not self.free(start, end):
            return None
        mention = MentionDraft(start, end, self.head(start, end), entity, form)
        self.mentions.append(mention)
        for i in range(start, end):
            self.taken[i] = mention
        return mention

    def add_around(self, start: int, end: int, entity: EntityDraft) -> MentionDraft:
        """Take the tokens though a mention stands inside ("Defence Committee of the Duma"): both are listed."""
        mention = MentionDraft(start, end, self.head(start, end), entity, "name")
        self.mentions.append(mention)
        for i in range(start, end):
            self.taken[i] = mention
        return mention

    def add_inside(self, start: int, end: int, entity: EntityDraft) -> None:
        """List a name inside a longer one, which keeps the tokens ("the government of Mali": Mali)."""
        self.mentions.append(MentionDraft(start, end, self.head(start, end), entity, "name"))

    def drop(self, mention: MentionDraft) -> None:
        """Give a mention's tokens back."""
        self.mentions.remove(mention)
        for i in range(mention.start, mention.end):
            self.taken.pop(i, None)

    def free(self, start: int, end: int) -> bool:
        """Whether no token of the range is taken."""
        return not any(i in self.taken for i in range(start, end))

    def head(self, start: int, end: int) -> int:
        """The token of the range whose syntactic head lies outside it; the last word where the parse has none."""
        doc = self.doc
        for i in range(start, end):
            token = doc[i]
            if (token.head.i < start or token.head.i >= end or token.head.i == i) and not token.is_punct:
                return i
        return end - 1

    def text(self, start: int, end: int) -> str:
        """The words as they stand, on one line."""
        return " ".join(self.doc[start:end].text.split())

    def word(self, i: int) -> str:
        """The lower-case word at a token, empty outside the article."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def shut(self) -> None:
        """Write what was read to the ``Doc``: entities in use by first mention, mentions by start, the token index."""
        self.mentions.sort(key=lambda m: (m.start, m.end))
        used = {id(m.entity): m.entity for m in self.mentions}
        used.update({id(e.role_of): e.role_of for e in list(used.values()) if e.role_of})
        self.doc._.country = self.entity_of(self.country) if self.country else None
        self.doc._.mentions = self.mentions
        self.doc._.entities = list(used.values())
        self.doc._.by_token = dict(self.taken)


def _zones(doc: Doc) -> list[str]:
    """Kind of the layout zone of each token."""
    zones = ["body"] * len(doc)
    article = doc._.article
    if article is not None:
        spread = sorted(article.zones, key=lambda z: z.begin)
        for zone in spread:
            span = doc.char_span(zone.begin, zone.end, alignment_mode="expand")
            if span is not None:
                zones[span.start : span.end] = [zone.kind] * len(span)
    return zones
