"""What is told of one thing, and that what is told cannot harm the terminal."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from kazkg.errors import UsageFault
from kazkg.explain import explain
from tests.query.corpus import nquads

EVIL = "\x1b]0;owned\x07\x9b31m[red]x[/red]\u202e"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("explain") / "graph.nq"
    file.write_bytes(nquads())
    return file


def told(iri: str, graph: Path) -> list[str]:
    """The lines, each with its runs of blanks made one."""
    return [" ".join(line.split()) for line in explain(iri, graph).plain.splitlines()]


def figure(graph: Path, words: str) -> str:
    from kazkg.query import answer

    return next(row["claim"] for row in answer("figures", {}, graph).plain() if row["words"] == words)


def test_a_figure(graph: Path) -> None:
    lines = told(figure(graph, "at least 12"), graph)
    assert "claims security forces killed: “at least 12” (12 to .., at_least)" in lines
    assert "claimer Norland police" in lines
    assert "chain Norland police > article alpha" in lines
    assert "as of 2031-03-05" in lines
    assert "epistemic TrueCertain" in lines
    assert "article alpha (2031-03-05)" in lines
    assert lines[-1] == "Norland police said ⟦at least 12⟧ officers were killed in Norhaven on Tuesday."


def test_a_figure_that_came_far(graph: Path) -> None:
    lines = told(figure(graph, "15"), graph)
    assert "chain Norland police > Radio Nor > Norpress > article beta" in lines
    assert "article beta (undated)" in lines
    assert lines[-1] == 'Norland police say "⟦15⟧ officers" died, Norpress reported, citing Radio Nor.'


def test_whose_word_it_is_when_nobody_is_named(graph: Path) -> None:
    assert "claimer the article itself" in told(figure(graph, "dozens"), graph)
    assert "claimer a source that is not named" in told(figure(graph, "7"), graph)


def test_a_part_and_its_whole_name_each_other(graph: Path) -> None:
    assert any(
        line.startswith("part of security forces killed: “at least 12”") for line in told(figure(graph, "Two"), graph)
    )
    assert any(
        line.startswith("its parts security forces killed: “Two”") for line in told(figure(graph, "at least 12"), graph)
    )


def test_a_statement(graph: Path) -> None:
    from kazkg.query import answer

    row = next(row for row in answer("statements", {"act": "Deny"}, graph).plain())
    lines = told(row["statement"], graph)
    assert "speaker Olof Kern" in lines
    assert "polarity negative" in lines
    assert lines[-1] == "Kern ⟦denied⟧ that ⟦he had resigned⟧."


def test_an_event_with_all_its_tellings(graph: Path) -> None:
    from kazkg.query import answer

    row = next(row for row in answer("events", {"type": "Storming"}, graph).plain())
    lines = told(row["event"], graph)
    assert "told 2 times" in lines
    assert "Rioters ⟦stormed⟧ the airport on March 4." in lines
    assert "3 shops ⟦burned⟧." in lines


def test_an_entity(graph: Path) -> None:
    lines = told("ent:brun", graph)
    assert lines[0].startswith("Entity (Person)")
    assert "role interior minister, Norland Interior Ministry (2030-05-01 to ..)" in lines
    assert "mentioned “Ada Brun” in alpha at 137" in lines


def test_an_article(graph: Path) -> None:
    lines = told("alpha", graph)
    assert "published 2031-03-05 (from text)" in lines
    assert any("at least 12 officers were killed" in line for line in lines)
    assert "published no date was found" in told("beta", graph)


def test_a_span(graph: Path) -> None:
    lines = told("https://w3id.org/kazkg/id/article/alpha#char=0,8", graph)
    assert "mentions Norhaven" in lines
    assert lines[-1] == "⟦NORHAVEN⟧"


WAYS = [
    "https://w3id.org/kazkg/id/entity/sudland",
    "<https://w3id.org/kazkg/id/entity/sudland>",
    "ent:sudland",
    "entity/sudland",
    "sudland",
    "Sudland",
    "Q900001",
    "http://www.wikidata.org/entity/Q900001",
    " sudland ",
]


@pytest.mark.parametrize("way", WAYS)
def test_many_ways_to_name_one_thing(way: str, graph: Path) -> None:
    assert told(way, graph)[0] == "Entity (Place) https://w3id.org/kazkg/id/entity/sudland"


def test_a_source_without_a_name(graph: Path) -> None:
    assert told("Norland police", graph)[0].startswith("Source without a name")


def test_what_has_no_page_shows_its_values(graph: Path) -> None:
    assert "precision day" in told("t:2031-03-05", graph)


def test_the_unknown_gets_the_nearest(graph: Path) -> None:
    with pytest.raises(UsageFault, match="Did you mean") as caught:
        explain("Norpres", graph)
    assert "Norpress" in caught.value.remedy
    assert caught.value.status == 2


@pytest.mark.parametrize("name", ["", "   ", "<>", "no such thing at all", "\x1b[31m", "http://[broken", "a" * 5000])
def test_nonsense_is_refused(name: str, graph: Path) -> None:
    with pytest.raises(UsageFault, match="knows nothing"):
        explain(name, graph)


def test_more_than_one_is_listed(tmp_path: Path) -> None:
    file = tmp_path / "two.nq"
    lines = [
        f'<http://e.org/{kind}/x> <http://www.w3.org/2004/02/skos/core#prefLabel> "Same" .\n' for kind in ("one", "two")
    ]
    file.write_text("".join(lines))
    with pytest.raises(UsageFault, match="can be 2 things") as caught:
        explain("same", file)
    assert "http://e.org/one/x" in caught.value.remedy


def test_an_article_is_meant_rather_than_its_graph(tmp_path: Path) -> None:
    file = tmp_path / "described.nq"
    line = (
        "<https://w3id.org/kazkg/id/graph/article/alpha> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<http://www.w3.org/ns/prov#Entity> .\n"
    )
    file.write_bytes(nquads() + line.encode())
    assert told("alpha", file)[0].startswith("Article")


def test_text_from_outside_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    data = nquads().decode()
    literal = str(__import__("pyoxigraph").Literal(EVIL))[1:-1]
    for words in ("at least 12", "Norland police said", "Norland police", "officers"):
        data = data.replace(f'"{words}', f'"{literal}{words}')
    file = tmp_path / "evil.nq"
    file.write_text(data, encoding="utf-8")
    for name in ("alpha", "Norhaven", "source/Norland_police"):
        stream = io.StringIO()
        Console(file=stream, force_terminal=True, width=100).print(explain(name, file))
        shown = stream.getvalue()
        for bad in ("\x1b]", "\x9b", "\x07", "\u202e"):
            assert bad not in shown
    lines = explain(figure(file, EVIL + "at least 12"), file).plain
    assert "\x1b" not in lines and "[red]x[/red]" in lines
