# ruff: noqa: E501  (tables read better with one case a line)
"""The dossier: what it says, that it is whole in itself, and that nothing in an article can break out of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kazkg.build import build
from kazkg.build.options import BuildOptions
from kazkg.dossier import report
from kazkg.dossier.brackets import Tie, lanes
from kazkg.dossier.items import LIMITS, Item, Row
from kazkg.dossier.measures import Beside, _fair, measures_of
from kazkg.dossier.quotes import marked
from kazkg.dossier.tolls import Mark, toll_chart
from kazkg.dossier.worldmap import Spot, country_outlines, place_map

HOSTILE = """PORT BELLA, March 3, 2031. At least 12 <script>alert("x")</script> officers were killed in Port Bella, police said.
\u202eThe "ministry" said 'nobody' & <img src=x onerror=alert(1)> {{ 7 * 7 }} {% raw %} was hurt in Kazakhstan.
Ivo Renn said: “</blockquote></details></main><style>*{display:none}</style> 15 farmers died”.
It was not clear who </title><script>ran</script> the mill. The terrorists&lt; were killed by soldiers in Almaty."""


class Page(HTMLParser):
    """Ids, links, tags, attributes and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.marks: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        for name, value in attrs:
            self.attributes.append((name, value or ""))
            if name == "id":
                self.ids.append(value or "")
            elif name == "href":
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)
        if "mark" in self.open:
            self.marks.append(data)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


@pytest.fixture(scope="module")
def seeds(seeds_build: Path) -> str:
    return report(seeds_build)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("hostile")
    row = {"id": '"><script>id</script>', "text": HOSTILE, "title": "<b>bold</b> title", "source": "<i>Paper</i>"}
    (folder / "in.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    build([folder / "in.jsonl"], BuildOptions(out=folder / "build"))
    return report(folder / "build")


def test_it_tells_what_the_build_holds(seeds: str) -> None:
    page = Page(seeds)
    for words in ("People killed", "Saltanat Azirbek", "at least 18", "no date", "Almaty International Airport : airport",
                  "requested → promised → sent → arrived", "civilian deaths", "terrorists", "eliminated",
                  "Natural Earth", "part of a name or code", "owlrl", "does not provide details"):  # fmt: skip
        assert words in page.words, words
    assert {"at least 18", "eliminated", "no information", "civilian deaths", "terrorists"} <= set(page.marks)


def test_every_link_leads_somewhere_in_the_page(seeds: str) -> None:
    page = Page(seeds)
    assert len(page.ids) == len(set(page.ids))
    assert {link for link in page.links if link.startswith("#")} <= {f"#{one}" for one in page.ids}
    assert [link for link in page.links if not link.startswith("#")] == []


def test_it_needs_nothing_besides_itself(seeds: str) -> None:
    page = Page(seeds)
    assert not {"script", "img", "link", "iframe", "object", "form", "input"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "src"]
    assert "@import" not in seeds and "url(http" not in seeds
    assert "default-src 'none'" in seeds


def test_drawings_are_named_and_their_links_read_out(seeds: str) -> None:
    page = Page(seeds)
    values = dict(page.attributes)
    assert page.tags.count("svg") >= 5
    assert values["role"]
    named = [value for name, value in page.attributes if name == "aria-labelledby" and value.endswith("-desc")]
    assert len(named) == page.tags.count("svg")
    spoken = [value for name, value in page.attributes if name == "aria-label"]
    assert any(
        label.startswith("security forces killed: at least 18, Kazakh authorities, 2022-01-07") for label in spoken
    )
    assert any(label.startswith("Almaty: ") and label.endswith("tellings of events") for label in spoken)
    assert "#010101" not in seeds and "#050505" not in seeds, "colours are the page's"
    assert "prefers-color-scheme: dark" in seeds


def test_nothing_in_an_article_breaks_out(hostile: str, seeds: str) -> None:
    page = Page(hostile)
    assert {"script", "img"} & set(page.tags) == set()
    assert page.tags.count("style") == 1 and page.tags.count("main") == 1 and page.tags.count("title") > 1
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert set(page.tags) <= set(Page(seeds).tags)
    for words in ('<script>alert("x")</script>', "</blockquote></details></main>", "<b>bold</b> title", "<i>Paper</i>"):
        assert words in "".join(page.text), words
    assert "{{ 7 * 7 }}" in "".join(page.text), "no article runs as a template"
    assert "<bdi>" in hostile and 'dir="auto"' in hostile
    assert len(page.ids) == len(set(page.ids))


def test_one_short_article_and_nothing_to_draw(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mayor opened a choir in the mill and the farmers sang all night.\n")
    build([tmp_path / "a.txt"], BuildOptions(out=tmp_path / "build"))
    page = Page(report(tmp_path / "build"))
    for words in ("1 article, side by side", "No article claims a count of people.", "Nobody is quoted.",
                  "No article says that something is not known", "1 of 1 articles bear no date"):  # fmt: skip
        assert words in page.words, words
    assert "svg" not in page.tags


def test_a_large_build_says_what_it_leaves_out(seeds_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in LIMITS:
        monkeypatch.setitem(LIMITS, name, 2)
    page = Page(report(seeds_build))
    for query in ("figures", "tellings", "statements", "naming-by-speaker", "fates", "unknowns", "articles", "sources"):
        assert f"kazkg query {query}" in page.words, query
    assert "2 of 5 articles are shown" in page.words
    assert {link for link in page.links if link.startswith("#")} <= {f"#{one}" for one in page.ids}


def test_same_bytes_whatever_the_hash_seed_and_from_the_file_alone(seeds: str, seeds_build: Path) -> None:
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "kazkg", "report", "--from", str(seeds_build)]
        made = subprocess.run(command, capture_output=True, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
        assert made.stdout.decode() == seeds
    assert report(seeds_build / "kg.ttl") == seeds


def test_out_writes_a_file_and_a_missing_build_is_named(seeds: str, seeds_build: Path, tmp_path: Path) -> None:
    out = tmp_path / "dossier.html"
    command = [sys.executable, "-m", "kazkg", "report", "--from"]
    subprocess.run([*command, str(seeds_build), "--out", str(out)], check=True)
    assert out.read_text(encoding="utf-8") == seeds
    failed = subprocess.run([*command, str(tmp_path / "none")], capture_output=True, text=True, check=False)
    assert failed.returncode == 2 and "none" in failed.stderr


def test_quotes_are_marked_once_and_in_order() -> None:
    assert marked("a b a", "x", "b").pieces == ("a ", "b", " a")
    assert marked("a b a", "x", "a", "a").pieces == ("", "a", " b a")
    assert marked("no such", "x", "word", "").pieces == ("no such",)
    assert marked("twelve dead", "x", "twelve dead", "dead").pieces == ("", "twelve dead", "")


def test_relations_stand_in_the_table_and_on_the_chart() -> None:
    def row(claim: str, group: str, day: str, words: str) -> Row:
        return Row(
            article="a",
            claim=claim,
            measure="killed",
            group=group,
            low="12",
            high="12",
            qualifier="exact",
            words=words,
            status="current",
            asOf=day,
            begin="0",
            quote=f"{words} died.",
        )

    def relation(claim: str, kind: str, to: str, reason: str) -> Row:
        return Row(claim=claim, measure="killed", relation=kind, to=to, reason=reason, origins="2")

    figures = [
        row("c2", "people", "2031-03-04", "18"),
        row("c1", "people", "2031-03-03", "12"),
        row("c3", "children", "", "2"),
    ]
    ledger = [
        relation("c2", "updates", "c1", "same claimer, later"),
        relation("c3", "none", "", ""),
        relation("c1", "unclear", "c2", "no date"),
    ]
    (one,) = measures_of(figures, ledger)
    assert [mark.claim for mark in one.marks] == ["c1", "c2", "c3"]
    assert one.ties == (Tie("c2", "c1", "updates"),)
    assert one.beside == {
        "c1": [Beside("unclear", "no date", "f0-2", "18")],
        "c2": [Beside("updates", "same claimer, later", "f0-1", "12")],
        "c3": [],
    }
    assert [one.summary(claim) for claim in ("c1", "c2", "c3")] == ["unclear", "updates", ""]


def test_what_one_source_repeats_on_one_day_is_one_row() -> None:
    def row(claim: str, day: str, place: str, words: str = "dozens") -> Row:
        return Row(
            article=claim,
            claim=claim,
            measure="killed",
            group="people",
            qualifier="dozens",
            words=words,
            status="current",
            claimer="police",
            asOf=day,
            place=place,
            begin="0",
            quote=f"{words} died.",
        )

    figures = [
        row("c1", "2031-03-03", "Norhaven"),
        row("c2", "2031-03-03T18:00", "Norhaven", "Dozens"),
        row("c3", "2031-03-04", "Norhaven"),
        row("c4", "2031-03-03", "Sud"),
    ]
    (one,) = measures_of(figures, [])
    assert [(m.claim, m.again, m.scope) for m in one.marks] == [
        ("c1", ("c2",), "people, Norhaven"),
        ("c3", (), "people, Norhaven"),
        ("c4", (), "people, Sud"),
    ]
    assert "police ×2" in Page(toll_chart("t", "People killed", one.marks, ())).words


def test_a_large_group_leaves_room_for_a_small_one() -> None:
    items = [Item(f"f{n}", Row(group="a" if n < 9 else "b"), marked("q", "x")) for n in range(11)]
    assert [item.anchor for item in _fair(items, 5, frozenset())] == ["f0", "f1", "f2", "f9", "f10"]


def test_totals_with_relations_are_drawn_before_parts() -> None:
    rows = [Row(group="a", claim=f"c{n}", status="part" if n < 2 else "current") for n in range(6)]
    items = [Item(f"f{n}", row, marked("q", "x")) for n, row in enumerate(rows)]
    assert [item.anchor for item in _fair(items, 3, frozenset({"c1", "c5"}))] == ["f2", "f3", "f5"]


def mark(n: int, low: int | None, high: int | None, qualifier: str, day: str = "2031-03-03", words: str = "w") -> Mark:
    return Mark(
        f"f{n}", f"c{n}", "people, Norhaven", day, "police", low, high, qualifier, words, "current", f"spoken {n}"
    )


def test_every_kind_of_figure_is_drawn() -> None:
    marks = [
        mark(1, 12, 12, "exact", words="12"),
        mark(2, 12, None, "at_least", words="at least 12"),
        mark(3, None, 20, "at_most", words="up to 20"),
        mark(4, 10, 14, "between", words="10 to 14"),
        mark(5, 15, 15, "about", words="about 15"),
        mark(6, None, None, "dozens", day="", words="dozens"),
    ]
    ties = [Tie("c2", "c1", "updates"), Tie("c3", "c1", "contradicts"), Tie("c1", "elsewhere", "updates")]
    drawn = toll_chart("t", "People killed", marks, ties)
    page = Page(drawn)
    for words in (
        "at least 12",
        "up to 20",
        "10 to 14",
        "about 15",
        "“dozens”",
        "no date",
        "people, Norhaven",
        "updates",
        "contradicts",
    ):
        assert words in page.words, words
    assert {f"#f{n}" for n in range(1, 7)} <= set(page.links)
    assert "pattern" in page.tags, "about is hatched"
    assert "var(--warn)" in drawn
    assert toll_chart("t", "People killed", marks, ties) == drawn
    assert "var(--warn)" not in toll_chart("t", "People killed", marks, ties[:1])


def test_an_update_is_drawn_before_any_number_of_relations_of_a_vague_word() -> None:
    at = {f"c{n}": n for n in range(30)}
    ties = [Tie(f"c{n}", "c0", "corroborates") for n in range(1, 28)] + [Tie("c29", "c1", "updates")]
    drawn = [tie for _, tie in lanes(ties, at, {"c0"})]
    assert drawn[0] == ties[-1]
    assert 1 < len(drawn) < len(ties)
    rows = {"c1": 0, "c2": 1, "c3": 1}
    assert lanes([Tie("c2", "c3", "repeats")], rows, set()) == []
    assert len(lanes([Tie("c1", "c2", "contradicts"), Tie("c3", "c1", "contradicts")], rows, set())) == 1


def test_numbers_far_apart_go_by_powers_of_ten() -> None:
    drawn = toll_chart("t", "People displaced", [mark(1, 2, 2, "exact"), mark(2, 90_000, 90_000, "exact")], [])
    assert "10,000" in Page(drawn).words


def test_outlines_close_and_the_map_names_its_places() -> None:
    rings = country_outlines()
    assert len(rings) > 200
    assert all(ring[0] == ring[-1] for ring in rings)
    assert all(-181 < x < 181 and -91 < y < 91 for ring in rings for x, y in ring)
    drawn = place_map("map", "Places", [Spot("p1", "Norhaven <x>", 10.5, 50.25, 4), Spot("p2", "Sud", 12.0, 49.0, 1)])
    page = Page(drawn)
    assert "Norhaven <x>" in page.words and "<x>" not in page.tags
    assert set(page.links) == {"#p1", "#p2"}
