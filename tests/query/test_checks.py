"""Each check is silent on a sound graph and speaks on one that is broken in its way."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kazkg.query import checks
from kazkg.query.run import ask
from tests.query.corpus import nquads

PREFIXES = """
PREFIX kaz: <https://w3id.org/kazkg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX e: <https://w3id.org/kazkg/id/entity/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
IN = "GRAPH <https://w3id.org/kazkg/id/graph/article/alpha>"
SHARED = "GRAPH <https://w3id.org/kazkg/id/graph/entities>"

# What breaks the graph, and what the check then says (its rows, without the claim's and the quote's columns).
BREAKS: dict[str, tuple[str, list[str]]] = {
    "after-publication": (
        f"DELETE {{ {SHARED} {{ ?day kaz:end ?end }} }} "
        f"INSERT {{ {SHARED} {{ ?day kaz:end '2031-03-01T00:00:00Z'^^xsd:dateTime }} }} "
        f"WHERE {{ {IN} {{ ?a kaz:published ?day }} {SHARED} {{ ?day kaz:end ?end }} }}",
        ["alpha | at least 12 | 2031-03-05 | 2031-03-05", "alpha | dozens | 2031-03-05 | 2031-03-05"],
    ),
    "claimer-without-span": (
        f"DELETE {{ {IN} {{ ?f kaz:sourceSpan ?span }} }} "
        f"WHERE {{ {IN} {{ ?f a kaz:Figure ; kaz:sourceSpan ?span }} }}",
        ["alpha | Norland police"],
    ),
    "contentless-statements": ("", ["alpha | Report | It was reported", "beta | Support | agreed"]),
    "corrections-unmatched": (
        f"INSERT DATA {{ {IN} {{ <https://example.org/fixes/one> kaz:outcome 'fixes.ttl: one: gone' }} }}",
        ["https://example.org/fixes/one | fixes.ttl: one: gone"],
    ),
    "happened-and-denied": (
        f"DELETE {{ {IN} {{ ?m kaz:modality ?old }} }} INSERT {{ {IN} {{ ?m kaz:modality 'denied' }} }} "
        f"WHERE {{ {IN} {{ ?m kaz:trigger 'burned' ; kaz:modality ?old }} }}",
        ["alpha | Storming | Storming 2"],
    ),
    "homeless-events": (
        f"DELETE WHERE {{ {IN} {{ ?s kaz:eventPlace ?place }} }} ; "
        f"DELETE WHERE {{ {IN} {{ ?s kaz:claimPlace ?place }} }}",
        ["alpha | Killing | killed"],
    ),
    "low-above-high": (
        f"INSERT {{ {IN} {{ ?f kaz:high 3 }} }} WHERE {{ {IN} {{ ?f kaz:words 'at least 12' }} }}",
        ["alpha | 12 | 3 | at least 12"],
    ),
    "part-above-whole": (
        f"INSERT {{ {IN} {{ ?f kaz:high 1 }} }} WHERE {{ {IN} {{ ?f kaz:words 'at least 12' }} }}",
        ["alpha | Two | at least 12"],
    ),
    "part-of-itself": (
        f"INSERT {{ {IN} {{ ?whole kaz:partOfFigure ?part }} }} WHERE {{ {IN} {{ ?part kaz:partOfFigure ?whole }} }}",
        ["alpha | Two", "alpha | at least 12"],
    ),
    "shared-wikidata": (
        f"INSERT DATA {{ {IN} {{ e:norpress kaz:wikidata wd:Q900001 }} }}",
        ["http://www.wikidata.org/entity/Q900001 | Norpress | Sudland"],
    ),
    "time-backwards": (
        f"DELETE {{ {SHARED} {{ ?t kaz:end ?end }} }} "
        f"INSERT {{ {SHARED} {{ ?t kaz:end '2001-01-01T00:00:00Z'^^xsd:dateTime }} }} "
        f"WHERE {{ {SHARED} {{ ?t kaz:timeText '2031-03-04' ; kaz:end ?end }} }}",
        ["2031-03-04"],
    ),
    "two-kinds": (f"INSERT DATA {{ {IN} {{ e:norpress kaz:typeName 'Place' }} }}", ["Norpress | Organization | Place"]),
    "two-labels": (
        f"INSERT DATA {{ {IN} {{ e:norpress skos:prefLabel 'Norland Press' }} }}",
        ["Norland Press | Norpress"],
    ),
    "two-meanings": (
        f"INSERT {{ {IN} {{ ?m kaz:refersTo e:norland }} }} WHERE {{ {IN} {{ ?m kaz:surface 'NORHAVEN' }} }}",
        ["alpha | NORHAVEN | Norhaven | Norland"],
    ),
    "unquoted-claims": (f"DELETE WHERE {{ {IN} {{ ?f kaz:words 'Two' ; kaz:quoteSpan ?span }} }}", ["alpha"]),
    "words-outside-quote": (
        f"DELETE {{ {IN} {{ ?span oa:start ?at }} }} INSERT {{ {IN} {{ ?span oa:start 0 }} }} "
        f"WHERE {{ {IN} {{ ?f kaz:words 'Two' ; kaz:wordsSpan ?span . ?span oa:start ?at }} }}",
        ["alpha | Two"],
    ),
}
UNSEEN = {"claim", "quote", "statement", "event", "entity", "thing", "time"}


def broken(update: str) -> ox.Store:
    store = ox.Store()
    store.bulk_load(nquads(), format=ox.RdfFormat.N_QUADS)
    if update:
        before = len(store)
        lines = {str(quad) for quad in store}
        store.update(PREFIXES + update)
        assert len(store) != before or {str(quad) for quad in store} != lines, "nothing was broken"
    return store


def test_every_check_is_tried() -> None:
    assert sorted(BREAKS) == [check.name for check in checks()]


@pytest.mark.parametrize("name", BREAKS)
def test_check_speaks(name: str) -> None:
    update, rows = BREAKS[name]
    check = next(one for one in checks() if one.name == name)
    columns = [column for column in check.columns if column not in UNSEEN]
    found = ask(broken(update), check).plain()
    assert sorted(" | ".join(row.get(column, "-") for column in columns) for row in found) == rows


@pytest.mark.parametrize("name", [name for name, (update, _) in BREAKS.items() if update])
def test_check_is_silent_on_a_sound_graph(name: str) -> None:
    check = next(one for one in checks() if one.name == name)
    assert ask(broken(""), check).rows == ()
