"""Statements inside statements."""

from __future__ import annotations

from kazkg.language.drafts import StatementDraft
from kazkg.language.scene import Scene

__all__ = ["Nesting"]


LEAD = 4
"""How many words ("In Cairo, a") may come before a statement that is all of another's content."""


class Nesting:
    """Finds which statement stands inside which.

    Args:
        scene: the document and what was read in it so far.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.doc = scene.doc

    def nest(self) -> None:
        """Set the parent of each statement told inside another's content; drop what the same speaker tells."""
        kept: list[StatementDraft] = []
        for index, one in enumerate(self.scene.statements):
            inner: StatementDraft | None = None
            size = len(self.doc)
            for other in self.scene.statements[max(0, index - 8) : index + 8]:
                if other is not one and any(a <= one.cue[0] < b for a, b in other.content):
                    length = sum(b - a for a, b in other.content)
                    if length < size:
                        inner, size = other, length
            if inner is not None and (self._same_voice(one, inner) or (not one.speakers and inner.speakers)):
                self.scene.dropped.append((one.cue[0], "own words"))
                continue
            one.parent = inner
            kept.append(one)
        for one in list(kept):
            outer = one.parent
            if outer is not None and outer in kept and self._mere_relay(one, outer):
                for medium in (*outer.speakers, *outer.media):
                    self.scene.relay.add(one, medium)
                one.parent = outer.parent
                kept.remove(outer)
                self.scene.dropped.append((outer.cue[0], "relay"))
                for other in kept:
                    other.parent = one if other.parent is outer and other is not one else other.parent
        self.scene.statements[:] = kept

    def _mere_relay(self, one: StatementDraft, outer: StatementDraft) -> bool:
        """Whether the outer statement is a medium's and tells nothing but the inner one: "..., the agency reported"."""
        if not one.speakers or not outer.speakers or not all(self.scene.relay.carries(s) for s in outer.speakers):
            return False
        first = min([one.cue[0], *(s.start for s in one.speakers if s.start >= 0)])
        if len(outer.content) == 1 and outer.content[0][1] <= outer.cue[0] and first - outer.content[0][0] <= LEAD:
            return True
        inner_cue, outer_cue = self.doc[one.cue[0]], self.doc[outer.cue[0]]
        if inner_cue.head.i == outer_cue.i and inner_cue.dep_ == "ccomp":
            return outer.cue[0] > one.cue[0]
        return outer_cue.dep_ in {"parataxis", "advcl", "conj"} and outer_cue.head.i == inner_cue.i

    def _same_voice(self, one: StatementDraft, outer: StatementDraft) -> bool:
        """Whether a statement inside another has its speaker, or whom that speaker speaks for."""
        for source in one.speakers:
            for other in outer.speakers:
                if source.label in {other.label, other.affiliation}:
                    return True
                key = source.entity.key if source.entity else None
                for entity in (other.entity, other.affiliation_entity):
                    if (
                        entity is not None
                        and key is not None
                        and self.scene.speakers.places.countries.get(entity.key) == key
                    ):
                        return True
        return False
