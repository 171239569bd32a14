"""Who is named and who is meant: tables of texts, and a few texts on roles and the article's country."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

TABLES = Path(__file__).parent / "tables"


def read_table(name: str) -> list[tuple[str, list[str], list[str]]]:
    """Blocks parted by empty lines: a text, then lines with + and -; lines with # are comments."""
    lines = [x for x in (TABLES / name).read_text(encoding="utf-8").split("\n") if not x.startswith("#")]
    cases = []
    for block in "\n".join(lines).split("\n\n"):
        rows = [row for row in block.split("\n") if row]
        if rows:
            assert all(row[:2] in ("+ ", "- ") for row in rows[1:]), block
            assert len(rows) > 1, block
            wanted = [row[2:] for row in rows[1:] if row[0] == "+"]
            cases.append((rows[0], wanted, [row[2:] for row in rows[1:] if row[0] == "-"]))
    return cases


def named(doc: Doc) -> list[tuple[str, str, str]]:
    """Label, kind and words of each name."""
    return [(m.entity.label, m.entity.kind, doc[m.start : m.end].text) for m in doc._.mentions if m.form == "name"]


def matches(line: str, found: list[tuple[str, str, str]]) -> bool:
    parts = tuple(part.strip() for part in line.split("|"))
    return any(row[: len(parts)] == parts for row in found)


@pytest.mark.parametrize("case", read_table("names.txt"), ids=lambda case: case[0][:60])
def test_names(case: tuple[str, list[str], list[str]], nlp: Language) -> None:
    text, wanted, unwanted = case
    found = named(nlp(text))
    for line in wanted:
        assert matches(line, found), f"{line} is not in {found}"
    for line in unwanted:
        assert not matches(line, found), f"{line} is in {found}"


@pytest.mark.parametrize("case", read_table("names-references.txt"), ids=lambda case: case[0][:60])
def test_references(case: tuple[str, list[str], list[str]], nlp: Language) -> None:
    text, wanted, unwanted = case
    doc = nlp(text)
    found = {f"{doc[m.start : m.end].text} = {m.entity.label}" for m in doc._.mentions}
    assert not set(wanted) - found, found
    assert not set(unwanted) & found, found


@pytest.mark.parametrize(
    ("text", "person", "role", "body"),
    [
        ("US State Department spokesman Ned Price agreed.", "Ned Price", "spokesman", "US State Department"),
        ("Police spokesman Davit Kobalia counted nine dead.", "Davit Kobalia", "police spokesman", None),
        ("Planning Minister Teresa Calvo resigned.", "Teresa Calvo", "planning minister", None),
        ("The Polish Foreign Minister, Adam Wilk, left.", "Adam Wilk", "foreign minister", "Polish Foreign Ministry"),
        ("Adam Wilk, spokesman for the UN, said so.", "Adam Wilk", "spokesman", "United Nations"),
        ("Rajab Ali, a 55-year-old farmer, lost two sons.", "Rajab Ali", "farmer", None),
    ],
)
def test_role(text: str, person: str, role: str, body: str | None, nlp: Language) -> None:
    (entity,) = [e for e in nlp(text)._.entities if e.label == person]
    assert entity.role == role
    assert (entity.role_of.label if entity.role_of else None) == body


def test_country_of_the_article(nlp: Language) -> None:
    doc = nlp("Clashes in Khartoum. Sudanese doctors said Omdurman was quiet. Egypt offered help.")
    assert doc._.country.key == "sudan"
    assert nlp("Nothing happened anywhere.")._.country is None


def test_every_token_of_a_mention_is_in_the_index(nlp: Language) -> None:
    doc = nlp("The Kenyan Interior Ministry met Teresa Calvo in Lagos. She left the city.")
    assert doc._.mentions == sorted(doc._.mentions, key=lambda m: (m.start, m.end))
    assert {m.form for m in doc._.mentions} == {"name", "nominal", "pronoun"}
    for mention in doc._.mentions:
        assert mention.start <= mention.head < mention.end
        assert all(doc._.by_token[i] is mention for i in range(mention.start, mention.end))


def test_a_name_of_one_word_is_local(nlp: Language) -> None:
    entities = {e.label: e for e in nlp("Ortensia, a 58-year-old baker, met Teresa Calvo.")._.entities}
    assert entities["Ortensia"].local
    assert not entities["Teresa Calvo"].local


def test_empty_text(nlp: Language) -> None:
    doc = nlp("")
    assert doc._.mentions == []
    assert doc._.entities == []
