"""Two made-up articles about a made-up riot, as facts and as quads: every kind of claim at least once."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kazkg.corrections.summary import summarise
from kazkg.facts import (
    Alarm,
    Article,
    ArticleFacts,
    Attribution,
    Entity,
    Event,
    EventMention,
    Figure,
    Mention,
    Naming,
    Omission,
    Participant,
    Source,
    Span,
    Statement,
    Time,
    Unknown,
)
from kazkg.fusion.eventing import event_reports
from kazkg.fusion.fuse import fuse
from kazkg.fusion.reporting import reports_of
from kazkg.fusion.shelf import Shelf
from kazkg.graph.emit import emit, registry_of
from kazkg.graph.provenance import Run, describe
from kazkg.graph.reason import closure
from kazkg.graph.settings import GraphSettings
from kazkg.knowledge import Knowledge
from kazkg.language.pipeline import ModelInfo
from kazkg.linking.link import Linker

__all__ = ["ALPHA", "BETA", "facts", "inferred", "nquads"]

ALPHA = (
    "NORHAVEN, March 5. Norland police said at least 12 officers were killed in Norhaven on Tuesday. Two of them were "
    "shot. Interior Minister Ada Brun, quoted by Norpress, warned that the terrorists will be punished. Blue Wing "
    "suspended flights to Norhaven International Airport until March 9. Rioters stormed the airport on March 4. "
    "Soldiers retook it on March 5. President Olof Kern asked the Northern Pact for help. The Northern Pact will send "
    "about 300 troops to Norland. The government declared a state of emergency from March 5 to March 19. Sudland "
    "condemned the violence of Norland. Kern denied that he had resigned. Reportedly dozens of rioters were arrested. "
    "It was reported that 7 people were hurt. 3 shops burned. Norland police did not say who burned them."
)
BETA = 'Norland police say "15 officers" died, Norpress reported, citing Radio Nor. Sudland Foreign Ministry agreed.'

GAZETTEER = """
@prefix kaz: <https://w3id.org/kazkg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix e: <https://w3id.org/kazkg/id/entity/> .

e:norland a kaz:Country ; skos:prefLabel "Norland" ; kaz:demonym "Norlandic" .
e:sudland a kaz:Country ; skos:prefLabel "Sudland" ; kaz:demonym "Sudlandic" ; kaz:wikidata wd:Q900001 .
e:norhaven a kaz:City ; skos:prefLabel "Norhaven" ; kaz:locatedIn e:norland ; kaz:wikidata wd:Q900002 ;
    kaz:wkt "POINT(10.5 50.25)"^^geo:wktLiteral .
e:norhaven-airport a kaz:Airport ; skos:prefLabel "Norhaven International Airport" ; skos:altLabel "Norhaven airport" ;
    kaz:locatedIn e:norhaven ; kaz:wkt "POINT(10.75 50.5)"^^geo:wktLiteral .
e:blue-wing a kaz:Airline ; skos:prefLabel "Blue Wing" .
e:norpress a kaz:NewsAgency ; skos:prefLabel "Norpress" ; kaz:country e:norland .
e:pact a kaz:MilitaryAlliance ; skos:prefLabel "Northern Pact" .
e:norland-interior a kaz:Ministry ; skos:prefLabel "Norland Interior Ministry" ; kaz:country e:norland .
e:sudland-foreign a kaz:Ministry ; skos:prefLabel "Sudland Foreign Ministry" ; kaz:country e:sudland .
e:brun a kaz:Person ; skos:prefLabel "Ada Brun" ; kaz:role
    [ a kaz:Role ; kaz:title "interior minister" ; kaz:roleAt e:norland-interior ; kaz:since "2030-05-01" ] ,
    [ a kaz:Role ; kaz:title "mayor" ; kaz:roleAt e:norhaven ; kaz:since "2020" ; kaz:until "2029-12-31" ] .
"""

NIGHT = Time("2031-03-04", "2031-03-04T00:00:00Z", "2031-03-05T00:00:00Z", "day")
DAY = Time("2031-03-05", "2031-03-05T00:00:00Z", "2031-03-06T00:00:00Z", "day")
UNTIL = Time("../2031-03-09", None, "2031-03-10T00:00:00Z", "interval")
FORTNIGHT = Time("2031-03-05/2031-03-19", "2031-03-05T00:00:00Z", "2031-03-20T00:00:00Z", "interval")


class _Text:
    """Finds spans in a text by their words."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, words: str, nth: int = 0) -> Span:
        begin = -1
        for _ in range(nth + 1):
            begin = self.text.index(words, begin + 1)
        return Span(begin, begin + len(words), words)

    def sentence(self, words: str) -> Span:
        at = self.text.index(words)
        begin = max(self.text.rfind(". ", 0, at) + 2, 0) if ". " in self.text[:at] else 0
        end = self.text.index(".", at) + 1
        return Span(begin, end, self.text[begin:end])


def _article(name: str, text: str, date: Time | None) -> Article:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        name, text, digest, "-", title=f"News {name}", source="Norpress", date=date, date_basis=date and "text"
    )


def _event(
    at: _Text,
    number: int,
    cls: str,
    trigger: str,
    who: tuple[Participant, ...] = (),
    time: Time | None = None,
    place: str | None = None,
    modality: str = "happened",
    source: Attribution | None = None,
    until: Time | None = None,
    duration: str | None = None,
    stage: str | None = None,
    followed: tuple[str, ...] = (),
) -> EventMention:
    denied = modality == "denied"
    return EventMention(
        number,
        cls,
        at(trigger),
        at.sentence(trigger),
        modality,
        "FalseCertain" if denied else "TrueCertain",
        "negative" if denied else "positive",
        source or Attribution(None),
        time,
        place,
        who,
        until,
        duration,
        stage,
        followed,
    )


ENTITIES = (
    Entity("blue-wing", "Blue Wing", "Organization", "Airline", True),
    Entity("brun", "Ada Brun", "Person", "Person", True),
    Entity("kern", "Olof Kern", "Person", "Person", False, role="president", role_of="norland"),
    Entity("norhaven", "Norhaven", "Place", "City", True),
    Entity("norhaven-airport", "Norhaven International Airport", "Facility", "Airport", True),
    Entity("norland", "Norland", "Place", "Country", True),
    Entity("norland-interior", "Norland Interior Ministry", "Organization", "Ministry", True),
    Entity("norpress", "Norpress", "Organization", "NewsAgency", True),
    Entity("pact", "Northern Pact", "Organization", "MilitaryAlliance", True),
    Entity("sudland", "Sudland", "Place", "Country", True),
)


def _alpha() -> ArticleFacts:
    at = _Text(ALPHA)
    police = Source("Norland police", None, at("Norland police"))
    brun = Source("Ada Brun", "brun", at("Ada Brun"), "Norland Interior Ministry", "norland-interior")
    norpress = Source("Norpress", "norpress", at("Norpress"))
    kern = Source("Olof Kern", "kern", at("Kern", 1))
    sudland = Source("Sudland", "sudland", at("Sudland"))
    by_police = Attribution(police, (), 0, False)
    rioters = Participant("rioters", "agent", None, at("Rioters"))
    airport = Participant("Norhaven International Airport", "target", "norhaven-airport", at("the airport"))
    tellings = (
        _event(at, 0, "Killing", "killed", (), NIGHT, "norhaven", source=by_police),
        _event(
            at,
            1,
            "FlightCancellation",
            "suspended",
            (Participant("Blue Wing", "agent", "blue-wing", at("Blue Wing")),),
            None,
            "norhaven-airport",
            until=UNTIL,
        ),
        _event(
            at,
            2,
            "Storming",
            "stormed",
            (rioters, airport),
            NIGHT,
            "norhaven-airport",
            stage="airportSeized",
            followed=("norhaven-airport",),
        ),
        _event(
            at,
            3,
            "AirportRecapture",
            "retook",
            (Participant("soldiers", "agent", None, at("Soldiers")),),
            DAY,
            "norhaven-airport",
            stage="airportRetaken",
            followed=("norhaven-airport",),
        ),
        _event(
            at,
            4,
            "RequestForHelp",
            "asked",
            (
                Participant("Olof Kern", "agent", "kern", at("Olof Kern")),
                Participant("Northern Pact", "recipient", "pact", at("Northern Pact")),
            ),
        ),
        _event(
            at,
            5,
            "TroopDeployment",
            "send",
            (
                Participant("Northern Pact", "agent", "pact", at("Northern Pact", 1)),
                Participant("Norland", "destination", "norland", at("Norland", 1)),
            ),
            modality="planned",
        ),
        _event(
            at,
            6,
            "StateOfEmergency",
            "declared",
            (Participant("government", "agent", None, at("government")),),
            FORTNIGHT,
            until=FORTNIGHT,
            duration="P14D",
            stage="emergencyInForce",
            followed=("norland",),
        ),
        _event(
            at,
            7,
            "Resignation",
            "resigned",
            (Participant("Olof Kern", "agent", "kern", at("he had")),),
            modality="denied",
            source=Attribution(kern, (), 3, False),
        ),
        _event(at, 2, "Storming", "burned"),
    )
    places = {0: "norhaven", 1: "norhaven-airport", 2: "norhaven-airport", 3: "norhaven-airport"}
    times = {0: NIGHT, 1: UNTIL, 2: NIGHT, 3: DAY, 6: FORTNIGHT}
    events = tuple(
        Event(t.cls, f"{t.cls} {t.event}", times.get(t.event), places.get(t.event), t.participants)
        for t in tellings[:8]
    )
    content = at("at least 12 officers were killed in Norhaven on Tuesday")
    warned = at("the terrorists will be punished")
    denied = at("he had resigned")
    condemned = at("the violence of Norland")
    return ArticleFacts(
        article=_article("alpha", ALPHA, DAY),
        entities=ENTITIES,
        mentions=(
            Mention("norhaven", at("NORHAVEN"), "name"),
            Mention("norhaven", at("Norhaven"), "name"),
            Mention("brun", at("Ada Brun"), "name"),
            Mention("norpress", at("Norpress"), "name"),
            Mention("blue-wing", at("Blue Wing"), "name"),
            Mention("norhaven-airport", at("Norhaven International Airport"), "name"),
            Mention("norhaven-airport", at("the airport"), "nominal"),
            Mention("kern", at("Olof Kern"), "name"),
            Mention("pact", at("Northern Pact"), "name"),
            Mention("pact", at("Northern Pact", 1), "name"),
            Mention("norland", at("Norland", 1), "name"),
            Mention("sudland", at("Sudland"), "name"),
            Mention("norland", at("Norland", 2), "name"),
            Mention("kern", at("he had"), "pronoun"),
        ),
        statements=(
            Statement((police,), "Say", at("said"), content, (content,), at.sentence("said"), "indirect"),
            Statement((brun,), "Warn", at("warned"), warned, (warned,), at.sentence("warned"), "indirect", (norpress,)),
            Statement(
                (sudland,), "Condemn", at("condemned"), condemned, (condemned,), at.sentence("condemned"), "indirect"
            ),
            Statement(
                (kern,), "Deny", at("denied"), denied, (denied,), at.sentence("denied"), "indirect", (), "negative"
            ),
            Statement(
                (),
                "Report",
                at("It was reported"),
                None,
                (),
                at.sentence("It was"),
                "indirect",
                (),
                "positive",
                "probable",
            ),
        ),
        figures=(
            Figure(
                "killed",
                "security_forces",
                12,
                None,
                "at_least",
                at("at least 12"),
                at("officers"),
                at("killed"),
                at.sentence("at least"),
                by_police,
                "norhaven",
                "current",
                "TrueCertain",
                DAY,
                NIGHT,
            ),
            Figure(
                "killed",
                "security_forces",
                2,
                2,
                "exact",
                at("Two"),
                None,
                at("shot"),
                at.sentence("Two of"),
                Attribution(None),
                "norhaven",
                "part",
                "TrueCertain",
                DAY,
                part_of=0,
            ),
            Figure(
                "deployed",
                "foreign_troops",
                300,
                300,
                "about",
                at("about 300"),
                at("troops"),
                at("send"),
                at.sentence("about 300"),
                Attribution(None),
                "norland",
                "planned",
                "TrueCertain",
                DAY,
            ),
            Figure(
                "arrested",
                "protesters",
                None,
                None,
                "dozens",
                at("dozens"),
                at("rioters"),
                at("arrested"),
                at.sentence("dozens"),
                Attribution(None),
                None,
                "current",
                "TrueUncertain",
                DAY,
            ),
            Figure(
                "injured",
                "people",
                7,
                7,
                "exact",
                at("7"),
                at("people"),
                at("hurt"),
                at.sentence("7 people"),
                Attribution(None, (), 4, False),
                None,
                "current",
                "TrueCertain",
                None,
            ),
        ),
        events=events,
        event_mentions=tellings,
        omissions=(Omission("number", at("3 shops"), "not people"),),
        alarms=(Alarm("glued sentences", at("3 shops"), at.sentence("3 shops"), "no blank between"),),
        namings=(
            Naming(
                "terrorists",
                at("terrorists"),
                "protesters",
                at.sentence("warned"),
                Attribution(brun, (norpress,), 1, False),
            ),
            Naming("rioters", at("Rioters"), "protesters", at.sentence("Rioters"), Attribution(None)),
            Naming("rioters", at("rioters"), "protesters", at.sentence("dozens"), Attribution(None)),
        ),
        unknowns=(
            Unknown(
                "not_given",
                at("did not say"),
                at("who burned them"),
                Source("Norland police", None, at("Norland police", 1)),
                at.sentence("did not say"),
                Attribution(None),
            ),
        ),
    )


def _beta() -> ArticleFacts:
    at = _Text(BETA)
    police = Source("Norland police", None, at("Norland police"))
    norpress = Source("Norpress", "norpress", at("Norpress"))
    radio = Source("Radio Nor", "radio-nor", at("Radio Nor"))
    ministry = Source("Sudland Foreign Ministry", "sudland-foreign", at("Sudland Foreign Ministry"))
    content = at('"15 officers" died')
    told = Attribution(police, (radio, norpress), 0, False)
    return ArticleFacts(
        article=_article("beta", BETA, None),
        entities=(
            Entity("norpress", "Norpress", "Organization", "NewsAgency", True),
            Entity("radio-nor", "Radio Nor", "Organization", "Broadcaster", False),
            Entity("sudland-foreign", "Sudland Foreign Ministry", "Organization", "Ministry", True),
        ),
        mentions=(
            Mention("norpress", at("Norpress"), "name"),
            Mention("radio-nor", at("Radio Nor"), "name"),
            Mention("sudland-foreign", at("Sudland Foreign Ministry"), "name"),
        ),
        statements=(
            Statement((police,), "Say", at("say"), content, (content,), at.sentence("say"), "mixed", (radio, norpress)),
            Statement((police, ministry), "Support", at("agreed"), None, (), at.sentence("agreed"), "indirect"),
        ),
        figures=(
            Figure(
                "killed",
                "security_forces",
                15,
                15,
                "exact",
                at("15"),
                at("officers"),
                at("died"),
                at.sentence("15"),
                told,
                None,
                "current",
                "TrueCertain",
                None,
            ),
        ),
        events=(),
        event_mentions=(),
        omissions=(Omission("cue", at("agreed"), "no content"),),
    )


def facts() -> tuple[ArticleFacts, ArticleFacts]:
    """The two articles' facts."""
    return _alpha(), _beta()


RUN = Run("0.0", (("lib", "1"),), ModelInfo("m", "1", "a" * 64), "b" * 64, (("alpha", "c" * 64), ("beta", "d" * 64)))


FIX = "https://example.org/fixes/one"
FIXES = f"""
@prefix kaz: <https://w3id.org/kazkg/ontology#> .
<{FIX}> a kaz:DateFix ; kaz:corrects "alpha#char=0,9" ; kaz:newDate "2031-03-05" ;
    kaz:author "Ada Example" ; kaz:decidedOn "2031-06-01" ; kaz:reason "made up" .
"""


@cache
def _quads() -> tuple[list[str], list[str]]:
    """What is asserted and what follows from it, as sorted lines."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "gazetteer.ttl").write_text(GAZETTEER, encoding="utf-8")
        (Path(folder) / "fixes.ttl").write_text(FIXES, encoding="utf-8")
        knowledge = Knowledge([Path(folder)])
        settings = GraphSettings()
        linker = Linker(knowledge)
        emissions = [emit(linker.link(one), settings, knowledge) for one in facts()]
        asserted = {f"{quad} .\n" for one in emissions for quad in one.quads}
        asserted |= {f"{quad} .\n" for quad in describe(RUN, settings)}
        done = {
            "correction": FIX,
            "target": "alpha#char=0,9",
            "problem": "",
            "nodes": emissions[0].figures[:1],
            "events": [],
        }
        corrected = summarise(knowledge.corrections, {"alpha": [done], "beta": []}, emissions[0].iris)
        asserted |= {f"{s} {p} {o} {emissions[0].iris.run_graph} .\n" for s, p, o in corrected.rows}
        shelf = Shelf(Path(folder) / "shelf.sqlite")
        for one, emission in zip(facts(), emissions, strict=True):
            shelf.put(reports_of(one, emission, knowledge, settings)[0])
            events, voice, _ = event_reports(one, emission, knowledge, settings)
            shelf.put_events(events)
            shelf.put_article(one.article.id, "", *voice, range(30))  # the two count as copies
        registry = registry_of(knowledge, settings)
        fuse(shelf, registry)
        asserted |= {f"{s} {p} {o} {registry.iris.fused} .\n" for s, p, o in shelf.lines()}
        shelf.close()
        inferred = {f"{quad} .\n" for one in emissions for quad in closure(one, settings, knowledge)}
    return sorted(asserted), sorted(inferred)


def nquads() -> bytes:
    """The two articles as sorted N-Quads, without what follows from them."""
    return "".join(_quads()[0]).encode()


def inferred() -> bytes:
    """What follows from the two articles, as sorted N-Quads."""
    return "".join(_quads()[1]).encode()
