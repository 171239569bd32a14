"""Statements: tables of sentences, and what must and must not be read in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kazkg.language.statements import REASONS

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kazkg.language.drafts import StatementDraft

TABLES = Path(__file__).parent / "tables"


def cases() -> list[object]:
    found = []
    for table in sorted(TABLES.glob("statements_*.txt")):
        text, lines = "", []
        for line in [*table.read_text(encoding="utf-8").splitlines(), "> "]:
            if line.startswith("> "):
                if text:
                    found.append(pytest.param(text, lines, id=f"{table.stem}: {text[:60]}"))
                text, lines = line[2:], []
            elif line.strip() and not line.startswith("#"):
                lines.append(line.strip())
    return found


def told(doc: Doc, one: StatementDraft) -> list[str]:
    parts = sorted(one.content)
    return [
        *(
            " | ".join(
                (
                    speaker,
                    one.act,
                    doc[one.cue[0] : one.cue[1]].text,
                    " ... ".join(doc[a:b].text for a, b in parts),
                    " > ".join(m.label for m in one.media),
                )
            )
            for speaker in ([s.label for s in one.speakers] or ["-"])
        )
    ]


def agrees(wanted: str, line: str) -> bool:
    want, have = ([field.strip() for field in row.split("|")] for row in (wanted, line))
    want += [""] * (len(have) - len(want))
    return all(w in ("*", h) for w, h in zip(want, have, strict=True))


@pytest.mark.parametrize(("text", "lines"), cases())
def test_statements_of_a_sentence(nlp: Language, text: str, lines: list[str]) -> None:
    doc = nlp(text.replace("¶", "\n\n"))
    read = [line for one in doc._.statements for line in told(doc, one)]
    dropped = [f"{doc[i].text} | {reason}" for i, reason in doc._.dropped_cues]
    wanted = [line[2:] for line in lines if line.startswith("= ")]
    left = list(read)
    for line in wanted:
        match = next((r for r in left if agrees(line, r)), None)
        assert match is not None, f"not read: {line}\nread: {read}\ndropped: {dropped}"
        left.remove(match)
    if wanted or "0" in lines:
        assert not left, f"read besides: {left}"
    for line in lines:
        if line.startswith("! "):
            assert not any(r.startswith(f"{line[2:]} |") for r in read), read
        if line.startswith("~ "):
            assert line[2:] in dropped, dropped
    assert {reason for _, reason in doc._.dropped_cues} <= set(REASONS)


def test_the_tables_are_many() -> None:
    assert len(cases()) >= 150


def test_source_and_cue_spans_are_the_words_that_name_them(nlp: Language) -> None:
    doc = nlp("“The camp is full”, said the spokesman for the French Foreign Ministry, Jean Dupont.")
    (one,) = doc._.statements
    (speaker,) = one.speakers
    assert doc[speaker.start : speaker.end].text == "the spokesman for the French Foreign Ministry, Jean Dupont"
    assert doc[one.cue[0] : one.cue[1]].text == "said"


def test_a_carried_statement_points_to_where_its_speaker_is_named(nlp: Language) -> None:
    doc = nlp("“We are ready,” Volodymyr Zelensky said.\n\n“We also call for more tents and blankets.”")
    carried = [one for one in doc._.statements if one.carried]
    assert [doc[s.start : s.end].text for one in carried for s in one.speakers] == ["Volodymyr Zelensky"]


def test_a_spokesman_without_a_name_speaks_for_the_body(nlp: Language) -> None:
    doc = nlp("A spokesman for the French Foreign Ministry said the embassy was closed.")
    (speaker,) = doc._.statements[0].speakers
    assert speaker.affiliation == "French Foreign Ministry"
    assert speaker.entity is not None


def test_certainty_and_polarity_come_from_the_cue(nlp: Language) -> None:
    doc = nlp("Antony Blinken denied the report. Olaf Scholz believes that the war will end.")
    denied, believed = doc._.statements
    assert (denied.polarity, denied.certainty) == ("negative", "certain")
    assert (believed.polarity, believed.certainty, believed.tense) == ("positive", "probable", "present")


def test_a_statement_inside_another_knows_its_parent(nlp: Language) -> None:
    doc = nlp("Antony Blinken said that the European Union had condemned the raid.")
    outer, inner = doc._.statements
    assert inner.parent is outer
    assert outer.parent is None


def test_an_empty_text_has_no_statements(nlp: Language) -> None:
    for text in ("", "\n\n", "”", "said", "According to"):
        assert nlp(text)._.statements == []


def test_reading_twice_gives_the_same(nlp: Language) -> None:
    text = "The bridge was closed, Reuters quoted the Egyptian Foreign Ministry as saying. He added that it was old."
    first, second = nlp(text), nlp(text)
    assert [told(first, s) for s in first._.statements] == [told(second, s) for s in second._.statements]
