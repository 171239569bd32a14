"""Files, folders, records and streams: what is read, in which order, and what each malformed input is called."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import GeneratorType

import pytest

from kazkg.errors import ArticleError, UsageFault
from kazkg.facts import Article
from kazkg.reading import REMEDIES, ReadOptions, Summary, read

SENTENCE = "The rain has stopped at last and the rivers are falling, the office said on Friday."


def say(number: int) -> str:
    return f"Rain stops in province {number}\n\n{SENTENCE} It counted {number} broken dams.\n"


def articles(*inputs: str | Path, stdin: bytes = b"", **options: object) -> list[Article]:
    found = list(read(inputs, ReadOptions(**options), io.BytesIO(stdin)))  # type: ignore[arg-type]
    assert not [str(item) for item in found if isinstance(item, ArticleError)]
    return [item for item in found if isinstance(item, Article)]


def fault(*inputs: str | Path, stdin: bytes = b"", **options: object) -> ArticleError:
    found = [item for item in read(inputs, ReadOptions(**options), io.BytesIO(stdin)) if isinstance(item, ArticleError)]  # type: ignore[arg-type]
    assert len(found) == 1, found
    return found[0]


def records(path: Path, *rows: object) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    data = "\n".join(lines).encode() + b"\n"
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path


# what is read


def test_text_is_kept_as_it_is(tmp_path: Path) -> None:
    text = "\n Rain stops\r\n\r\nThe cafe\u0301 \u2028 burnt down \U0001f525 on Friday, the office said.\t\n"
    (tmp_path / "a.b.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    (article,) = articles(tmp_path / "a.b.txt")
    assert article.text == text
    assert article.id == "a.b"
    assert article.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert article.origin == str(tmp_path / "a.b.txt")
    assert (article.language, article.encoding, article.date, article.date_basis) == ("en", "utf-8", None, None)
    assert article.zones


def test_the_encoding_is_recorded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("“Nobody slept,” the mayor said on Friday in the town hall.".encode("cp1252"))
    assert articles(tmp_path / "a.txt")[0].encoding == "cp1252"


def test_records_keep_what_else_they_say(tmp_path: Path) -> None:
    row = {
        "id": 7,
        "title": "Rain",
        "text": say(1),
        "date": "2023-04-18",
        "url": "https://example.org/7",
        "source": "Times",
    }
    path = records(tmp_path / "r.jsonl", row | {"tags": ["é", 1], "desk": "foreign", "empty": None})
    (article,) = articles(path)
    assert (article.id, article.title, article.url, article.source) == ("7", "Rain", "https://example.org/7", "Times")
    assert article.date is not None
    assert (article.date.text, article.date_basis, article.date_span) == ("2023-04-18", "record", None)
    assert article.extra == (("desk", "foreign"), ("tags", '["é", 1]'))
    assert article.origin == f"{path}, line 1"


def test_records_without_id_are_numbered_by_line(tmp_path: Path) -> None:
    path = records(
        tmp_path / "r.jsonl.gz", {"text": say(1)}, "", "  ", {"text": say(2), "id": " "}, {"text": say(3), "id": None}
    )
    assert [article.id for article in articles(path)] == ["r-1", "r-4", "r-5"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_records_with_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "r.jsonl").write_bytes(
        f'{{"text": {json.dumps(say(1))}}}\n{{"text": "{SENTENCE} – é"}}\n'.encode(encoding)
    )
    assert [article.text for article in articles(tmp_path / "r.jsonl")] == [say(1), f"{SENTENCE} – é"]


def test_a_line_separator_inside_a_string_ends_no_record(tmp_path: Path) -> None:
    text = f"Rain\u2028stops\x85at last. {SENTENCE}"
    assert articles(records(tmp_path / "r.jsonl", {"text": text}))[0].text == text


def test_untrusted_ids_are_kept_as_data(tmp_path: Path) -> None:
    ids = ["../../etc/x", "/a", "a\nb\x1b[31m", "..", "x" * 10_000, "ж"]
    path = records(tmp_path / "r.jsonl", *({"id": name, "text": say(n)} for n, name in enumerate(ids)))
    assert [article.id for article in articles(path)] == ids
    assert list(tmp_path.iterdir()) == [path]


def test_the_sidecar_tells_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(say(1))
    side = {
        "source": "Times",
        "url": "https://example.org",
        "title": "Rain",
        "date": "2023-04-18",
        "id": "n1",
        "desk": "x",
    }
    (tmp_path / "a.json").write_text(json.dumps(side))
    (article,) = articles(tmp_path)
    assert (article.id, article.source, article.url, article.title) == ("n1", "Times", "https://example.org", "Rain")
    assert article.date is not None
    assert (article.date.text, article.date_basis, article.extra) == ("2023-04-18", "sidecar", (("desk", "x"),))


def test_options_win_over_record_sidecar_and_text(tmp_path: Path) -> None:
    text = f"date 2023-04-01 {SENTENCE}"
    (tmp_path / "a.txt").write_text(text)
    dates = [articles(tmp_path)[0]]
    (tmp_path / "a.json").write_text('{"date": "2023-04-02", "source": "Times"}')
    dates.append(articles(tmp_path)[0])
    dates.append(articles(tmp_path, date="2023-04-04", source="Herald")[0])
    path = records(tmp_path / "sub.jsonl", {"text": text, "date": "2023-04-03"})
    dates += [articles(path)[0], articles(path, date="2023-04-04")[0]]
    assert [(a.date.text if a.date else None, a.date_basis) for a in dates] == [
        ("2023-04-01", "text"),
        ("2023-04-02", "sidecar"),
        ("2023-04-04", "flag"),
        ("2023-04-03", "record"),
        ("2023-04-04", "flag"),
    ]
    assert [a.source for a in dates[:3]] == [None, "Times", "Herald"]
    assert dates[0].date_span is not None
    assert text[dates[0].date_span.begin : dates[0].date_span.end] == "2023-04-01"


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (say(1).encode(), ["stdin"]),
        (b'{"text": "%s"}\n{"text": "More. %s", "id": "x"}' % (SENTENCE.encode(), SENTENCE.encode()), ["stdin-1", "x"]),
        (b"\n\n" + json.dumps({"text": say(1)}).encode(), ["stdin-3"]),
        (say(1).encode("utf-16"), ["stdin"]),
        (json.dumps({"text": say(1)}).encode("utf-16"), ["stdin-1"]),
        (b"{Note: the rain has stopped, the office said.}", ["stdin"]),
    ],
)
def test_standard_input_is_text_or_records(data: bytes, ids: list[str]) -> None:
    assert [article.id for article in articles("-", stdin=data)] == ids


def test_an_id_for_the_one_article() -> None:
    assert articles("-", stdin=say(1).encode(), id="mine")[0].id == "mine"


def test_the_language_check_can_be_left_out() -> None:
    text = "Полиция задержала около двухсот человек, сообщило министерство."
    assert articles("-", stdin=text.encode(), language_check=False)[0].text == text


# order, folders, streaming


def test_the_order_of_inputs_does_not_matter(tmp_path: Path) -> None:
    for name in ("b.txt", "c.txt", "a.txt"):
        (tmp_path / name).write_text(say(ord(name[0])))
    paths = [tmp_path / "c.txt", tmp_path / "a.txt", tmp_path / "b.txt"]
    records(tmp_path / "ab.jsonl", {"id": "z", "text": say(1)})
    folder = [article.id for article in articles(tmp_path)]
    assert folder == ["a", "z", "b", "c"]
    assert [article.id for article in articles(*paths)] == ["a", "b", "c"]
    assert [article.id for article in articles("-", *paths[::-1], stdin=say(2).encode())] == ["a", "b", "c", "stdin"]


def test_a_folder_gives_its_articles_and_counts_the_rest(tmp_path: Path) -> None:
    for name in ("b.txt", "A.TXT", "README.md", "readme.txt", ".hidden.txt", "notes.docx", "b.json", "alone.json"):
        (tmp_path / name).write_text(say(len(name)) + name)
    (tmp_path / "b.json").write_text("{}")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "c.txt").write_text(say(3))
    summary = Summary()
    found = list(read([tmp_path], summary=summary))
    assert [item.id for item in found if isinstance(item, Article)] == ["A", "b"]
    assert sorted((Path(path).name, reason) for path, reason in summary.skipped) == [
        (".hidden.txt", "hidden"),
        ("README.md", "read-me"),
        ("alone.json", "other kind"),
        ("inner", "folder"),
        ("notes.docx", "other kind"),
        ("readme.txt", "read-me"),
    ]


def test_special_files_in_a_folder_do_not_hang(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(say(1))
    os.mkfifo(tmp_path / "fifo.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    summary = Summary()
    found = list(read([tmp_path], summary=summary))
    assert [item.id for item in found if isinstance(item, Article)] == ["a"]
    assert summary.errors() == {"duplicate": 1, "missing": 1, "special": 1, "unreadable": 1}
    assert [reason for _, reason in summary.skipped] == ["folder"]


def test_articles_stream(tmp_path: Path) -> None:
    path = records(tmp_path / "r.jsonl", {"text": say(1)}, "broken", {"text": say(2)})
    stream = read([path])
    assert isinstance(stream, GeneratorType)
    assert isinstance(next(stream), Article)
    error = next(stream)
    assert isinstance(error, ArticleError)
    assert error.__traceback__ is None, "it would hold the text"
    assert isinstance(next(stream), Article)


def test_one_fault_does_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.7")
    (tmp_path / "b.txt").write_text(say(1))
    (tmp_path / "c.txt").write_text("")
    records(tmp_path / "d.jsonl", "[]", {"text": 5}, {"text": say(2)})
    summary = Summary()
    list(read([tmp_path, tmp_path / "nowhere.txt"], summary=summary))
    assert summary.read == 2
    assert summary.errors() == {"binary": 1, "empty": 1, "missing": 1, "record": 2}
    assert summary.undated == ["b", "d-3"]
    assert summary.lines()[0] == "2 read, 5 not read, 0 passed over"
    assert "2 without a publication date" in summary.lines()[1]
    assert "not read, record: 2" in summary.lines()


# faults

FILES: list[tuple[str, bytes, str, str]] = [
    ("a.txt", b"", "empty", "no words"),
    ("a.txt", b" \n\t\n", "empty", "no words"),
    ("a.txt", b"12 345 -- !!\n", "empty", "no words"),
    ("a.txt", b"\xef\xbb\xbf", "empty", "no words"),
    ("a.txt", bytes(range(256)), "binary", "zero bytes"),
    ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(20), "binary", "PNG"),
    ("a.txt", b"x" * 3000, "oversized", "2,000"),
    ("a.txt", "Café, über, naïve, so – é".encode() + b"\xff", "encoding", "damaged"),
    ("a.txt", "Полиция задержала около двухсот человек, сообщило министерство.".encode(), "language", "Russian"),
    (
        "a.txt",
        "Полиция задержала около двухсот человек, сообщило министерство.".encode("cp1251"),
        "language",
        "Russian",
    ),
    ("a.html", b"", "html-no-text", "no article"),
    ("a.html", b"<html><head><title>Home</title></head><body></body></html>", "html-no-text", "no article"),
    ("a.html", b"%PDF-1.7", "binary", "PDF"),
    ("a.zip", b"PK\x03\x04", "archive", "archives"),
    ("a.txt.gz", gzip.compress(b"Rain", mtime=0), "archive", "archives"),
    ("a.json", b"{}", "unsupported", ".json"),
    ("a.jsonl", b'{"text": "Rain', "json", "column 10"),
    ("a.jsonl", b"Rain stops", "json", "column 1"),
    ("a.jsonl", b'{"text": "Rain", "n": NaN}', "json", "NaN"),
    ("a.jsonl", b'{"text": ' + b"[" * 1500 + b"]" * 400, "json", "JSON"),
    ("a.jsonl", b'["Rain"]', "record", "a list"),
    ("a.jsonl", b'"Rain"', "record", "a string"),
    ("a.jsonl", b"null", "record", "null"),
    ("a.jsonl", b"{}", "record", 'no "text"'),
    ("a.jsonl", b'{"body": "Rain"}', "record", 'no "text"'),
    ("a.jsonl", b'{"text": null}', "record", "null"),
    ("a.jsonl", b'{"text": ["Rain"]}', "record", "a list"),
    ("a.jsonl", b'{"text": "Rain", "id": 1.5}', "record", '"id" is a number'),
    ("a.jsonl", b'{"text": "Rain", "id": true}', "record", '"id" is a truth value'),
    ("a.jsonl", b'{"text": "Rain", "date": 20230418}', "record", '"date" is a number'),
    ("a.jsonl", b'{"text": "Rain", "source": {}}', "record", '"source" is an object'),
    ("a.jsonl", b'{"text": ""}', "empty", "no words"),
    ("a.jsonl", b'{"text": "Rain\\u0000stops"}', "binary", "zero characters"),
    ("a.jsonl", b'{"text": "Rain \\ud800 stops"}', "encoding", "surrogate"),
    ("a.jsonl", b'{"text": "Rain", "x": {"\\udfff": 1}}', "encoding", "surrogate"),
    ("a.jsonl", b'{"text": "Rain", "date": "03/04/2023"}', "date", "03/04/2023"),
    ("a.jsonl", b'{"text": "Rain", "date": "soon"}', "date", "soon"),
    ("a.jsonl", b'{"text": "' + b"x" * 3000 + b'"}', "oversized", "2,000"),
    ("a.jsonl", b"\xff\xfe{\0\n", "encoding", "UTF-16"),
    ("a.jsonl.gz", b'{"text": "Rain"}', "archive", "damaged"),
    ("a.jsonl.gz", gzip.compress(b"\n", mtime=0)[:-4], "archive", "damaged"),
]


@pytest.mark.parametrize(("name", "data", "code", "words"), FILES)
def test_malformed_file(tmp_path: Path, name: str, data: bytes, code: str, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    error = fault(path, max_bytes=2000)
    assert error.code == code
    assert words in error.message
    assert error.origin.startswith(str(path)), "the message names the file"
    assert error.remedy == REMEDIES[code]


def test_the_line_of_a_bad_record_is_named(tmp_path: Path) -> None:
    path = records(tmp_path / "r.jsonl", {"text": say(1)}, "", '{"text": }')
    assert fault(path).origin == f"{path}, line 3"


def test_an_overlong_line_does_not_stop_the_rest(tmp_path: Path) -> None:
    path = records(tmp_path / "r.jsonl", {"text": say(1)}, {"text": "x " * 200_000}, {"text": say(2)})
    found = list(read([path], ReadOptions(max_bytes=1000)))
    assert [item.id if isinstance(item, Article) else item.code for item in found] == ["r-1", "oversized", "r-3"]


def test_damaged_gzip_gives_what_stands_before_the_damage(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl.gz"
    rows = [
        json.dumps({"text": say(n) + hashlib.sha512(str(n).encode()).hexdigest() * 9}).encode() + b"\n"
        for n in range(400)
    ]
    whole = gzip.compress(b"".join(rows))
    path.write_bytes(whole[: len(whole) * 3 // 4])
    found = list(read([path]))
    *read_before, last = found
    assert isinstance(last, ArticleError)
    assert last.code == "archive"
    assert len(read_before) > 100
    assert last.origin == f"{path}, after line {len(read_before)}"


def test_missing_and_odd_paths(tmp_path: Path) -> None:
    assert fault(tmp_path / "nowhere.txt").code == "missing"
    assert fault("").code == "missing"
    assert fault("a\0b.txt").code == "unreadable"
    assert fault("x" * 5000 + ".txt").code == "unreadable"
    assert fault(tmp_path).code == "folder"
    assert fault("/dev/null").code == "special"
    assert fault(tmp_path / "not\x1b[31m there.txt").origin.endswith("not\\x1b[31m there.txt")


@pytest.fixture
def nobody() -> Iterator[None]:
    """Root may read everything: it steps down for the test."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_file_without_permission(nobody: None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text(say(1))
        path.chmod(0)
        assert fault(path).code == "unreadable"


def test_duplicates_keep_the_first_of_the_order(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "one" / "a.txt").write_text(say(1))
    (tmp_path / "two" / "a.txt").write_text(say(2))
    (tmp_path / "two" / "b.txt").write_text(say(1))
    found = list(read([tmp_path / "two", tmp_path / "one"]))
    assert [item.text if isinstance(item, Article) else item.code for item in found] == [
        say(1),
        "duplicate",
        "duplicate",
    ]
    assert isinstance(found[1], ArticleError)
    assert isinstance(found[2], ArticleError)
    assert "has the id 'a'" in found[1].message
    assert f"has the same text as {tmp_path / 'one' / 'a.txt'}" in found[2].message


def test_the_same_file_twice_is_a_duplicate(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(say(1))
    assert fault(tmp_path, tmp_path / "a.txt").code == "duplicate"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "column 2"),
        (b"[]", "a list"),
        (b'{"date": 5}', '"date"'),
        (b"\0\1\2", "zero bytes"),
        (b"x" * 1_000_001, "larger"),
    ],
)
def test_a_bad_sidecar(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "a.txt").write_text(say(1))
    (tmp_path / "a.json").write_bytes(content)
    error = fault(tmp_path)
    assert (error.code, error.origin) == ("sidecar", str(tmp_path / "a.json"))
    assert words in error.message


def test_a_bad_date_in_a_sidecar(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(say(1))
    (tmp_path / "a.json").write_text('{"date": "03/04/2023"}')
    assert fault(tmp_path).code == "date"


@pytest.mark.parametrize("options", [{"date": "03/04/2023"}, {"date": ""}, {"max_bytes": 0}])
def test_options_that_cannot_work_are_refused_at_once(options: dict[str, object]) -> None:
    with pytest.raises(UsageFault):
        read(["-"], ReadOptions(**options))  # type: ignore[arg-type]


def test_standard_input_faults() -> None:
    assert fault("-", stdin=b"").code == "empty"
    assert fault("-", stdin=gzip.compress(b"Rain", mtime=0)).code == "archive"
    assert fault("-", stdin=b"Rain " * 1000, max_bytes=100).code == "oversized"
    assert fault("-", stdin=b'{"text": }').code == "json"
    assert fault("-", "-", stdin=say(1).encode()).code == "duplicate"


# web pages

PARAGRAPHS = (
    "Fighting broke out in the capital on Tuesday, and at least 12 people were killed, the health ministry said.",
    "Residents fled the northern districts in cars and on foot, and the hospital asked for blood, a doctor said.",
    "The army closed three bridges in the evening. It did not say for how long the traffic would have to wait.",
)
PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>Twelve killed – Example Times</title>
<meta property="og:site_name" content="Example Times"><meta property="article:published_time" content="{date}">
<link rel="canonical" href="https://example.org/a/1"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Twelve killed in capital</h1>{body}</article><footer>All rights reserved</footer></body></html>"""


def page(charset: str = "utf-8", date: str = "2023-04-18T10:00:00Z") -> str:
    return PAGE.format(charset=charset, date=date, body="".join(f"<p>{text}</p>" for text in PARAGRAPHS))


def test_a_web_page(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_text(page(), encoding="utf-8")
    (article,) = articles(tmp_path)
    assert all(text in article.text for text in PARAGRAPHS)
    assert "<p>" not in article.text
    assert "Home" not in article.text
    assert (article.id, article.source, article.url) == ("a", "Example Times", "https://example.org/a/1")
    assert article.title == "Twelve killed in capital"
    assert article.date is not None
    assert (article.date.text, article.date_basis) == ("2023-04-18", "record")


def test_a_web_page_of_another_encoding_and_from_standard_input() -> None:
    pytest.importorskip("trafilatura")
    (article,) = articles("-", stdin=page("windows-1252").encode("cp1252"))
    assert article.encoding == "windows-1252"
    assert all(text in article.text for text in PARAGRAPHS)


def test_the_date_of_a_web_page_never_comes_from_a_clock() -> None:
    pytest.importorskip("trafilatura")
    (article,) = articles("-", stdin=page(date="").replace("</article>", "<p>3 hours ago</p></article>").encode())
    assert article.date is None


def test_without_the_extra_html_is_a_named_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (tmp_path / "a.html").write_text(page(), encoding="utf-8")
    (tmp_path / "b.txt").write_text(say(1))
    found = list(read([tmp_path]))
    assert isinstance(found[0], ArticleError)
    assert found[0].code == "html-extra-missing"
    assert "pip install 'kazkg[html]'" in str(found[0])
    assert isinstance(found[1], Article)
