"""The model's entity recognizer, decoded in bulk: the same entities for a fraction of the work.

A trained recognizer walks over the tokens, and at each asks of every action (begin, in, last or unit of a label, or
out) whether it may be taken; asking costs more than all its arithmetic. Outside an entity the scores depend on the
token alone, so here one matrix holds them for the whole text. Only inside an entity do they depend on where it began;
there they are worked out token by token, but just two actions are left: go on, or end.

Ask :func:`hasten` after loading a pipeline. A recognizer built in any other way is left as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from spacy.attrs import ENT_IOB, IS_SPACE, SENT_START
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

__all__ = ["BulkRecognizer", "eligible", "hasten"]

FEATURES: Final = 3
"""What an action is scored by: the token, the first token of the open entity, the token before within it."""
STARTS: Final = 1
"""Value of a token's SENT_START where a sentence starts with it."""


class BulkRecognizer:
    """Does what a greedy :class:`~spacy.pipeline.EntityRecognizer` does.

    Not to be shared between threads.
    """

    recognizer: EntityRecognizer

    def adopt(self, recognizer: EntityRecognizer) -> None:
        """Take over the weights and the actions of ``recognizer``; :func:`eligible` must hold for it."""
        self.recognizer = recognizer
        self._tokens, self._lower, upper = recognizer.model.layers
        self._weights: Floats = upper.get_param("W")
        self._bias: Floats = upper.get_param("b")
        self._actions = _actions(recognizer)
        # An action without a label serves only entities set beforehand.
        self._begin = np.array([move == "B" and bool(label) for move, label in self._actions])
        self._unit = np.array([move == "U" and bool(label) for move, label in self._actions])
        self._out = self._actions.index(("O", ""))
        numbers = {action: number for number, action in enumerate(self._actions)}
        # Of a label's two actions inside an entity, the lower number comes first: it wins where both score the same.
        self._inside = {
            label: sorted((numbers["I", label], numbers["L", label]))
            for move, label in self._actions
            if move == "B" and label
        }

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities; returns the same ``doc``. Where some were set before, the model's own way is taken."""
        iob, starts, space = doc.to_array([ENT_IOB, SENT_START, IS_SPACE]).T
        if not len(doc) or iob.any():
            kept: Doc = self.recognizer(doc)
            return kept
        features = self._lower.predict(self._tokens.predict([doc]))  # row 0 is for "no such token"
        may_go_on = np.append(starts[1:] != STARTS, False)  # no entity reaches over the end of a sentence
        found = self._walk(features, space.astype(bool), may_go_on)
        doc.set_ents([Span(doc, begin, end, label=label) for begin, end, label in found], default="outside")
        return doc

    def _walk(
        self, features: Floats, space: npt.NDArray[Any], may_go_on: npt.NDArray[Any]
    ) -> list[tuple[int, int, str]]:
        """The entities: begin, end, label."""
        best = self._outside(features, space, may_go_on)
        found = []
        reached = 0
        for begin in np.flatnonzero(best != self._out).tolist():
            if begin < reached:
                continue
            move, label = self._actions[best[begin]]
            reached = begin + 1 if move == "U" else self._end(features, begin, label, may_go_on)
            found.append((begin, reached, label))
        return found

    def _outside(self, features: Floats, space: npt.NDArray[Any], may_go_on: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The best action at each token if no entity is open there."""
        scores = self._hidden(features[1:, 0] + features[0, 1] + features[0, 2]) @ self._weights.T + self._bias
        allowed = np.where(may_go_on[:, None], self._begin | self._unit, self._unit)
        allowed[space] = False
        allowed[:, self._out] = True
        scores[~allowed] = -np.inf
        best: npt.NDArray[Any] = scores.argmax(axis=1)
        return best

    def _end(self, features: Floats, begin: int, label: str, may_go_on: npt.NDArray[Any]) -> int:
        """Where the entity ends that an action began at ``begin``."""
        actions = self._inside[label]
        weights, bias = self._weights[actions].T, self._bias[actions]
        end = [self._actions[action][0] for action in actions].index("L")
        for token in range(begin + 1, len(may_go_on)):
            if not may_go_on[token]:
                return token + 1
            hidden = self._hidden(features[token + 1, 0] + features[begin + 1, 1] + features[token, 2])
            if (hidden @ weights + bias).argmax() == end:
                return token + 1
        raise AssertionError("an entity began at the last token")

    def _hidden(self, features: Floats) -> Floats:
        """The layer between the summed features and the scores: of each unit its largest piece."""
        hidden: Floats = (features + self._lower.get_param("b")).max(axis=-1)
        return hidden


def eligible(recognizer: EntityRecognizer) -> bool:
    """Whether it is greedy, scores by the three features known here in two layers, and has seen all its actions."""
    model = recognizer.model
    return (
        recognizer.cfg.get("beam_width") == 1
        and not recognizer.postprocesses
        and model.attrs.get("has_upper") is True
        and not model.attrs.get("unseen_classes")
        and model.layers[1].get_dim("nF") == FEATURES
        and model.layers[1].get_dim("nP") > 1
        and {move for move, _ in _actions(recognizer)} <= set("BILUO")
    )


def _actions(recognizer: EntityRecognizer) -> list[tuple[str, str]]:
    """Move and label of each action, by number."""
    moves: Any = recognizer.moves
    parts = [moves.get_class_name(number).partition("-") for number in range(moves.n_moves)]
    return [(move, label) for move, _, label in parts]


@Language.factory("kazkg_recognizer", assigns=["doc.ents", "token.ent_iob", "token.ent_type"])
def make_bulk_recognizer(nlp: Language, name: str) -> BulkRecognizer:  # noqa: ARG001  (spaCy passes both)
    """Make the component; it works once it has adopted a recognizer."""
    return BulkRecognizer()


def hasten(nlp: Language) -> bool:
    """Put the bulk recognizer in the place of each plain recognizer of ``nlp``.

    Returns:
        Whether any was replaced; False where there is none or it is built in another way.
    """
    replaced = False
    for name, recognizer in list(_recognizers(nlp)):
        if eligible(recognizer):
            component = nlp.replace_pipe(name, "kazkg_recognizer")
            component.adopt(recognizer)  # type: ignore[attr-defined]
            replaced = True
    return replaced


def _recognizers(nlp: Language) -> Iterator[tuple[str, EntityRecognizer]]:
    return ((name, pipe) for name, pipe in nlp.pipeline if type(pipe) is EntityRecognizer)
