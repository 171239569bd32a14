# ruff: noqa: E501  (tables read better with one case a line)
"""Every shape has a graph that conforms and a graph broken on purpose that gets the right message."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kazkg.graph.findings import Finding, conforms, report_turtle, sort_findings
from kazkg.graph.provenance import Run, describe
from kazkg.graph.rows import KAZ, OA, PROV, SKOS, TYPE, Row, boolean, integer, text, typed
from kazkg.graph.settings import GraphSettings
from kazkg.graph.validate import checker_of, validate, validate_knowledge
from kazkg.knowledge import Knowledge
from kazkg.language.pipeline import ModelInfo

Rows = list[Row]
Change = Callable[[Rows], Rows]

KILLED = "/figure/21-"
DOZENS = "/figure/218-"
TOLD = "/statement/118-"
REJECTED = "/figure/9-"
ENTITY = "https://w3id.org/kazkg/id/entity/"


def drop(where: str, name: str) -> Change:
    """Take away a property of the subject that holds ``where`` and is not a part of it."""
    return lambda rows: [r for r in rows if not (is_subject(r[0], where) and r[1].endswith((f"#{name}>", f"/{name}>")))]


def add(where: str, predicate: str, value: str) -> Change:
    return lambda rows: [*rows, (subject(rows, where), predicate, value)]


def put(where: str, predicate: str, value: str) -> Change:
    """Replace a property's values by one."""
    name = re.split("[#/]", predicate[1:-1])[-1]
    return lambda rows: add(where, predicate, value)(drop(where, name)(rows))


def put_link(name: str, value: str) -> Change:
    """Replace a property of every link."""
    return lambda rows: [(s, p, value if p == KAZ[name] else o) for s, p, o in rows]


def both(*changes: Change) -> Change:
    def change(rows: Rows) -> Rows:
        for one in changes:
            rows = one(rows)
        return rows

    return change


def is_subject(term: str, where: str) -> bool:
    return where in term and "/" not in term[term.index(where) + len(where) :]


def subject(rows: Rows, where: str) -> str:
    return next(s for s, _, _ in rows if is_subject(s, where))


def node(where: str) -> str:
    return f"<{ENTITY}{where}>"


def alarm(cls: str, kind: str, *left_out: str) -> Change:
    """Put an alarm at the first figure's amount; leave out the properties named."""
    node = "<https://w3id.org/kazkg/id/article/flood-1/alarm/x-21-32>"

    def change(rows: Rows) -> Rows:
        span, quote = (next(o for s, p, o in rows if KILLED in s and p == KAZ[n]) for n in ("wordsSpan", "quoteSpan"))
        article = next(o for s, p, o in rows if KILLED in s and p == KAZ["inArticle"])
        made = {
            "inArticle": article,
            "alarmKind": text(kind),
            "reason": text("it is odd"),
            "span": span,
            "quoteSpan": quote,
        }
        kept = [(node, KAZ[name], value) for name, value in made.items() if name not in left_out]
        return [*rows, (node, TYPE, KAZ[cls]), *kept]

    return change


BROKEN: list[tuple[str, Change, str]] = [
    # shape, what is done to the graph, what is said of it
    ("Article", drop("article/flood-1>", "identifier"), "Article flood-1 “March 3”: An article needs exactly one identifier."),
    ("Article", put("article/flood-1>", KAZ["textLength"], integer(100)), "A span ends behind the end of the article."),
    ("Article", put("article/flood-1>", KAZ["textDigest"], text("abc")), "An article needs the SHA-256 of its text."),
    ("Article", put("article/flood-1>", KAZ["dateBasis"], text("guess")), "one of correction, flag, record, sidecar and text"),
    ("Article", add("article/flood-1>", KAZ["published"], node("port-bella")), "at most one publication date"),
    ("DatedArticle", drop("article/flood-1>", "published"), "its relative dates stay open"),
    ("DateBasis", drop("article/flood-1>", "dateBasis"), "must say how it was found"),
    ("Span", put("char=21,32>", OA["end"], integer(5)), "“At least 12”: A span needs one start"),
    ("Span", drop("char=21,32>", "end"), "A span needs exactly one end."),
    ("Span", drop("char=21,32>", "exact"), "A span needs the words that stand there."),
    ("Span", add("char=21,32>", KAZ["inArticle"], node("port-bella")), "A span belongs to exactly one article."),
    ("Field", drop("/field/desk>", "value"), "A field needs exactly one value."),
    ("Entity", drop("/entity/port-bella>", "prefLabel"), "An entity needs exactly one label, a plain string."),
    ("Entity", put("/entity/port-bella>", SKOS["prefLabel"], '"Port Bella"@en'), "exactly one label, a plain string"),
    ("Entity", add("/entity/port-bella>", TYPE, KAZ["Airline"]), "classes must all be of the one kind"),
    ("Entity", put("/entity/port-bella>", KAZ["typeName"], text("Town")), "Person, Organization, Place, Facility and Event"),
    ("Entity", add("/entity/port-bella>", KAZ["wikidata"], "<http://www.wikidata.org/entity/Q1>"), "at most one Wikidata item"),
    ("Person", add("/entity/ivo-renn>", KAZ["worksFor"], node("port-bella")), "A person works for an organisation."),
    ("Organization", add("/entity/radio-vesta>", KAZ["partOf"], node("port-bella")), "part of an organisation"),
    ("Located", add("/entity/bella-airport>", KAZ["locatedIn"], node("radio-vesta")), "Something lies in a place."),
    ("Geometry", put("port-bella/geometry>", "<http://www.opengis.net/ont/geosparql#asWKT>", text("50 N")), "POINT(longitude"),
    ("Role", drop("/oda-malk/role/", "title"), "An office needs a title."),
    ("Role", put("/oda-malk/role/", KAZ["since"], text("last year")), "ISO 8601"),
    ("Mention", drop("/mention/0-10>", "refersTo"), "“PORT BELLA”: A mention refers to exactly one entity."),
    ("Mention", put("/mention/0-10>", KAZ["surface"], text("Porta Bella")), "surface must be the words of its span"),
    ("Mention", put("/mention/0-10>", KAZ["form"], text("nickname")), "a name, a nominal or a pronoun"),
    ("UnnamedSource", drop("/source/witnesses>", "prefLabel"), "A source without a name needs exactly one label."),
    ("UnnamedSource", add("/source/witnesses>", TYPE, KAZ["Person"]), "A source without a name cannot be an entity."),
    ("Claim", drop(KILLED, "quoteSpan"), "A claim needs the sentence that carries it."),
    ("Claim", drop(KILLED, "inArticle"), "A claim belongs to exactly one article."),
    ("Claim", add(KILLED, KAZ["medium"], node("port-bella")), "media of a claim and its relays must be the same"),
    ("Relay", drop("/relay/1>", "order"), "A relay needs its position in the chain"),
    ("Relay", put("/relay/1>", KAZ["relayedBy"], node("nobody")), "medium of a relay must be an entity or an unnamed source"),
    ("OwnVoice", put(KILLED, KAZ["ownVoice"], text("no")), "is true or false"),
    ("AttributedClaim", put(KILLED, KAZ["ownVoice"], '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'), "own voice cannot"),
    ("AttributedClaim", drop(KILLED, "sourceSpan"), "must show where the article names the claimer"),
    ("AttributedClaim", drop(KILLED, "chain"), "needs its chain"),
    ("Statement", drop(TOLD, "act"), "A statement needs exactly one act."),
    ("Statement", drop(TOLD, "cueSpan"), "must show where its cue stands"),
    ("Statement", put(TOLD, KAZ["cue"], text("asked")), "cue must be the words of its span"),
    ("Statement", put(TOLD, KAZ["content"], text("All is well")), "content must be the words of its span"),
    ("Statement", add(TOLD, KAZ["speaker"], node("oda-malk")), "speakers of a statement and of its turns must be the same"),
    ("Statement", put(TOLD, KAZ["mode"], text("sung")), "direct, indirect or mixed"),
    ("SpokenStatement", both(drop(TOLD, "speaker"), drop(TOLD, "turn")), "Nobody is named who made this statement."),
    ("SpeakerTurn", drop("/turn/1>", "sourceSpan"), "must have a place in the article where it is named"),
    ("SpeakerTurn", drop("/turn/1>", "turnSpeaker"), "A turn has exactly one speaker"),
    ("Figure", drop(KILLED, "measure"), "Ivo Renn told Radio Vesta.”: A figure needs exactly one measure"),
    ("Figure", drop(KILLED, "group"), "exactly one group of people"),
    ("Figure", drop(KILLED, "wordsSpan"), "must show where its amount stands"),
    ("Figure", put(KILLED, KAZ["words"], text("At least 13")), "words must be the words of their span"),
    ("Figure", put(KILLED, KAZ["low"], text("12")), "low must be a whole number"),
    ("Figure", both(put(KILLED, KAZ["high"], integer(3)), put(KILLED, KAZ["qualifier"], text("between"))), "not above its high"),
    ("Figure", put(KILLED, KAZ["status"], text("old")), "current, historical, superseded, planned or part"),
    ("Figure", drop(KILLED, "epistemic"), "exactly one epistemic status"),
    ("Figure", put(KILLED, KAZ["partOfFigure"], node("port-bella")), "part of no more than one figure"),
    ("Qualifier", put(KILLED, KAZ["qualifier"], text("lots")), "A figure needs one qualifier"),
    ("LowEnd", put(KILLED, KAZ["qualifier"], text("dozens")), "sets a low"),
    ("HighEnd", put(KILLED, KAZ["high"], integer(12)), "sets a high"),
    ("ExactFigure", put(KILLED, KAZ["qualifier"], text("exact")), "a low and a high that are the same"),
    ("BoundedFigure", drop(KILLED, "low"), "without a vague word needs a low or a high"),
    ("Range", put(KILLED, KAZ["qualifier"], text("between")), "between two numbers needs both"),
    ("PartFigure", lambda rows: [*rows, (subject(rows, KILLED), KAZ["partOfFigure"], subject(rows, DOZENS))], "same thing"),
    ("Event", drop("/event/54-", "prefLabel"), "An event needs exactly one label."),
    ("Event", lambda rows: [r for r in rows if not r[1].endswith("#mentionOf>")], "a place in the article that tells of it"),
    ("Event", add("/event/54-", KAZ["low"], integer(12)), "A count belongs to a claim, never to an event."),
    ("EventMention", drop("/telling/54-", "mentionOf"), "tells of exactly one event"),
    ("EventMention", drop("/telling/54-", "triggerSpan"), "must show where its trigger stands"),
    ("EventMention", put("/telling/54-", KAZ["trigger"], text("died")), "trigger must be the words of its span"),
    ("EventMention", put("/telling/54-", KAZ["modality"], text("maybe")), "happened, is planned, is alleged or is denied"),
    ("Participation", drop("/participation/1>", "participantIs"), "exactly one participant"),
    ("UnnamedParticipant", drop("/participant/shops>", "prefLabel"), "A participant without a name needs exactly one label."),
    ("Time", put("/time/2031-03-04>", KAZ["precision"], text("week")), "as precise as"),
    ("Time", put("/time/2031-03-04>", KAZ["end"], typed("2031-03-01T00:00:00Z", "<http://www.w3.org/2001/XMLSchema#dateTime>")), "before it ends"),
    ("Time", put("/time/2031-03-04>", KAZ["begin"], typed("2031-03-04T00:00:00", "<http://www.w3.org/2001/XMLSchema#dateTime>")), "in UTC"),
    ("Time", put("/time/2031-03-04>", KAZ["timeText"], text("Tuesday")), "A time's text is ISO 8601."),
    ("Concept", drop("ontology#killed>", "notation"), "needs one short name"),
    ("Stage", drop("ontology#airportSeized>", "fateName"), "a step of exactly one way"),
    ("Stage", put("ontology#airportSeized>", KAZ["step"], integer(0)), "one place on its way"),
    ("StagedMention", drop("/telling/295-", "fateSubject"), "A stage is followed of an entity."),
    ("Naming", drop("/naming/", "term"), "A naming needs the word."),
    ("Naming", drop("/naming/", "namesGroup"), "fall in exactly one group"),
    ("ReportedUnknown", put("/unknown/", KAZ["unknownKind"], text("vague")), "unknown, not_given, unverified or withheld"),
    ("ReportedUnknown", put("/unknown/", KAZ["topic"], text("The number")), "topic of an unknown must be the words"),
    ("ReportedUnknown", put("/unknown/", KAZ["unknownCue"], text("was confirmed")), "cue of an unknown must be the words"),
    ("ReportedUnknown", drop("/unknown/", "cueSpan"), "must show the words that say so"),
    ("UnknownHolder", drop("/unknown/", "unknownToSpan"), "must have a place in the article"),
    ("Omission", drop("/omission/number-281-283>", "reason"), "“40”: What was left out needs a reason."),
    ("Link", put_link("linkItem", "<http://www.wikidata.org/entity/P31>"), "leads to one item of Wikidata"),
    ("Link", put_link("linkMethod", text("guess")), "by which method"),
    ("Link", put_link("linkScore", typed("1.5", "<http://www.w3.org/2001/XMLSchema#decimal>")), "from 0 to 1"),
    ("Alarm", alarm("GluedSentences", "glued sentences", "span"), "An alarm must show where it stands."),
    ("Alarm", alarm("GluedSentences", "oddity"), "An alarm is about a place, a role"),
    ("UnsupportedPlace", alarm("UnsupportedPlace", "place"), "A place that nothing else in the article supports."),
    ("UnsupportedRole", alarm("UnsupportedRole", "role"), "An office that somebody else is known to hold."),
    ("UnpairedQuotationMark", alarm("UnpairedQuotationMark", "quotation mark"), "A quotation mark without a partner."),
    ("GluedSentences", alarm("GluedSentences", "glued sentences"), "stand together without a blank"),
    ("ListWithoutCommas", alarm("ListWithoutCommas", "list"), "side by side without a comma"),
    ("MarginalClaim", alarm("MarginalClaim", "margin"), "in a credit, a teaser or the like"),
    ("Correction", drop("fixes/one>", "applied"), "A correction was applied or not."),
    ("Correction", drop("fixes/one>", "corrected"), "what it changed, or why it changed nothing"),
    ("AppliedCorrection", drop("fixes/one>", "author"), "A correction needs its author."),
    ("AppliedCorrection", put("fixes/one>", KAZ["decidedOn"], text("last week")), "needs the day it was decided on"),
    ("Corrected", drop(KILLED, "correctionText"), "must say by whom and why"),
    ("RejectedClaim", put(REJECTED, KAZ["rejectedKind"], text("thing")), "statement, telling, unknown, naming or event"),
    ("RejectedClaim", drop(REJECTED, "span"), "must show the sentence it was read in"),
    ("RejectedClaim", drop(REJECTED, "correctedBy"), "A rejected claim names the correction."),
    ("Relation", drop("/relation/r1>", "relationKind"), "A relation is of exactly one kind."),
    ("Relation", drop("/relation/r1>", "because"), "A relation needs its reason."),
    ("Relation", drop("/relation/r1>", "relatesTo"), "unless it says that there is none"),
    ("Relation", put("/relation/r1>", KAZ["leftOut"], integer(0)), "a number above 0"),
    ("RelationKind", put("ontology#Unclear>", SKOS["notation"], text("muddled")), "a closed list"),
    ("Origin", put(KILLED, KAZ["originCount"], integer(0)), "at least 1"),
    ("ClaimOrigin", drop(KILLED, "originReason"), "origin needs its evidence"),
    ("Happening", drop("/event/54-", "reportOf"), "needs two reports at least"),
    ("Happening", put("/happening/h1>", KAZ["articleCount"], integer(3)), "no more articles than reports"),
    ("Happening", put("/happening/h1>", KAZ["happeningType"], text("Picnic")), "of the type of its fullest report"),
    ("Report", drop("/event/54-", "joinedBecause"), "needs its reason"),
    ("NearCopy", drop("article/flood-1>", "copyReason"), "That an article is a copy needs its reason."),
    ("Run", lambda rows: [r for r in rows if r[1] != PROV["wasAssociatedWith"]], "must name the software"),
    ("Run", lambda rows: [r for r in rows if r[1] != PROV["used"]], "must name what it read"),
    ("Software", drop("/software/kazkg>", "version"), "Software needs a version."),
    ("Input", drop("/knowledge>", "digest"), "needs a SHA-256"),
]  # fmt: skip


@pytest.fixture(scope="module")
def sound(emission) -> Rows:
    """An article's graph with its run, nothing wrong in it."""
    run = Run("0.0", (("lib", "1"),), ModelInfo("m", "1", "a" * 64), "b" * 64, (("flood-1", "c" * 64),))
    made = [(str(q.subject), str(q.predicate), str(q.object)) for q in describe(run, GraphSettings())]
    rows = [*emission.own_rows, *emission.shared_rows, *emission.common_rows, *emission.link_rows, *made]
    return [*rows, *corrected(rows), *compared(rows)]


def compared(rows: Rows) -> Rows:
    """What is said of figures and events of several articles."""
    base = "<https://w3id.org/kazkg/id/"
    relation, happening, figure = f"{base}relation/r1>", f"{base}happening/h1>", subject(rows, KILLED)
    events = sorted({s for s, p, _ in rows if p == KAZ["typeName"] and is_subject(s, "/event/")})[:2]
    fullest = next(e for e in events if "/event/54-" in e)
    article = subject(rows, "article/flood-1>")
    kind = next(o for s, p, o in rows if s == fullest and p == KAZ["typeName"])
    return [
        (relation, TYPE, KAZ["Relation"]),
        (relation, KAZ["relationKind"], KAZ["Unclear"]),
        (KAZ["Unclear"], TYPE, KAZ["RelationKind"]),
        (KAZ["Unclear"], SKOS["notation"], text("unclear")),
        (relation, KAZ["because"], text("no date")),
        (relation, KAZ["relates"], figure),
        (relation, KAZ["relatesTo"], subject(rows, DOZENS)),
        (relation, KAZ["leftOut"], integer(3)),
        (figure, KAZ["originCount"], integer(1)),
        (figure, KAZ["claimOrigin"], node("vestania-ministry")),
        (figure, KAZ["originReason"], text("is named as the source")),
        (happening, TYPE, KAZ["Happening"]),
        (happening, KAZ["happeningType"], kind),
        (happening, SKOS["prefLabel"], text("killing")),
        (happening, KAZ["fullestReport"], fullest),
        (happening, KAZ["reportCount"], integer(2)),
        (happening, KAZ["articleCount"], integer(2)),
        (happening, KAZ["originCount"], integer(1)),
        *((event, KAZ["reportOf"], happening) for event in events),
        *((event, KAZ["joinedBecause"], text("the same kind")) for event in events),
        (article, KAZ["nearCopyOf"], article),
        (article, KAZ["copyReason"], text("about 90 %")),
    ]


def corrected(rows: Rows) -> Rows:
    """A correction that changed a figure and rejected another."""
    fix, figure = "<https://example.org/fixes/one>", subject(rows, KILLED)
    gone = figure.replace(KILLED, REJECTED)
    words = [(KAZ["correctionText"], text("date corrected")), (KAZ["correctedBy"], fix)]
    article, span = (next(o for s, p, o in rows if s == figure and p == KAZ[n]) for n in ("inArticle", "quoteSpan"))
    return [
        (fix, TYPE, KAZ["DateFix"]),
        (fix, TYPE, KAZ["Correction"]),
        (fix, KAZ["applied"], boolean(True)),
        (fix, KAZ["author"], text("Ada Example")),
        (fix, KAZ["decidedOn"], text("2031-06-01")),
        (fix, KAZ["reason"], text("read again")),
        (fix, KAZ["corrected"], figure),
        *((node, name, value) for node in (figure, gone) for name, value in words),
        (gone, TYPE, KAZ["RejectedClaim"]),
        (gone, KAZ["inArticle"], article),
        (gone, KAZ["rejectedKind"], text("figure")),
        (gone, KAZ["rejectedText"], text("civilians killed: 9")),
        (gone, KAZ["span"], span),
    ]


def test_a_sound_graph_conforms(sound, vestania, emission):
    assert checker_of(vestania).check_rows(sound, "flood-1") == []
    assert validate(emission, vestania) == []
    assert checker_of(vestania).check([*emission.own, *emission.shared], "flood-1") == []


@pytest.mark.parametrize(("shape", "change", "says"), BROKEN, ids=[f"{s}-{m[:30]}" for s, _, m in BROKEN])
def test_a_broken_graph_gets_the_right_message(sound, vestania, shape, change, says):
    broken = change(list(sound))
    assert broken != sound
    found = checker_of(vestania).check_rows(broken, "flood-1")
    mine = [f for f in found if (f.shape or "").endswith("#" + shape)]
    assert any(says in f.message for f in mine), [f"{f.shape} {f.message}" for f in found]
    assert all(f.article == "flood-1" and f.message.startswith("Article flood-1") for f in found)


def shapes_in_file() -> set[str]:
    path = Path(__file__).parents[2] / "ontology" / "shapes.ttl"
    return set(re.findall(r"^shape:(\w+) a sh:NodeShape", path.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_shape_is_exercised():
    assert {shape for shape, _, _ in BROKEN} | {shape for shape, _ in BAD_KNOWLEDGE} == shapes_in_file()


def test_severities(sound, vestania):
    changes = (drop("article/flood-1>", "published"), drop("article/flood-1>", "dateBasis"))
    found = checker_of(vestania).check_rows(both(*changes)(sound), "flood-1")
    assert [f.severity for f in found] == ["Info"]
    assert conforms(found)
    found = checker_of(vestania).check_rows(both(drop(TOLD, "speaker"), drop(TOLD, "turn"))(sound), "flood-1")
    assert [f.severity for f in found] == ["Info"]
    assert not conforms(checker_of(vestania).check_rows(drop(KILLED, "measure")(sound), "flood-1"))
    found = checker_of(vestania).check_rows(alarm("UnsupportedPlace", "place")(sound), "flood-1")
    assert [(f.severity, f.value) for f in found] == [("Warning", "it is odd")]
    found = checker_of(vestania).check_rows(alarm("MarginalClaim", "margin")(sound), "flood-1")
    assert [f.severity for f in found] == ["Info"]


BAD_KNOWLEDGE = [
    # shape, what is said
    ("Term", "A term of the ontology needs one definition a language."),
    ("Frame", "A frame evokes exactly one class of the ontology."),
    ("Frame", "A frame evokes a class of events."),
    ("ReportingCue", "A reporting cue performs exactly one act."),
    ("LexicalEntry", "An entry of the lexicon needs words"),
    ("GazetteerEntry", "at most one Wikidata item"),
    ("GazetteerEntry", "Two entries of the gazetteer cannot lie in each other."),
    ("GazetteerKind", "exactly one of person, organisation, place, facility and named event"),
    ("GazetteerItem", "share one Wikidata item"),
    ("GazetteerRole", "needs the body or country"),
    ("CorrectionRecord", "A correction must say what it corrects."),
]

BAD_TURTLE = """
@prefix kaz: <https://w3id.org/kazkg/ontology#> . @prefix lex: <https://w3id.org/kazkg/lexicon#> .
@prefix e: <https://w3id.org/kazkg/id/entity/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix wd: <http://www.wikidata.org/entity/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
kaz:Undefined a owl:Class ; rdfs:label "undefined"@en .
lex:nothing a kaz:Frame ; kaz:verb "nothing" .
lex:person a kaz:Frame ; kaz:verb "person" ; kaz:evokes kaz:Person .
lex:cue a kaz:ReportingCue ; kaz:verb "cue" .
lex:empty a kaz:LexicalEntry .
e:one a kaz:City, kaz:Airline ; skos:prefLabel "One" ; kaz:wikidata wd:Q1, wd:Q2 ; kaz:locatedIn e:two .
e:two a kaz:City ; skos:prefLabel "Two" ; kaz:wikidata wd:Q1 ; kaz:locatedIn e:one .
e:three a kaz:Person ; skos:prefLabel "Three" ; kaz:role [ a kaz:Role ; kaz:title "chief" ] .
e:four a kaz:Rejection ; kaz:author "Ada" ; kaz:decidedOn "2031-06-01" ; kaz:reason "because" .
"""


def test_the_packaged_knowledge_is_sound(knowledge):
    assert [f.message + " " + f.focus for f in validate_knowledge(knowledge)] == []


def test_broken_knowledge_gets_the_right_messages(tmp_path):
    (tmp_path / "bad.ttl").write_text(BAD_TURTLE, encoding="utf-8")
    found = validate_knowledge(Knowledge([tmp_path]))
    for shape, says in BAD_KNOWLEDGE:
        assert any((f.shape or "").endswith("#" + shape) and says in f.message for f in found), (shape, says)


def test_report_is_skolemised_sorted_and_each_finding_once():
    one = Finding("Violation", "Article a “x”: wrong", "https://w3id.org/kazkg/id/article/a", article="a", quote="x")
    two = Finding("Info", "fine", "[Role chief]", path="kaz:span/oa:exact", value="5")
    text_ = report_turtle([two, one, one])
    assert text_ == report_turtle([one, two])
    assert text_.count("sh:ValidationResult") == 2
    assert "_:" not in text_ and "sh:conforms false" in text_
    assert "sh:conforms true" in report_turtle([])
    assert sort_findings([two, one]) == [one, two]
