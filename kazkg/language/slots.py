"""The places of a clause around a word: who stands in which, whatever the surface order.

Functions take and return tokens of one ``Doc``; nothing here knows a word of the vocabulary but the closed classes
of English (relative pronouns, auxiliaries), and what it is given.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kazkg.language.drafts import mention_of

__all__ = [
    "antecedent",
    "coordinated",
    "governor",
    "is_negated",
    "is_passive",
    "modifiers",
    "opens_alone",
    "opens_clause",
    "prepositional",
    "subjects",
    "take_over",
    "verb_slots",
]

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "X"})
NEVER = frozenset({"never", "not", "n't", "no", "neither", "nor"})
OUTER = frozenset({"according", "due", "thanks", "owing", "contrary", "because"})
"""First words of prepositions of two words, which say nothing of who takes part."""
ADJUNCTS = frozenset({"npadvmod", "advcl", "prep", "nmod", "advmod", "punct", "aux", "meta", "dep"})
DEPTH = 5


def antecedent(token: Token) -> Token:
    """The noun a relative pronoun stands for; the token itself where it is no relative pronoun."""
    if token.tag_ not in {"WDT", "WP", "WP$"} and not (token.lower_ == "that" and token.dep_ in SUBJECTS | {"dobj"}):
        return token
    verb = token.head
    for _ in range(DEPTH):
        if verb.dep_ == "relcl":
            return verb.head
        if verb.head.i == verb.i:
            break
        verb = verb.head
    return token


def coordinated(token: Token) -> list[Token]:
    """The token and the nominals joined to it by "and" or a comma, in text order."""
    found = [token]
    todo = [token]
    while todo:
        one = todo.pop()
        for child in one.rights:
            if child.dep_ == "conj" and child.pos_ in NOMINAL and not opens_clause(child):
                found.append(child)
                todo.append(child)
            elif child.dep_ == "appos":  # "the minister, A, and the envoy" hangs the envoy on A
                inner = [c for c in child.rights if c.dep_ == "conj" and c.pos_ in NOMINAL]
                found += inner
                todo += inner
    return found


def opens_alone(noun: Token) -> bool:
    """Whether a noun opens its sentence and a comma or colon parts it from the rest ("Oslo, shots at a rally")."""
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    if after.text not in {",", ":"} or not noun.left_edge.is_sent_start:
        return False
    return noun.dep_ not in {"nsubj", "nsubjpass"} or after.text == ":" or noun.head.pos_ != "VERB"


def opens_clause(noun: Token) -> bool:
    """Whether a counted noun that the parser joined to the one before is the subject of the verb right behind it.

    As in "mobs torched churches and 54 people died".
    """
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    finite = after.tag_ in {"VBD", "VBP", "VBZ"} and after.dep_ in {"conj", "ROOT"}
    if not finite or noun.dep_ != "conj" or not any(c.dep_ == "nummod" for c in noun.lefts):
        return False
    return not any(c.dep_ in SUBJECTS for c in after.children)


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive, also where a headline, a participle or coordination leaves the auxiliary out."""
    for child in verb.children:
        if child.dep_ in {"auxpass", "nsubjpass"}:
            return True
        if child.dep_ == "dobj" and not _is_list(verb, child):
            return False
    if verb.tag_ == "VBG":
        return False
    participle = verb.tag_ in {"VBN", "JJ"}
    if verb.dep_ in {"acl", "amod"}:
        return verb.tag_ != "VB"
    if verb.dep_ == "conj" and verb.tag_ in {"VBN", "VBD"} and verb.head.pos_ in {"VERB", "AUX"}:
        own = any(c.dep_ in SUBJECTS or c.dep_ == "aux" for c in verb.children)
        return not own and is_passive(verb.head)
    if any(child.dep_ == "agent" for child in verb.children):
        return True
    return participle and not any(child.dep_ == "aux" for child in verb.children)


def subjects(verb: Token, comitatives: Iterable[str] = (), depth: int = 0) -> list[Token]:
    """Heads of the verb's grammatical subject, inherited where the verb has none of its own.

    A coordinated, infinitive, gerund or participle clause takes the subject of the clause it hangs on; a participle
    that modifies a noun takes the noun. Relative pronouns are replaced by their antecedents.

    Args:
        verb: the verb, or a copula.
        comitatives: lemmas of verbs that set their object beside their subject ("A joins B in cancelling").
        depth: for the recursion.
    """
    own = _own_subjects(verb)
    if own or depth > DEPTH:
        return [one for head in own for one in coordinated(head)]
    head = verb.head
    if head.i == verb.i:
        return []
    if verb.dep_ == "relcl":
        return coordinated(head)
    if verb.dep_ in {"acl", "amod"}:
        if verb.dep_ == "acl" and verb.tag_ == "VB":
            return _noun_controller(head, comitatives, depth)
        return coordinated(head) if verb.dep_ == "acl" else [head]
    if verb.dep_ == "xcomp":
        controllers = [child for child in head.children if child.dep_ == "dobj" and not _is_bare(child)]
        if controllers and head.pos_ == "VERB":
            return [one for child in controllers for one in coordinated(antecedent(child))]
    if verb.dep_ == "pcomp" and head.head.i != head.i:
        return _gerund_controller(head, comitatives, depth)
    if verb.dep_ in {"xcomp", "ccomp"} and head.pos_ == "ADJ" and verb.tag_ in {"VB", "VBG"}:
        return subjects(head.head, comitatives, depth + 1) if head.head.pos_ == "AUX" else []  # "is ready to resign"
    if verb.dep_ in {"xcomp", "advcl", "conj", "dep", "ccomp"} and head.pos_ in {"VERB", "AUX"}:
        if verb.dep_ in {"ccomp", "advcl"} and verb.tag_ not in {"VBG", "VBN", "VB"}:
            return []
        return subjects(head, comitatives, depth + 1)
    return []


def _own_subjects(verb: Token) -> list[Token]:
    own = [antecedent(child) for child in verb.children if child.dep_ in SUBJECTS]
    if not own and verb.i and opens_clause(verb.doc[verb.i - 1]):
        return [verb.doc[verb.i - 1]]
    if not own:  # the parser now and then hangs the subject on the auxiliary
        helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
        own = [antecedent(child) for helper in helpers for child in helper.children if child.dep_ in SUBJECTS]
    if not own and verb.tag_ in {"VBD", "VBZ", "VBP", "VBN"} and verb.dep_ in {"ROOT", "ccomp"}:
        named = [child for child in verb.lefts if child.dep_ not in ADJUNCTS and mention_of(child) is not None]
        own = named[-1:]  # a name read as a verb or left loose still stands where the subject does
    return own


def _gerund_controller(preposition: Token, comitatives: Iterable[str], depth: int) -> list[Token]:
    """Who does what a gerund behind a preposition tells ("A joins B in cancelling", "accused A of shelling")."""
    over = preposition.head
    if over.pos_ in {"NOUN", "PROPN"}:
        return _noun_controller(over, comitatives, depth)
    accused = [child for child in over.children if child.dep_ == "dobj" and child.i < preposition.i]
    if accused and preposition.lower_ in {"of", "from"}:
        return coordinated(antecedent(accused[0]))
    found = subjects(over, comitatives, depth + 1)
    if over.lemma_ in set(comitatives):
        objects = [child for child in over.children if child.dep_ == "dobj"]
        found += [one for child in objects for one in coordinated(child)]
    return found


def _is_bare(noun: Token) -> bool:
    """Whether a noun is a mass or means without article ("used tear gas to disperse")."""
    return noun.tag_ == "NN" and not any(c.dep_ in {"det", "poss", "nummod"} for c in noun.lefts)


def _noun_controller(noun: Token, comitatives: Iterable[str], depth: int) -> list[Token]:
    """Who a noun's infinitive or gerund is done by ("their attempt to storm", "made an attempt at storming")."""
    owners = [child for child in noun.children if child.dep_ == "poss"]
    if owners:
        return coordinated(owners[0])
    source = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ in {"by", "of"}), None)
    if source is not None:
        return [one for child in source.children if child.dep_ == "pobj" for one in coordinated(child)]
    over = governor(noun)
    return subjects(over, comitatives, depth + 1) if over is not None and over.pos_ in {"VERB", "AUX"} else []


def governor(token: Token) -> Token | None:
    """The verb or noun that a nominal depends on, past coordination and prepositions; None at the root."""
    one = token
    while one.dep_ in {"conj", "appos"} and one.head.i != one.i and one.head.pos_ in NOMINAL:
        one = one.head
    if one.head.i == one.i:
        return None
    head = one.head
    while head.pos_ in {"ADP", "SCONJ"} and head.head.i != head.i:
        head = head.head
    return head


def is_negated(token: Token) -> bool:
    """Whether the word itself is negated: "not", "never", "no longer", "no protests"."""
    for child in token.children:
        if child.dep_ == "neg" or (child.dep_ == "det" and child.lower_ == "no"):
            return True
        if child.lower_ in NEVER and child.dep_ in {"advmod", "preconj"}:
            return True
        if child.lower_ == "longer" and any(c.lower_ == "no" for c in child.children):
            return True
        if child.dep_ == "aux" and any(c.dep_ == "neg" for c in child.children):
            return True
    return False


def prepositional(head: Token) -> dict[str, list[Token]]:
    """Preposition -> heads of its objects, for the prepositional phrases that hang on ``head``."""
    found: dict[str, list[Token]] = {}
    for child in head.children:
        if child.dep_ in {"prep", "agent", "dative"} and child.pos_ in {"ADP", "SCONJ", "PART", "VERB"}:
            key = "by" if child.dep_ == "agent" else child.lower_
            for below in child.children:
                if below.dep_ == "pobj":
                    found.setdefault(key, []).extend(coordinated(antecedent(below)))
                elif below.dep_ == "prep" and key not in OUTER:  # "from Oslo to Rome" is often parsed as "from (to)"
                    inner = [c for c in below.children if c.dep_ == "pobj"]
                    found.setdefault(below.lower_, []).extend(t for c in inner for t in coordinated(c))
    return found


def modifiers(noun: Token) -> dict[str, list[Token]]:
    """Slots of a noun: possessive, compound and its prepositional phrases."""
    found = prepositional(noun)
    for child in noun.lefts:
        if child.dep_ == "poss":
            found.setdefault("possessive", []).extend(coordinated(child))
        elif child.dep_ in {"compound", "nmod"}:
            found.setdefault("compound", []).append(child)
    return found


def _is_list(verb: Token, noun: Token) -> bool:
    """Whether a comma right behind the verb shows the noun to start the next item ("Six killed, nine injured")."""
    after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else verb
    return after.text == "," and noun.i > after.i and noun.left_edge.i <= after.i + 2


def _share(verb: Token, slots: dict[str, list[Token]], objects: list[Token]) -> None:
    """What stands once behind two verbs belongs to both: "looted and burned by youths", "looted and burned shops"."""
    for child in verb.rights:
        if child.dep_ != "conj" or child.pos_ != "VERB" or any(c.dep_ in SUBJECTS for c in child.children):
            continue
        if is_passive(verb):
            if "by" not in slots and any(c.dep_ == "agent" for c in child.children):
                slots["by"] = prepositional(child).get("by", [])
        elif not objects and child.i - verb.i <= 3:
            objects += [one for c in child.children if c.dep_ == "dobj" for one in coordinated(c)]


def take_over(slots: dict[str, list[Token]], objects: list[Token]) -> None:
    """Add to a verb's slots what says where its logical object comes from and goes ("flights to Oslo were halted")."""
    for noun in objects:
        for key, tokens in prepositional(noun).items():
            if key in {"to", "from"}:
                slots.setdefault(key, []).extend(tokens)


def verb_slots(
    verb: Token, skip: frozenset[int] = frozenset(), comitatives: Iterable[str] = ()
) -> dict[str, list[Token]]:
    """Slots of a verb: subject, object (also as the subject of a passive), and its prepositional phrases.

    Args:
        verb: the verb.
        skip: token indices that belong to the trigger's own phrase and fill nothing.
        comitatives: see :func:`subjects`.
    """
    slots = prepositional(verb)
    objects = []
    for child in verb.children:
        if child.dep_ not in {"dobj", "obj"} or _is_list(verb, child):
            continue
        below = prepositional(child)
        if child.i in skip:
            objects += below.get("of", []) + below.get("over", [])
            keys = ["to", "in", "at", "from", "with", "on", "as", "for", "against"]
        else:
            objects += coordinated(antecedent(child))
            keys = ["to", "from", "in", "at", "into", "on", "against"]
        for key in keys:
            slots.setdefault(key, []).extend(below.get(key, ()))
    found = subjects(verb, comitatives)
    if is_passive(verb) and not objects:
        objects += found
        found = []
        take_over(slots, objects)
    slots["predicate"] = [c for c in verb.children if c.dep_ in {"oprd", "attr"}]
    if is_passive(verb) or len(objects) > 1:
        slots["predicate"] += [c for c in verb.children if c.dep_ in {"dobj", "npadvmod", "appos"}]
    if is_passive(verb) or any(o.pos_ == "PROPN" or o.ent_type_ == "PERSON" for o in objects):
        slots["predicate"] += [c for o in objects for c in o.children if c.dep_ == "appos" and c.i > verb.i]
    _share(verb, slots, objects)
    slots["object"] = objects
    slots["subject"] = found
    lacking = verb.dep_ == "relcl" and not objects and found and verb.head not in found and not is_passive(verb)
    if lacking and not any(child.lower_ in {"where", "when"} for child in verb.lefts):
        slots["object"] = coordinated(verb.head)  # "the shops they looted"
    return {slot: [t for t in tokens if t.i not in skip] for slot, tokens in slots.items()}
