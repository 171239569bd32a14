"""Looking items up: what is proposed, what is left open, what goes wrong, and what is kept.

The server is the fake of ``fake.py``. As a program it prints what can go wrong: ``python -m tests.lookup.test_lookup``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from kazkg.build import build as run_build
from kazkg.build.options import BuildOptions
from kazkg.errors import InputError, RemoteError, UsageFault
from kazkg.graph.iris import Iris
from kazkg.knowledge import Knowledge
from kazkg.linking.candidates import Candidate
from kazkg.linking.thing import Thing
from kazkg.lookup import LookupOptions, LookupReport, look_up, turtle
from kazkg.lookup.cache import Cache, Kept, Question
from kazkg.lookup.kinds import Kinds
from kazkg.lookup.proposals import Proposal
from kazkg.query import answer
from tests.lookup.fake import CITY_CLASS, DATE, DAY, SERVER, FakeWikidata, Item, failed, item, said
from tests.remote.loopback import Asked, Reaction, Says, drip, half, reset
from tests.web.served import served

WHO = "me@example.org"
IRI = "https://example.org/id/entity/"
FOUND = {
    "ann": "Q900000030", "dorvia": "Q900000002", "ministry": "Q900000020", "osprey": "Q900000040",
    "tilmar": "Q900000010",
}  # fmt: skip


def options(wikidata: FakeWikidata, folder: Path, **more: object) -> LookupOptions:
    return LookupOptions(folder / "cache", **{"contact": WHO, "api": wikidata.api, "silence": 1.0, **more})  # type: ignore[arg-type]


def chosen(report: LookupReport) -> dict[str, str]:
    return {one.iri.removeprefix(IRI): one.chosen.item for one in report.proposals if one.chosen}


def by_name(report: LookupReport, name: str) -> Proposal:
    return next(one for one in report.proposals if one.iri == IRI + name)


# ---- what is proposed --------------------------------------------------------------------------


def test_what_is_sure_is_proposed(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    report = look_up(build, options(wikidata, tmp_path))
    assert chosen(report) == FOUND
    ann = by_name(report, "ann")
    assert (ann.cls, ann.day, ann.source) == ("Person", DAY, wikidata.api)
    assert ann.chosen is not None and ann.chosen.method == "label"
    assert len(report.proposals) == 11, (
        "all without an item: those with one, and those known by a first name, are not asked"
    )


def test_what_is_not_sure_is_left_open(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    report = look_up(build, options(wikidata, tmp_path))
    twin = by_name(report, "twin")
    assert [one.item for one in twin.found] == ["Q900000050", "Q900000051"]
    assert "as likely" in twin.why
    assert "nothing" in by_name(report, "oral").why
    wikidata.items = {"Q900000030": Item("Q900000030", "Ann Lee", ("Q900000901",))}  # only the film
    film = by_name(look_up(build, options(wikidata, tmp_path / "other")), "ann")
    assert film.chosen is None


def test_a_name_alone_makes_no_person(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    wikidata.items["Q900000030"] = Item("Q900000030", "Ann Lee", ("Q5",), citizen="Q900000002")
    assert by_name(look_up(build, options(wikidata, tmp_path)), "ann").chosen is None
    wikidata.items["Q900000030"] = Item("Q900000030", "Ann Lee", ("Q5",))
    stateless = by_name(look_up(build, options(wikidata, tmp_path / "other")), "ann")
    assert (stateless.chosen, stateless.found[0].score) == (None, 1.0)
    assert "nothing but the name" in stateless.why


def test_the_kind_is_found_up_the_tree_of_classes(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    """A city of two steps, an airline of one, a circle among the classes."""
    report = look_up(build, options(wikidata, tmp_path))
    classes = {one.item: one.thing.cls for p in report.proposals for one in p.found}
    assert classes["Q900000010"] == "City"
    assert classes["Q900000040"] == "Airline"
    assert classes["Q900000020"] == "Ministry"


def test_another_name_is_searched_where_the_label_finds_nothing(
    wikidata: FakeWikidata, build: Path, tmp_path: Path
) -> None:
    wikidata.items["Q900000060"] = Item("Q900000060", "Uralsk", ("Q515",), ("Oral",), country="Q900000001")
    wikidata.items["Q900000060"] = replace(wikidata.items["Q900000060"], aliases=())
    report = look_up(build, options(wikidata, tmp_path))
    assert chosen(report)["oral"] == "Q900000060"


def test_statements_that_ended_or_were_doubted_do_not_count(
    wikidata: FakeWikidata, build: Path, tmp_path: Path
) -> None:
    claims = {"P31": [item("Q5", "deprecated"), item("Q515", "preferred"), item("Q6256")]}
    wikidata.items["Q900000010"] = Item("Q900000010", "Tilmar", country="Q900000001", more=claims)
    assert by_name(look_up(build, options(wikidata, tmp_path)), "tilmar").found[0].thing.cls == "City"


def test_a_merged_item_is_the_one_it_was_merged_into(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    search = wikidata._search
    wikidata._search = lambda fields: {  # type: ignore[method-assign]
        "search": [{"id": "Q900000099"}] if fields["search"] == "Dorvia" else search(fields)["search"]
    }
    wikidata.merged["Q900000099"] = "Q900000002"
    assert chosen(look_up(build, options(wikidata, tmp_path)))["dorvia"] == "Q900000002"


def test_the_same_answers_give_the_same_file(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    first = turtle(look_up(build, options(wikidata, tmp_path)).proposals)
    wikidata.items = dict(reversed(wikidata.items.items()))
    assert turtle(look_up(build, options(wikidata, tmp_path / "again")).proposals) == first


# ---- how it is asked ---------------------------------------------------------------------------


def test_requests_are_few_polite_and_one_by_one(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    report = look_up(build, options(wikidata, tmp_path))
    asked = wikidata.server.asked
    assert report.sent == len(asked) < 20
    for one in asked:
        assert one.headers["user-agent"].startswith("kazkg/")
        assert f"({WHO})" in one.headers["user-agent"]
        assert "gzip" in one.headers["accept-encoding"]
        assert "authorization" not in one.headers
        fields = parse_qs(urlsplit(one.path).query)
        assert fields["maxlag"] == ["5"]
    actions = [parse_qs(urlsplit(one.path).query)["action"][0] for one in asked]
    assert actions == sorted(actions, reverse=True), "all searches, then the items together"
    assert actions.count("wbgetentities") == 3, "items, their classes, the classes of those"


def test_a_login_for_a_store_goes_nowhere_else(
    wikidata: FakeWikidata, build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAZKG_TOKEN", "opensesame-7Q")
    look_up(build, options(wikidata, tmp_path))
    assert all("opensesame" not in str(one.headers) for one in wikidata.server.asked)


def test_names_are_data(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    look_up(build, options(wikidata, tmp_path))
    searched = [parse_qs(urlsplit(one.path).query).get("search") for one in wikidata.server.asked]
    assert ['<script>alert(1)</script> & "sons" \''] in searched


@pytest.mark.parametrize(
    "contact",
    ["", " ", "me", "me@example", "a\r\nX-Evil: 1", "me@example.org)\n", "é@example.org", "ftp://example.org"],
)
def test_nobody_is_asked_without_a_contact(contact: str, tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match=r"--contact|who asks"):
        LookupOptions(tmp_path, contact=contact)


@pytest.mark.parametrize("contact", ["me@example.org", "https://example.org/about?who=me", "http://example.org"])
def test_contacts(contact: str, tmp_path: Path) -> None:
    assert f"({contact})" in LookupOptions(tmp_path, contact=contact).agent


def test_a_proxy_is_asked_in_the_place_of_the_server(
    wikidata: FakeWikidata, build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, wikidata.server.url)
    far = options(wikidata, tmp_path, api="http://wikidata.invalid/w/api.php")
    assert chosen(look_up(build, far)) == FOUND
    assert all(one.path.startswith("http://wikidata.invalid/w/api.php?") for one in wikidata.server.asked)


# ---- the cache ---------------------------------------------------------------------------------


def test_what_was_answered_is_not_asked_again(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    first = look_up(build, options(wikidata, tmp_path))
    wikidata.server.asked.clear()
    again = look_up(build, options(wikidata, tmp_path))
    assert wikidata.server.asked == []
    assert (again.sent, again.kept) == (0, first.sent + first.kept)
    assert turtle(again.proposals) == turtle(first.proposals)


def test_a_replay_needs_no_network_and_no_contact(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    first = look_up(build, options(wikidata, tmp_path))
    wikidata.server.usual = lambda _asked: Says(500)
    wikidata.server.asked.clear()
    offline = options(wikidata, tmp_path, replay=True, contact="")
    assert turtle(look_up(build, offline).proposals) == turtle(first.proposals)
    assert wikidata.server.asked == []
    with pytest.raises(InputError, match="not kept"):
        look_up(build, replace(offline, cache=tmp_path / "empty"))
    assert wikidata.server.asked == []


def test_an_interrupted_look_up_goes_on(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    with pytest.raises(RemoteError, match="4 requests") as err:
        look_up(build, options(wikidata, tmp_path, most=4))
    assert "goes on" in err.value.remedy
    assert err.value.status == 5
    report = look_up(build, options(wikidata, tmp_path))
    assert report.kept >= 4
    assert len({one.path for one in wikidata.server.asked}) == len(wikidata.server.asked), "nothing was asked twice"


@pytest.mark.parametrize(
    "broken", ["", "{", "[]", '{"format": 1}', '{"format": 9, "body": "{}"}', '{"format": 1, "body": "{}"}']
)
def test_a_broken_answer_on_disk_is_asked_again(
    broken: str, wikidata: FakeWikidata, build: Path, tmp_path: Path
) -> None:
    look_up(build, options(wikidata, tmp_path))
    kept = sorted((tmp_path / "cache").rglob("*.json"))
    kept[0].write_text(broken)
    wikidata.server.asked.clear()
    assert chosen(look_up(build, options(wikidata, tmp_path))) == FOUND
    assert len(wikidata.server.asked) == 1
    assert not list((tmp_path / "cache").rglob("*.part"))


def test_keys_tell_questions_apart(tmp_path: Path) -> None:
    one = Question("GET", "http://a/", {"x": "1", "y": "2"})
    same = Question("GET", "http://a/", {"y": "2", "x": "1"})
    others = [replace(one, method="POST"), replace(one, url="http://b/"), replace(one, fields={"x": "1", "y": "3"})]
    assert one.key == same.key
    assert len({one.key, *(other.key for other in others)}) == 4
    cache = Cache(tmp_path / "c")
    cache.put(one, Kept("{}", None))
    assert cache.get(same) == Kept("{}", None)
    assert cache.get(others[0]) is None
    cache.put(one, Kept("{}", "yesterday"))
    assert cache.get(one) == Kept("{}", None), "what is no date is none"


# ---- what goes wrong ---------------------------------------------------------------------------


def test_lag_is_waited_for(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    wikidata.lag = 2
    pauses: list[float] = []
    assert chosen(look_up(build, options(wikidata, tmp_path), sleep=pauses.append)) == FOUND
    assert pauses == [5.0, 5.0]


def test_lag_without_end_is_an_error(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    wikidata.lag = 1000
    pauses: list[float] = []
    with pytest.raises(RemoteError, match="maxlag"):
        look_up(build, options(wikidata, tmp_path), sleep=pauses.append)
    assert len(wikidata.server.asked) == 4
    assert not list((tmp_path / "cache").rglob("*.json"))


@pytest.mark.parametrize(
    ("reaction", "pauses"),
    [
        (Says(429, headers={"Retry-After": "7"}), [7.0]),
        (Says(503, headers={"Retry-After": "3", "X-Database-Lag": "9"}), [3.0]),
        (Says(503, headers={"Retry-After": "Mon, 02 Mar 2026 10:00:04 GMT", "Date": DATE}), [4.0]),
        (Says(502), [0.5]),
        (said(failed("ratelimited", "You've exceeded your rate limit.")), [5.0]),
        (reset, [0.5]),
        (half, [0.5]),
    ],
    ids=["429", "503", "503 until a date", "502", "ratelimited", "reset", "cut off"],
)
def test_passing_faults_are_sat_out(
    reaction: Reaction, pauses: list[float], wikidata: FakeWikidata, build: Path, tmp_path: Path
) -> None:
    wikidata.server.script.append(reaction)
    taken: list[float] = []
    assert chosen(look_up(build, options(wikidata, tmp_path), sleep=taken.append)) == FOUND
    assert taken == pauses


def answered(body: bytes, kind: str = "application/json") -> Says:
    return Says(200, body, {"Content-Type": kind, "Server": SERVER})


DEEP = b"[" * 200_000
FAULTS: list[tuple[str, Callable[[Asked], Reaction], str]] = [
    ("a wait that is too long", lambda _: Says(429, headers={"Retry-After": "3600"}), "fewer requests"),
    ("refused for good", lambda _: Says(403, b"Please set a user-agent"), "forbids"),
    ("nothing there", lambda _: Says(404), "nothing at this address"),
    ("broken inside", lambda _: Says(500), "failed inside"),
    ("an error of the API", lambda _: said(failed("badvalue", "Unrecognized value")), "badvalue"),
    ("an error without a code", lambda _: said({"error": "bad"}), "unknown kind"),
    ("a web page", lambda _: answered(b"<html><title>Login</title></html>", "text/html"), "no JSON"),
    ("nothing at all", lambda _: answered(b""), "no JSON"),
    ("half an answer", lambda _: answered(b'{"search": ['), "no JSON"),
    ("a nested answer", lambda _: answered(DEEP), "no JSON"),
    ("bytes that are no text", lambda _: answered(b"\xff\xfe\x00"), "no JSON"),
    ("an array", lambda _: answered(b"[]"), "no object"),
    ("an answer to something else", lambda _: said({"entities": {}, "search": "x"}), "no list 'search'"),
    ("hits that are none", lambda _: said({"search": ["Q1"]}), "no list 'search'"),
    ("a login that is asked for", lambda _: Says(401, headers={"WWW-Authenticate": "Basic"}), "asks for a login"),
    ("a move to another server", lambda _: Says(302, headers={"Location": "http://127.0.0.2:9/"}), "sends on"),
    ("a move without end", lambda one: Says(302, headers={"Location": one.path}), "on and on"),
    ("silence", lambda _: drip(2.0, 3), "too long|half-way|ended"),
]


@pytest.mark.parametrize(("usual", "says"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_faults_are_named_and_nothing_is_kept(
    usual: Callable[[Asked], Reaction], says: str, wikidata: FakeWikidata, build: Path, tmp_path: Path
) -> None:
    wikidata.server.usual = usual
    with pytest.raises(RemoteError, match=says) as err:
        look_up(build, options(wikidata, tmp_path, silence=0.3), sleep=lambda _seconds: None)
    assert err.value.status == 5
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize("broken", [[], {"entities": []}, {"entities": {"Q1": 5}}, {"entities": {"Q1": {"labels": 5}}}])
def test_items_of_another_shape_are_an_error(
    broken: object, wikidata: FakeWikidata, build: Path, tmp_path: Path
) -> None:
    wikidata._get = lambda _fields: broken  # type: ignore[method-assign,assignment,return-value]
    with pytest.raises(RemoteError, match="not what was asked for"):
        look_up(build, options(wikidata, tmp_path))


ODD = [
    "Q0", "Q01", "q5", "P31", "Q5|Q6", "Q5&action=edit", "../../etc", "Q5> <http://evil.example/", "Q５", "", None, 5,
    {"id": "Q5"}, "Q9" * 40,
]  # fmt: skip


def test_ids_that_are_none_go_no_further(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    wikidata._search = lambda _fields: {"search": [{"id": odd} for odd in ODD][:7]}  # type: ignore[method-assign]
    report = look_up(build, options(wikidata, tmp_path))
    assert all(one.found == () for one in report.proposals)
    assert all("wbgetentities" not in one.path for one in wikidata.server.asked)


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_odd_ids_inside_an_item_are_passed_over(
    odd: object, wikidata: FakeWikidata, build: Path, tmp_path: Path
) -> None:
    value = {"mainsnak": {"snaktype": "value", "datavalue": {"value": {"id": odd}}}, "rank": "normal"}
    entity = {"id": "Q900000002", "labels": {"en": {"value": "Dorvia"}}, "aliases": {"en": [5, {"value": odd}]},
              "claims": {"P31": [value, 5, {}, {"mainsnak": None, "rank": "normal"}], "P17": [value], "P625": [value],
                         "P1082": [value], "P279": "x"}}  # fmt: skip
    get = wikidata._get
    wikidata._get = lambda fields: {  # type: ignore[method-assign]
        "entities": get(fields)["entities"] | ({"Q900000002": entity} if "Q900000002" in fields["ids"] else {})
    }
    report = look_up(build, options(wikidata, tmp_path))
    assert by_name(report, "dorvia").chosen is None
    assert chosen(report) == {name: id for name, id in FOUND.items() if name != "dorvia"}


def test_the_time_is_limited(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    with pytest.raises(RemoteError, match="took longer"):
        look_up(build, options(wikidata, tmp_path, seconds=1e-9))


# ---- a reconciliation service ------------------------------------------------------------------


def service(wikidata: FakeWikidata, folder: Path, **more: object) -> LookupOptions:
    return options(wikidata, folder, service=wikidata.service, **more)


def test_a_service_is_asked_in_batches(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    report = look_up(build, service(wikidata, tmp_path))
    assert chosen(report) == FOUND
    assert [one.method for one in wikidata.server.asked] == ["GET", *["POST"] * 4]
    sent = json.loads(parse_qs(wikidata.server.asked[1].body.decode())["queries"][0])
    assert len(sent) == 3
    queries = [q for one in wikidata.server.asked[1:] for q in
               json.loads(parse_qs(one.body.decode())["queries"][0]).values()]  # fmt: skip
    tilmar = next(one for one in queries if one["query"] == "Tilmar")
    assert (tilmar["type"], tilmar["type_strict"]) == ("Q515", "should")
    assert tilmar["properties"] == [{"pid": "P17", "v": {"id": "Q900000001"}}]


def test_what_the_service_doubts_is_left_open(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    wikidata.doubts.add("Q900000020")
    report = look_up(build, service(wikidata, tmp_path))
    assert by_name(report, "ministry").why == "the service itself is not sure"
    assert "ministry" not in chosen(report)


def test_what_we_doubt_is_left_open_whatever_the_service_says(
    wikidata: FakeWikidata, build: Path, tmp_path: Path
) -> None:
    wikidata.items["Q900000020"] = Item("Q900000020", "Veranian Interior Ministry", ("Q5",), country="Q900000001")
    assert "ministry" not in chosen(look_up(build, service(wikidata, tmp_path)))


@pytest.mark.parametrize(
    ("manifest", "error"),
    [
        ({"identifierSpace": "https://d-nb.info/gnd/", "versions": ["0.2"]}, UsageFault),
        ({"identifierSpace": "http://www.wikidata.org.evil.example/entity/", "versions": ["0.2"]}, UsageFault),
        ({"identifierSpace": "http://www.wikidata.org/entity/", "versions": ["7"]}, UsageFault),
        ({"identifierSpace": "http://www.wikidata.org/entity/", "versions": "x"}, UsageFault),
        ({"identifierSpace": 5}, RemoteError),
        ({}, RemoteError),
        ([], RemoteError),
    ],
    ids=str,
)
def test_services_that_cannot_serve(
    manifest: object, error: type[Exception], wikidata: FakeWikidata, build: Path, tmp_path: Path
) -> None:
    wikidata.server.usual = lambda _asked: said(manifest)
    with pytest.raises(error):
        look_up(build, service(wikidata, tmp_path))


def test_our_own_service_speaks_of_other_things(build: Path, tmp_path: Path) -> None:
    with served(build) as server:
        asking = LookupOptions(tmp_path, contact=WHO, service=server.url + "/reconcile")
        with pytest.raises(UsageFault, match="no Wikidata items"):
            look_up(build, asking)


@pytest.mark.parametrize("size", [0, -5, True, "9", 10**9, None, 2.5])
def test_an_odd_batch_size_is_the_usual_one(size: object, wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    wikidata.batch = size  # type: ignore[assignment]
    answer = wikidata.answer

    def usual(asked: Asked) -> Reaction:
        if asked.method == "GET":
            return answer(asked)
        wikidata.batch = 25
        return answer(asked)

    wikidata.server.usual = usual
    assert look_up(build, service(wikidata, tmp_path)).proposals


@pytest.mark.parametrize(
    "result",
    [None, {}, {"result": 5}, {"result": ["Q5"]}, {"result": [{"id": "Q5"}]},
     {"result": [{"id": "Q5", "name": "x", "score": "high"}]}],
    ids=str,
)  # fmt: skip
def test_results_of_another_shape_are_an_error(
    result: object, wikidata: FakeWikidata, build: Path, tmp_path: Path
) -> None:
    answer = wikidata.answer
    wikidata.server.usual = lambda one: (
        answer(one) if one.method == "GET" else said({"q0": result, "q1": result, "q2": result})
    )
    with pytest.raises(RemoteError, match="no list of candidates"):
        look_up(build, service(wikidata, tmp_path))


def test_candidates_with_odd_ids_are_passed_over(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    answer = wikidata.answer
    odd = [{"id": one, "name": "Dorvia", "score": 100, "match": True} for one in ODD if isinstance(one, str)][:5]

    def usual(one: Asked) -> Reaction:
        if one.method == "GET":
            return answer(one)
        return said({f"q{n}": {"result": odd} for n in range(3)})

    wikidata.server.usual = usual
    assert chosen(look_up(build, service(wikidata, tmp_path))) == {}


# ---- the file ----------------------------------------------------------------------------------


def test_the_file_is_a_knowledge_folder_s(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "links.ttl").write_bytes(turtle(look_up(build, options(wikidata, tmp_path)).proposals))
    entries = Knowledge((folder,)).gazetteer.entries
    for key, id in FOUND.items():
        assert entries[key].wikidata == id
    assert entries["osprey"].cls == "Airline"
    assert "twin" not in entries


@pytest.mark.parametrize("way", ["online", "reconciled"])
def test_a_link_says_how_it_was_found(way: str, wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    asking = options(wikidata, tmp_path) if way == "online" else service(wikidata, tmp_path)
    quads = ox.parse(turtle(look_up(build, asking).proposals), format=ox.RdfFormat.TURTLE)
    links: dict[str, dict[str, str]] = {}
    for quad in quads:
        links.setdefault(str(quad.subject), {})[quad.predicate.value.rpartition("#")[2]] = str(quad.object)
    found = [said for said in links.values() if said.get("linkOf") == f"<{IRI}osprey>"]
    assert found == [
        {
            "type": "<https://w3id.org/kazkg/ontology#Link>",
            "linkOf": f"<{IRI}osprey>",
            "linkItem": "<http://www.wikidata.org/entity/Q900000040>",
            "itemLabel": '"Osprey Air"',
            "linkMethod": f'"{way}"',
            "linkScore": '"1"^^<http://www.w3.org/2001/XMLSchema#decimal>',
            "sourceDate": f'"{DAY}"',
            "linkSource": f'"{asking.source}"',
        }
    ]


def test_what_is_not_sure_is_only_a_comment(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    text = turtle(look_up(build, options(wikidata, tmp_path)).proposals).decode()
    subjects = {
        q.subject.value for q in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE) if hasattr(q.subject, "value")
    }
    assert IRI + "twin" not in subjects
    assert "# Twin" in text
    assert "#   Q900000050" in text


HURT = 'a"\n<x> <y> <z> . # \\ \u2028 kaz:x \x1b[31m'


def test_texts_of_others_stay_where_they_belong() -> None:
    thing = Thing("Q5", (HURT,), HURT, HURT, sources=(HURT,), dated=None)
    one = Candidate(thing, 0.5, HURT, HURT, HURT)
    sure = Proposal(IRI + "a", HURT, "City", (one,), one, "", HURT, HURT, HURT)
    unsure = replace(sure, iri=IRI + "b", chosen=None, why=HURT)
    data = turtle([sure, unsure])
    quads = list(ox.parse(data, format=ox.RdfFormat.TURTLE))
    assert {str(quad.subject) for quad in quads if "entity/" in str(quad.subject)} == {f"<{IRI}a>"}
    labels = [q.object.value for q in quads if str(q.predicate).endswith("prefLabel>")]  # type: ignore[union-attr]
    assert labels == [HURT]
    assert b"\x1b" not in data.replace(b"\\u001B", b"")


def test_classes_of_wikidata() -> None:
    kinds = Kinds(lambda _classes: {})
    assert kinds.known(["Q900000000", "Q515"]) == "City"
    assert kinds.known(["Q486972"]) == "Place", "a wider class says only the kind"
    assert kinds.item("City") == "Q515"
    assert kinds.item("Spaceport") != kinds.item("Facility")
    assert kinds.find({"a": (CITY_CLASS,), "b": ()}) == {"a": None, "b": None}


CANDIDATES = """
@prefix kaz: <https://w3id.org/kazkg/ontology#> .
@prefix wd: <http://www.wikidata.org/entity/> .
<https://example.org/id/link/1> a kaz:CandidateLink ; kaz:linkOf <https://example.org/id/entity/twin> ;
  kaz:linkItem wd:Q42 ; kaz:itemLabel "Twin Falls" ; kaz:linkMethod "alias" ; kaz:linkScore 0.79 ;
  kaz:linkSource "opentraveldata" ; kaz:reason "it belongs to another country" .
<https://example.org/id/link/2> a kaz:CandidateLink ; kaz:linkOf <https://example.org/id/entity/twin> ;
  kaz:linkItem wd:Q35493 ; kaz:itemLabel "Twin City" ; kaz:linkMethod "label" ; kaz:linkScore 0.95 ;
  kaz:linkSource "opentraveldata" ; kaz:reason "another item is as near" .
<https://example.org/id/link/3> a kaz:CandidateLink ; kaz:linkOf <https://example.org/id/entity/twin> ;
  kaz:linkItem <http://www.wikidata.org/entity/x> ; kaz:linkScore 0.9 .
"""


def test_without_a_server_the_candidates_of_the_build_are_listed(build: Path, tmp_path: Path) -> None:
    path = tmp_path / "build.trig"
    path.write_text(build.read_text(encoding="utf-8") + CANDIDATES, encoding="utf-8")
    report = look_up(path)
    assert chosen(report) == {}
    twin = by_name(report, "twin")
    assert [(c.item, c.score, c.method) for c in twin.found] == [("Q35493", 0.95, "label"), ("Q42", 0.79, "alias")]
    assert (twin.why, by_name(report, "tilmar").why) == ("another item is as near", "nothing of that name and kind")
    text = turtle(report.proposals).decode()
    assert "#   Q42 Twin Falls (Entity) by alias, score 0.79" in text
    assert not list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))


def test_a_link_survives_the_rebuild(tmp_path: Path) -> None:
    """The node of the file and that of the build are one: method, score, server and day stay."""
    iri = Iris().entity("tarvo-radio")
    thing = Thing("Q900000077", ("Tarvo Radio",), "Organization", "Broadcaster")
    found = Candidate(thing, 0.9, "label", "Tarvo Radio", "its country is not in the context")
    sure = Proposal(iri, "Tarvo Radio", "Broadcaster", (found,), found, "", "online", "https://example.org/api", DAY)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "links.ttl").write_bytes(turtle([sure]))
    (tmp_path / "a.txt").write_text(
        "ALMATY, 6 January 2022. Two people were killed, Tarvo Radio said.", encoding="utf-8"
    )
    run_build([tmp_path / "a.txt"], BuildOptions(out=tmp_path / "b", knowledge=(mine,)))
    rows = [row for row in answer("links", source=tmp_path / "b").plain() if row["label"] == "Tarvo Radio"]
    assert rows == [
        {
            "label": "Tarvo Radio", "type": "Organization", "wikidata": "http://www.wikidata.org/entity/Q900000077",
            "itemLabel": "Tarvo Radio", "method": "online", "score": "0.9", "source": "https://example.org/api",
            "dated": DAY,
        }
    ]  # fmt: skip
    built = {q.triple for q in ox.parse(path=str(tmp_path / "b" / "kg.trig"), format=ox.RdfFormat.TRIG)}
    told = {q.triple for q in ox.parse(turtle([sure]), format=ox.RdfFormat.TURTLE)}
    node = {t for t in told if "/link/" in str(t.subject)}
    assert len(node) == 9
    assert node <= built
    text = (mine / "links.ttl").read_text(encoding="utf-8")
    (mine / "links.ttl").write_text(text.replace("kaz:wikidata wd:Q900000077", "kaz:wikidata wd:Q900000078"))
    assert Knowledge((mine,)).links == {}, "an item that somebody changed is theirs"


@pytest.mark.parametrize(
    ("said", "score"),
    [
        ("kaz:linkMethod 'online' ; kaz:linkScore 0.97 ; kaz:linkSource 's'", 0.97),
        ("kaz:linkMethod 'online' ; kaz:linkScore 1.00 ; kaz:linkSource 's'", 1.0),
        ("kaz:linkMethod 'online' ; kaz:linkScore 'much' ; kaz:linkSource 's'", None),
        ("kaz:linkMethod 'online' ; kaz:linkScore 7 ; kaz:linkSource 's'", None),
        ("kaz:linkMethod 'online' ; kaz:linkSource 's'", None),
        ("kaz:linkScore 0.97 ; kaz:linkSource 's'", None),
        ("kaz:linkMethod 'online' ; kaz:linkScore 0.97", None),
    ],
)
def test_a_link_that_says_too_little_is_passed_over(tmp_path: Path, said: str, score: float | None) -> None:
    (tmp_path / "links.ttl").write_text(
        f"""@prefix kaz: <https://w3id.org/kazkg/ontology#> .
@prefix wd: <http://www.wikidata.org/entity/> .
<https://example.org/id/entity/a> a kaz:City ; kaz:wikidata wd:Q5 .
<https://example.org/id/link/1> a kaz:Link ; {said} ;
  kaz:linkOf <https://example.org/id/entity/a> ; kaz:linkItem wd:Q5 .
""",
        encoding="utf-8",
    )
    found = Knowledge((tmp_path,)).links
    assert {key: link.score for key, link in found.items()} == ({} if score is None else {"a": score})


# ---- the command -------------------------------------------------------------------------------


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    import os

    env = {name: value for name, value in os.environ.items() if name != "KAZKG_CONTACT"} | environ
    return subprocess.run([sys.executable, "-m", "kazkg", "link", *arguments], capture_output=True, text=True, env=env)


def test_the_command(wikidata: FakeWikidata, build: Path, tmp_path: Path) -> None:
    out, cache = tmp_path / "links.ttl", tmp_path / "answers"
    asking = ["--from", str(build), "--online", "--api", wikidata.api, "--cache", str(cache), "--out", str(out)]
    refused = run(*asking)
    assert (refused.returncode, wikidata.server.asked) == (2, [])
    assert "--contact" in refused.stderr
    done = run(*asking, KAZKG_CONTACT=WHO)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "5 of 11 entities" in done.stderr
    replayed = run("--from", str(build), "--replay", "--api", wikidata.api, "--cache", str(cache))
    assert replayed.returncode == 0
    assert replayed.stdout == out.read_text()
    rows = run("--from", str(build), "--replay", "--api", wikidata.api, "--cache", str(cache), "--format", "json")
    assert {one["item"] for one in json.loads(rows.stdout)} == {*FOUND.values(), ""}


def test_a_dead_network_changes_nothing(build: Path, tmp_path: Path) -> None:
    out = tmp_path / "links.ttl"
    out.write_text("# mine\n")
    before = build.read_bytes()
    dead = ["--online", "--contact", WHO, "--api", "http://127.0.0.1:9/w/api.php", "--cache", str(tmp_path / "c")]
    done = run("--from", str(build), *dead, "--out", str(out))
    assert done.returncode == 5
    assert "cannot be reached" in done.stderr
    assert out.read_text() == "# mine\n"
    assert build.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["links.ttl"]


@pytest.mark.parametrize(
    "arguments", [["--service", "http://127.0.0.1:9/"], ["--format", "xml"], ["--online", "--contact", "me"],
                  ["--online", "--contact", WHO, "--max-requests", "0"], ["--online", "--contact", WHO, "--api", "x"]],
    ids=" ".join,
)  # fmt: skip
def test_wrong_use(arguments: list[str], build: Path, tmp_path: Path) -> None:
    assert run("--from", str(build), *arguments).returncode == 2


if __name__ == "__main__":
    for fault in FAULTS:
        print(fault[0])
