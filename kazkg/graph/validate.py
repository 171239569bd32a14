"""Checks graphs against the shapes of the knowledge, by pySHACL, one article at a time.

pySHACL gets an rdflib graph: it answers wrongly over a pyoxigraph store. Checking one article gives what checking
all of them at once would, because the graph holds the article, the shared things it names, and the class tree.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from functools import lru_cache

import pyoxigraph as ox
from pyshacl.graph_abstraction import DataGraph
from pyshacl.shapes_graph import ShapesGraph
from pyshacl.validator import Validator
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS, XSD
from rdflib.term import Node

from kazkg.graph.emission import Emission
from kazkg.graph.findings import Finding, conforms, report_turtle, sort_findings
from kazkg.graph.rows import Row, is_iri, literal
from kazkg.graph.terms import KAZ, OA
from kazkg.knowledge import Knowledge
from kazkg.knowledge.triples import Triples

__all__ = [
    "Checker",
    "Finding",
    "checker_of",
    "conforms",
    "report_turtle",
    "sort_findings",
    "validate",
    "validate_knowledge",
]

SHAPES = "https://w3id.org/kazkg/shapes#"
_KNOWLEDGE = URIRef(SHAPES + "knowledge")
_SKIPPED = {f"<{SKOS.altLabel}>", f"<{SKOS.exactMatch}>"}
"""No shape of ours looks at these, and there are many."""
_EXACT = URIRef(OA["exact"].value)
_TO_SPAN = tuple(URIRef(KAZ[name].value) for name in ("quoteSpan", "span", "dateSpan"))
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
_QUOTED = 160
"""Longest quote in a message, in code points."""


class Checker:
    """One set of shapes, ready to check graphs.

    Args:
        triples: the loaded knowledge, which holds the shapes and the class tree.
        about_knowledge: take the shapes about ontology, lexicon and gazetteer instead of those about data.
        only: local names of the shapes to take; all of the kind where None.
    """

    def __init__(self, triples: Triples, about_knowledge: bool = False, only: Container[str] | None = None) -> None:
        graph = _shapes(triples, about_knowledge, only)
        self._owner = _owners(graph)
        self._shapes = ShapesGraph(_lifted(graph))
        self._above = _class_tree(triples)
        self._names = _kinds(triples, self._above)
        self._terms: dict[str, Node] = {}
        """Terms of predicates, which every graph uses."""

    def check(self, triples: Iterable[ox.Quad | ox.Triple], article: str | None = None) -> list[Finding]:
        """Check one graph.

        Args:
            triples: the graph; graph names do not matter.
            article: the id that findings carry.

        Returns:
            The findings, sorted.
        """
        return self._check(((_term(t.subject), _term(t.predicate), _term(t.object)) for t in triples), article)

    def check_rows(self, rows: Iterable[Row], article: str | None = None) -> list[Finding]:
        """Check one graph given as rows."""
        terms = self._terms
        made: dict[str, Node] = {}

        def node(term: str) -> Node:
            found = terms.get(term) or made.get(term)
            if found is None:
                found = made[term] = _row_term(term)
            return found

        for predicate in dict.fromkeys(row[1] for row in rows):
            terms[predicate] = terms.get(predicate) or _row_term(predicate)
        kept = (row for row in rows if row[1] not in _SKIPPED)
        return self._check(((node(s), terms[p], node(o)) for s, p, o in kept), article)

    def _check(self, triples: Iterable[tuple[Node, Node, Node]], article: str | None) -> list[Finding]:
        graph = Graph()
        for t in triples:
            graph.add(t)
        for cls in set(graph.objects(None, RDF.type)):
            for above in self._above.get(str(cls), ()):
                graph.add((cls, RDFS.subClassOf, above))
            if str(cls) in self._names:
                graph.add((cls, SKOS.notation, self._names[str(cls)]))
        return self._run(graph, article)

    def _run(self, graph: Graph, article: str | None) -> list[Finding]:
        run = Validator(DataGraph.from_rdflib_graph(graph), shacl_graph=self._shapes.graph)
        run.shacl_graph = self._shapes  # parsed once, used for every graph
        sound, report, _ = run.run()  # type: ignore[no-untyped-call]
        if sound:
            return []
        return sort_findings(self._finding(report, result, graph, article) for result in report.subjects(SH.focusNode))

    def _finding(self, report: Graph, result: Node, graph: Graph, article: str | None) -> Finding:
        def said(name: str) -> Node | None:
            return report.value(result, SH[name])

        focus, shape, path = said("focusNode"), said("sourceShape"), said("resultPath")
        value, component, severity = said("value"), said("sourceConstraintComponent"), said("resultSeverity")
        message = str(said("resultMessage") or "")
        quote = _quote(graph, focus, value)
        return Finding(
            severity=str(severity).rpartition("#")[2] if severity else "Violation",
            message=worded(message, article, quote),
            focus=_label(graph, focus),
            path=_path(report, path) if path is not None else None,
            value=None if value is None else _label(graph, value),
            article=article,
            quote=quote,
            shape=self._owner.get(shape) if shape else None,
            constraint=None if component is None else str(component),
        )


def worded(message: str, article: str | None, quote: str | None) -> str:
    """The message with the article and the quote put before it, as far as they are known."""
    short = quote if quote is None or len(quote) <= _QUOTED else quote[: _QUOTED - 3] + "..."
    where = " ".join(part for part in (article and f"Article {article}", short and f"“{short}”") if part)
    return f"{where}: {message}" if where else message


def _quote(graph: Graph, focus: Node | None, value: Node | None) -> str | None:
    """The words that a finding is about: of the focus, else of what it is part of (a turn's statement)."""
    end = KAZ["inArticle"].value
    if isinstance(value, Literal) and focus is not None and (focus, URIRef(KAZ["textLength"].value), None) in graph:
        for span in graph.subjects(URIRef(OA["end"].value), value):
            if (span, URIRef(end), focus) in graph:
                return _words(graph, span)
    node = focus
    while isinstance(node, URIRef):
        found = _words(graph, node)
        if found:
            return found
        parent = str(node).rpartition("/")[0]
        node = URIRef(parent) if "/article/" in parent else None
    return None


def _words(graph: Graph, node: Node) -> str | None:
    for holder in (node, *(s for p in _TO_SPAN for s in graph.objects(node, p))):
        exact = graph.value(holder, _EXACT, any=True)
        if exact is not None:
            return str(exact)
    return None


def _label(graph: Graph, node: Node | None) -> str:
    """An IRI or a literal's text; a blank node by its types and label, because its own name changes."""
    if not isinstance(node, BNode):
        return str(node)
    names = sorted(str(o).rpartition("#")[2] for o in graph.objects(node, RDF.type))
    label = graph.value(node, RDFS.label, any=True)
    return f"[{' '.join(names)}{f' {label}' if label else ''}]"


def _path(report: Graph, path: Node) -> str:
    """A property path in SPARQL's words; a single property is its IRI."""
    if isinstance(path, URIRef):
        return str(path)
    for name, form in (("inversePath", "^{}"), ("zeroOrMorePath", "{}*"), ("oneOrMorePath", "{}+")):
        inner = report.value(path, SH[name])
        if inner is not None:
            return form.format(_step(report, inner))
    choices = report.value(path, SH.alternativePath)
    if choices is not None:
        return "|".join(_step(report, c) for c in Collection(report, choices))
    return "/".join(_step(report, c) for c in Collection(report, path))


def _step(report: Graph, path: Node) -> str:
    written = _path(report, path)
    for prefix, vocabulary in (("kaz:", KAZ.iri), ("oa:", OA.iri), ("rdfs:", str(RDFS))):
        if written.startswith(vocabulary):
            return prefix + written[len(vocabulary) :]
    return written


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Triple):
        raise TypeError(f"a triple as a term: {term}")
    if term.language:
        return Literal(term.value, lang=term.language)
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def _row_term(term: str) -> Node:
    if is_iri(term):
        return URIRef(term[1:-1])
    value, datatype, language = literal(term)
    if language:
        return Literal(value, lang=language)
    return Literal(value, datatype=URIRef(datatype) if datatype else XSD.string, normalize=False)


def _shapes(triples: Triples, about_knowledge: bool, only: Container[str] | None) -> Graph:
    """The node shapes of one kind with all that hangs on them."""
    by_subject: dict[object, list[ox.Triple]] = {}
    roots: list[object] = []
    about: set[object] = set()
    for t in triples.raw:
        by_subject.setdefault(t.subject, []).append(t)
        if str(t.object) == f"<{SH.NodeShape}>":
            roots.append(t.subject)
        elif t.predicate.value == str(DCTERMS.subject) and str(t.object) == f"<{_KNOWLEDGE}>":
            about.add(t.subject)
    graph = Graph()
    kept = (r for r in roots if only is None or str(r)[1:-1].removeprefix(SHAPES) in only)
    todo, seen = [r for r in kept if (r in about) == about_knowledge], set[object]()
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        for t in by_subject.get(node, ()):
            graph.add((_term(t.subject), _term(t.predicate), _term(t.object)))
            if isinstance(t.object, ox.BlankNode):
                todo.append(t.object)
    return graph


def _lifted(graph: Graph) -> Graph:
    """The same shapes with the targets of a node shape given to each of its property shapes.

    The results are the same, because a result names the property shape either way. pySHACL asks a property shape that
    hangs on a node shape once for every focus node, and one with targets of its own once for all of them.
    """
    lifted = Graph()
    for s, p, o in graph:
        if p != SH.property or (s, RDF.type, SH.NodeShape) not in graph:
            lifted.add((s, p, o))
            continue
        lifted.add((o, RDF.type, SH.PropertyShape))
        for target in _TARGETS:
            for aim in graph.objects(s, target):
                lifted.add((o, target, aim))
    return lifted


def _owners(graph: Graph) -> dict[Node, str]:
    """Shape, or nameless part of one, to the IRI of the node shape."""
    owners: dict[Node, str] = {}
    for root in sorted(graph.subjects(RDF.type, SH.NodeShape), key=str):
        todo: list[Node] = [root]
        while todo:
            node = todo.pop()
            if node not in owners:
                owners[node] = str(root)
                todo += [o for o in graph.objects(node) if isinstance(o, BNode)]
    return owners


def _class_tree(triples: Triples) -> dict[str, list[Node]]:
    """Class to all classes above it."""
    tree: dict[str, list[Node]] = {}
    for cls in triples.subjects(str(OWL.Class)):
        name = cls[len(KAZ.iri) :] if cls.startswith(KAZ.iri) else cls
        above = (a if ":" in a else KAZ.iri + a for a in triples.ancestors(name) if a != name)
        tree[cls] = [URIRef(a) for a in above]
    return tree


def _kinds(triples: Triples, tree: dict[str, list[Node]]) -> dict[str, Literal]:
    """Class of entities to the name of the kind that it is."""
    found: dict[str, Literal] = {}
    for cls, above in tree.items():
        line = [cls, *map(str, above)]
        names = [n for c in line if (n := triples.value(c, str(SKOS.notation)))]
        if KAZ["Entity"].value in line and names:
            found[cls] = Literal(names[0], datatype=XSD.string)
    return found


@lru_cache(maxsize=4)
def checker_of(knowledge: Knowledge) -> Checker:
    """The shapes about data of a knowledge, ready to check graphs; made once a process."""
    return Checker(knowledge.triples)


def validate(emission: Emission, knowledge: Knowledge) -> list[Finding]:
    """Check one article's graph with the shared things it names.

    Args:
        emission: its own and shared rows are read.
        knowledge: holds the shapes.

    Returns:
        The findings, the worst first.
    """
    return checker_of(knowledge).check_rows(
        [*emission.own_rows, *emission.shared_rows, *emission.common_rows], emission.article
    )


def validate_knowledge(knowledge: Knowledge) -> list[Finding]:
    """Check the ontology, the lexicon and the gazetteer.

    Returns:
        The findings, the worst first; ``focus`` is the term or the entry.
    """
    checker = Checker(knowledge.triples, about_knowledge=True)
    return checker.check(_without_shapes(knowledge.triples))


def _without_shapes(triples: Triples) -> Iterator[ox.Triple]:
    for t in triples.raw:
        if not t.predicate.value.startswith(str(SH)) and not str(t.subject).startswith("<" + SHAPES):
            yield t
