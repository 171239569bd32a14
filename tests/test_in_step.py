"""Ontology, lexicon, gazetteer, shapes, queries and code name the same things, and each keeps to its side."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kazkg.query import Query, catalogue, checks

ROOT = Path(__file__).parent.parent
KAZ = "https://w3id.org/kazkg/ontology#"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SOURCES = sorted((ROOT / "kazkg").rglob("*.py"))
TURTLE = sorted((ROOT / "ontology").glob("*.ttl"))


@cache
def triples(path: Path) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]


def ontology() -> list[ox.Triple]:
    return triples(ROOT / "ontology" / "kazkg.ttl")


def local(term: object) -> str | None:
    """The local name of a term of ours, or None."""
    if isinstance(term, ox.NamedNode) and term.value.startswith(KAZ):
        return term.value.removeprefix(KAZ)
    return None


@cache
def described(predicate: str) -> frozenset[str]:
    """Local names that carry the predicate in the ontology."""
    found = (local(t.subject) for t in ontology() if t.predicate.value == predicate and not _empty(t.object))
    return frozenset(name for name in found if name)


def _empty(term: object) -> bool:
    return isinstance(term, ox.Literal) and not term.value.strip()


@cache
def declared() -> frozenset[str]:
    """Local names with a type, a label and a definition."""
    return described(RDF + "type") & described(RDFS + "label") & described(SKOS + "definition")


# ---- every name of ours is declared --------------------------------------------------------------


@pytest.mark.parametrize("path", TURTLE, ids=lambda p: p.name)
def test_terms_used_in_turtle_are_declared(path: Path) -> None:
    used = {name for t in triples(path) for name in map(local, (t.subject, t.predicate, t.object)) if name}
    assert sorted(used - declared()) == []


@pytest.mark.parametrize("path", sorted((ROOT / "queries").rglob("*.rq")), ids=lambda p: p.stem)
def test_terms_used_in_queries_are_declared(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for prefix, iri in re.findall(r"PREFIX\s+(\w*):\s*<([^>]*)>", body):
        assert (prefix == "kaz") == (iri == KAZ)
    used = set(re.findall(r"\bkaz:(\w+)", body)) | set(re.findall(f"<{KAZ}(\\w+)>", body))
    assert sorted(used - declared()) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_terms_used_in_code_are_declared(path: Path) -> None:
    assert sorted(set(terms_in_code(ast.parse(path.read_text(encoding="utf-8")))) - declared()) == []


def terms_in_code(tree: ast.AST) -> Iterator[str]:
    """Local names that code writes: ``KAZ["x"]``, ``KAZ + "x"``, and what is looked up in the knowledge's triples."""
    for node in ast.walk(tree):
        name: ast.expr | None = None
        if isinstance(node, ast.Subscript) and _called(node.value) == "KAZ":
            name = node.slice
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and _called(node.left) == "KAZ":
            name = node.right
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            method, arguments = node.func.attr, node.args
            if _called(node.func.value) in ("t", "_t", "triples", "_triples"):
                if method in ("subjects", "ancestors") and len(arguments) == 1:
                    name = arguments[0]
                elif method in ("value", "values") and len(arguments) == 2:
                    name = arguments[1]
        if isinstance(name, ast.Constant) and isinstance(name.value, str) and re.fullmatch(r"[A-Za-z]\w*", name.value):
            yield name.value


def _called(node: ast.expr) -> str | None:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None


def test_terms_in_code_are_found() -> None:
    code = 'w.add(n, KAZ["one"], KAZ + "two"); self._t.values(s, "three"); t.subjects("Four"); d.values(); x["five"]'
    assert sorted(terms_in_code(ast.parse(code))) == ["Four", "one", "three", "two"]


def test_code_names_terms_at_all() -> None:
    used = {name for path in SOURCES for name in terms_in_code(ast.parse(path.read_text(encoding="utf-8")))}
    assert len(used) > 60


# ---- vocabulary stays out of Python --------------------------------------------------------------


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """String literals of a source with their lines; docstrings, which may give examples, left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.lineno, node.value


@cache
def gazetteer_names() -> re.Pattern[str]:
    """All labels, spellings and demonyms of four letters or more, as whole words."""
    naming = {SKOS + "prefLabel", SKOS + "altLabel", KAZ + "demonym", KAZ + "adjectiveForm", KAZ + "ambiguousName"}
    names = {
        t.object.value
        for t in triples(ROOT / "ontology" / "gazetteer.ttl")
        if t.predicate.value in naming and isinstance(t.object, ox.Literal) and len(t.object.value) >= 4
    }
    assert len(names) > 500
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")(?!\w)")


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_code_names_nobody(path: Path) -> None:
    if path.relative_to(ROOT).as_posix() in NAMES_OF_LANGUAGES:
        return
    found = [(line, hit[0]) for line, text in strings(path) for hit in gazetteer_names().finditer(text)]
    assert [(line, name) for line, name in found if name != "English"] == []


NAMES_OF_LANGUAGES = ("kazkg/reading/language.py",)
"""A language is called what its people are called; messages about languages need the names."""


@cache
def event_words() -> frozenset[str]:
    """Verbs and nouns by which the lexicon tells events."""
    found = set()
    for path in TURTLE:
        graph = triples(path)
        frames = {t.subject for t in graph if t.predicate.value == KAZ + "evokes"}
        for t in graph:
            if t.subject in frames and t.predicate.value in (KAZ + "verb", KAZ + "noun"):
                found.add(t.object.value if isinstance(t.object, ox.Literal) else "")
    assert len(found) > 100
    return frozenset(found)


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if "language" in p.parts or "knowledge" in p.parts], ids=lambda p: p.stem
)
def test_code_knows_no_word_for_an_event(path: Path) -> None:
    found = [(line, text) for line, text in strings(path) if text in event_words() and text not in GRAMMAR_WORDS]
    assert found == []


GRAMMAR_WORDS = frozenset(
    {
        "be",
        "have",
        "do",
        "go",
        "get",
        "make",
        "take",
        "give",
        "call",
        "form",
        "order",
        "name",
        "end",
        "double",
        "target",
        "climb",
        "talk",
        "march",
    }
)
"""Words that belong to English grammar or to the code itself, whatever else they can mean."""


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


@cache
def seed_runs(length: int) -> frozenset[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for path in (ROOT / "seeds").glob("*.txt"):
        found |= runs(words_of(path.read_text(encoding="utf-8")), length)
    return frozenset(found)


def test_nothing_is_copied_from_the_sample_articles() -> None:
    """Seven words in a row are no coincidence."""
    places = [*SOURCES, *TURTLE, *(ROOT / "queries").rglob("*.rq")]
    places += [p for p in (ROOT / "tests").rglob("*") if p.suffix in (".py", ".txt", ".ttl", ".json")]
    places = [p for p in places if p.parent != ROOT / "tests" / "gold" / "seeds"]  # the sample articles' own gold
    found = {}
    for path in places:
        copied = runs(words_of(path.read_text(encoding="utf-8")), 7) & seed_runs(7)
        if copied:
            found[str(path.relative_to(ROOT))] = sorted(" ".join(run) for run in copied)
    assert found == {}


def test_no_source_names_a_sample_article() -> None:
    stems = [path.stem for path in (ROOT / "seeds").glob("*.txt")]
    marks = stems + [stem.partition("_")[2] for stem in stems]
    for path in [*SOURCES, *TURTLE]:
        text = path.read_text(encoding="utf-8")
        assert not [mark for mark in marks if mark in text], path


# ---- queries -------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", [*catalogue(), *checks()], ids=lambda q: q.name)
def test_columns_match_the_header(query: Query) -> None:
    answer = ox.Store().query(query.text)
    if isinstance(answer, ox.QuerySolutions):
        assert tuple(variable.value for variable in answer.variables) == query.columns
    else:
        assert query.columns in ((), ("subject", "predicate", "object"))


@pytest.mark.parametrize("query", [*catalogue(), *checks()], ids=lambda q: q.name)
def test_query_is_documented_and_needs_no_graph(query: Query) -> None:
    assert query.title and query.title != query.name
    assert query.answers.endswith(".")
    body = "\n".join(line for line in query.text.splitlines() if not line.startswith("#"))
    assert not re.search(r"\b(?:GRAPH|FROM|SERVICE)\b", body)


# ---- the ontology --------------------------------------------------------------------------------


def subjects_of(kind: str) -> set[str]:
    return {name for t in ontology() if t.predicate.value == RDF + "type" and t.object == ox.NamedNode(OWL + kind)
            for name in [local(t.subject)] if name}  # fmt: skip


def test_every_term_is_labelled_and_defined() -> None:
    ours = described(RDF + "type")
    assert sorted(ours - described(RDFS + "label")) == []
    assert sorted(ours - described(SKOS + "definition")) == []


def test_every_term_is_declared_once() -> None:
    """A second label or definition is a second meaning under one name."""
    for predicate in (RDFS + "label", SKOS + "definition"):
        said = [local(t.subject) for t in ontology() if t.predicate.value == predicate]
        assert sorted({name for name in said if name and said.count(name) > 1}) == []


def test_no_class_is_a_thing_too() -> None:
    individuals = {
        local(t.subject) for t in ontology() if t.predicate.value == RDF + "type" and local(t.object) is not None
    }
    assert sorted(name for name in individuals if name in subjects_of("Class")) == []


def test_every_property_is_of_one_kind() -> None:
    kinds = [subjects_of(k) for k in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty", "Class")]
    for i, one in enumerate(kinds):
        for other in kinds[i + 1 :]:
            assert sorted(one & other) == []


def test_nothing_outside_owl_2_rl() -> None:
    banned = ("disjointUnionOf", "ReflexiveProperty", "hasSelf", "minCardinality", "cardinality", "oneOf",
              "qualifiedCardinality", "minQualifiedCardinality", "topObjectProperty", "real", "rational")  # fmt: skip
    used = {term.value for t in ontology() for term in (t.predicate, t.object) if isinstance(term, ox.NamedNode)}
    assert sorted(used & {OWL + name for name in banned}) == []


def test_no_existential_or_union_on_the_right() -> None:
    """OWL 2 RL allows ``someValuesFrom`` and ``unionOf`` only where a class expression is on the left."""
    right = {
        t.object for t in ontology() if t.predicate.value in (RDFS + "subClassOf", RDFS + "domain", RDFS + "range")
    }
    anonymous = {term for term in right if isinstance(term, ox.BlankNode)}
    said = {t.predicate.value.removeprefix(OWL) for t in ontology() if t.subject in anonymous}
    assert not said & {"someValuesFrom", "unionOf"}


def test_transitive_and_chained_properties_are_not_functional() -> None:
    chained = {local(t.subject) for t in ontology() if t.predicate.value == OWL + "propertyChainAxiom"}
    composite = subjects_of("TransitiveProperty") | {name for name in chained if name}
    restricted = subjects_of("FunctionalProperty") | subjects_of("AsymmetricProperty")
    assert sorted(composite & (restricted | subjects_of("IrreflexiveProperty"))) == []


def test_data_ranges_are_those_of_owl_2_rl() -> None:
    allowed = {XSD + n for n in ("string", "boolean", "integer", "decimal", "dateTime", "anyURI", "nonNegativeInteger")}
    allowed |= {RDFS + "Literal", RDF + "langString", "http://www.opengis.net/ont/geosparql#wktLiteral"}
    data = subjects_of("DatatypeProperty")
    for t in ontology():
        if t.predicate.value == RDFS + "range" and local(t.subject) in data:
            assert isinstance(t.object, ox.NamedNode) and t.object.value in allowed, t


def test_no_circle_of_classes() -> None:
    above: dict[str, set[str]] = {}
    for t in ontology():
        lower, upper = local(t.subject), local(t.object)
        if t.predicate.value == RDFS + "subClassOf" and lower and upper:
            above.setdefault(lower, set()).add(upper)
    for name in above:
        todo, seen = [name], set()
        while todo:
            for upper in above.get(todo.pop(), ()):
                assert upper != name, f"kaz:{name} is above itself"
                if upper not in seen:
                    seen.add(upper)
                    todo.append(upper)
