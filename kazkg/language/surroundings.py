"""What stands around a figure: its place, the statement that holds it, an official source."""

from __future__ import annotations

from kazkg.language.carried import Carried
from kazkg.language.drafts import EntityDraft, FigureDraft, SourceDraft, StatementDraft
from kazkg.language.givers import Givers
from kazkg.language.page import PLACE_WORDS, Page
from kazkg.language.tellers import Tellers

__all__ = ["Surroundings"]


class Surroundings:
    """Looks around the figures of one Doc."""

    def __init__(self, page: Page, givers: Givers | None = None) -> None:
        self.page = page
        self.doc = page.doc
        self.c = page.c
        self.w = page.w
        self.givers = givers or Givers(page)
        self.tellers = Tellers(page, self.givers)
        self.carried = Carried(page)

    def place(self, figure: FigureDraft) -> EntityDraft | None:
        """The place named in the clause, else in the sentence, else shortly before, else the article's country."""
        w = self.w
        if (told_of := figure.amount.told_of) is not None:
            named = self.doc._.by_token.get(told_of[1] - 1)
            if named is not None and named.entity.kind == "Place":
                listed: EntityDraft = named.entity
                return listed
        if (own := self._of_which(figure)) is not None:
            return own
        anchor = figure.trigger if figure.trigger >= 0 else figure.amount.start
        number = w.sent[figure.amount.start]
        best: tuple[int, int, EntityDraft] | None = None
        for m in self.doc._.mentions:
            if (
                w.sent[m.start] == number
                and m.entity.kind in {"Place", "Facility"}
                and not self._possessive(m.start, m.end)
            ):
                stated = w.word(self._before_article(m.start)) in PLACE_WORDS
                rank = (0 if stated else 1, abs(m.head - anchor), m.entity)
                if best is None or rank[:2] < best[:2]:
                    best = rank
        if best is not None:
            return best[2]
        for m in reversed(self.doc._.mentions):
            back = number - w.sent[m.start]
            if (
                0 < back <= 2
                and m.entity.kind in {"Place", "Facility"}
                and w.word(self._before_article(m.start)) in PLACE_WORDS
            ):
                found: EntityDraft = m.entity
                return found
        return self.page.country

    def _of_which(self, figure: FigureDraft) -> EntityDraft | None:
        """The place of a part right behind it ("12 of which only in Homs"), or None."""
        w = self.w
        of = w.after(figure.amount.end - 1)
        if w.word(of) != "of" or w.word(w.after(of)) not in {"which", "whom", "them"}:
            return None
        at = w.after(w.after(of))
        while w.tagged(at) == "RB" or w.word(at) in {"only", "alone"}:
            at = w.after(at)
        if w.word(at) not in PLACE_WORDS:
            return None
        at = w.after(at)
        named = self.doc._.by_token.get(w.after(at) if w.tagged(at) == "DT" else at)
        found: EntityDraft | None = named.entity if named is not None and named.entity.kind == "Place" else None
        return found

    def _before_article(self, start: int) -> int:
        at = self.w.before(start)
        while self.w.tagged(at) in {"DT", "JJ", "JJS", "NN"}:
            at = self.w.before(at)
        return at

    def _possessive(self, start: int, end: int) -> bool:
        """Whether a place only modifies what follows ("Almaty police")."""
        following = self.w.after(end - 1)
        return (
            self.w.tagged(following) in {"NN", "NNS", "POS", "NNP"}
            and self.w.word(self._before_article(start)) not in PLACE_WORDS
        )

    def attribute(self, figure: FigureDraft, before: list[FigureDraft]) -> None:
        """Set the statement that holds a figure, or else the source that its own clause or neighbours name."""
        at = figure.amount.start
        figure.statement = self.statement(at, figure.trigger)
        figure.source = self.tellers.answering(figure)
        if figure.source is not None or (figure.statement is not None and self._spoken(figure.statement)):
            return
        if figure.statement is not None and figure.statement.speakers:
            figure.statement = None
        figure.source = (
            self.tellers.find(figure)
            or self.givers.of_number(figure)
            or self.official(figure)
            or self.tellers.closing(figure, self._spoken)
            or self.tellers.clause_before(figure, before)
            or self.tellers.between(at)
            or self.tellers.shifted(figure)
        )
        whole = figure.part_of
        if figure.source is None and whole is not None and self.w.sent[whole.amount.start] == self.w.sent[at]:
            figure.source = whole.source
            figure.statement = figure.statement or whole.statement
        if figure.source is None and figure.statement is None:
            figure.source = self.carried.find(figure, before)

    def _spoken(self, statement: StatementDraft) -> bool:
        """Whether a statement has a speaker that is more than a number's own noun ("an earlier count")."""
        return any(
            s.entity is not None or not self.c.official_nouns & set(_ends_of(s.label)) for s in statement.speakers
        )

    def statement(self, amount: int, trigger: int) -> StatementDraft | None:
        """The innermost statement whose content holds the amount, else the trigger beside it.

        One that names a speaker goes before one that only hedges ("allegedly").
        """
        near = trigger >= 0 and self.w.sent[trigger] == self.w.sent[amount]
        for at in (amount, trigger) if near else (amount,):
            best: tuple[bool, int, StatementDraft] | None = None
            for s in self.doc._.statements:
                for start, end in s.content:
                    if start <= at < end:
                        rank = (not self._spoken(s), end - start)
                        if (best is None or rank < best[:2]) and self.tellers.holds(s, amount):
                            best = (*rank, s)
            if best is not None:
                return best[2]
        return None

    def official(self, figure: FigureDraft) -> SourceDraft | None:
        """The authorities, where the sentence calls a number official ("the official toll", "officially 50 died")."""
        w = self.w
        number = w.sent[figure.amount.start]
        for at in range(w.starts[number], w.ends[number]):
            if w.low[at] in self.c.official_adverbs:
                return SourceDraft(self._authorities(), start=at, end=at + 1)
            if w.low[at] in self.c.official_adjectives:
                nxt = w.after(at)
                for _ in range(3):
                    if nxt in self.page.triggers.tolls or w.word(nxt) in self.c.official_nouns:
                        return SourceDraft(self._authorities(), start=at, end=nxt + 1)
                    nxt = w.after(nxt)
        return None

    def _authorities(self) -> str:
        adjective = self.c.demonyms.get(self.page.country.key) if self.page.country else None
        return f"{adjective} authorities" if adjective else "authorities"


def _ends_of(label: str) -> list[str]:
    """The last word of a label, and the first of one that is unnamed."""
    words = label.lower().split()
    return words[1:2] + words[-1:] if words[0] == "unnamed" else words[-1:]
