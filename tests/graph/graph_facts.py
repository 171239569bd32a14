"""Hand-made facts about a made-up flood and riot, and the knowledge that goes with them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kazkg.facts import (
    Article,
    ArticleFacts,
    Attribution,
    Entity,
    Event,
    EventMention,
    Figure,
    Link,
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

__all__ = ["GAZETTEER", "TEXT", "day", "facts", "span"]

TEXT = (
    "PORT BELLA, March 3. At least 12 police officers were killed at Bella Airport on Tuesday, ministry spokesman "
    "Ivo Renn told Radio Vesta. Renn and General Oda Malk said that “order has been restored”. Witnesses reported "
    "dozens of wounded protesters. The toll could not be confirmed; 40 shops were looted."
)

GAZETTEER = """
@prefix kaz: <https://w3id.org/kazkg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix e: <https://w3id.org/kazkg/id/entity/> .

e:vestania a kaz:Country ; skos:prefLabel "Vestania" ; kaz:demonym "Vestanian" ; kaz:capital e:port-bella ;
    kaz:wikidata wd:Q900001 ; kaz:wkt "POINT(10 50)"^^geo:wktLiteral .
e:bella-province a kaz:Region ; skos:prefLabel "Bella Province" ; kaz:locatedIn e:vestania .
e:port-bella a kaz:City ; skos:prefLabel "Port Bella" ; skos:altLabel "Portbella", "Порт-Белла"@ru ;
    kaz:locatedIn e:bella-province ; kaz:country e:vestania ; kaz:wikidata wd:Q900002 ;
    kaz:wkt "POINT(10.5 50.25)"^^geo:wktLiteral .
e:bella-airport a kaz:Airport ; skos:prefLabel "Bella Airport" ; kaz:locatedIn e:port-bella .
e:vestania-ministry a kaz:Ministry ; skos:prefLabel "Vestanian Interior Ministry" ; kaz:country e:vestania .
e:oda-malk a kaz:Person ; skos:prefLabel "Oda Malk" ; kaz:country e:vestania ;
    kaz:role [ a kaz:Role ; kaz:title "general" ; kaz:roleAt e:vestania-army ; kaz:since "2019-01-01" ] .
e:vestania-army a kaz:SecurityForce ; skos:prefLabel "Vestanian army" ; kaz:country e:vestania .
e:radio-vesta a kaz:Broadcaster ; skos:prefLabel "Radio Vesta" .
"""


def span(words: str, nth: int = 0, text: str = TEXT) -> Span:
    """The span of the words' ``nth`` occurrence."""
    begin = -1
    for _ in range(nth + 1):
        begin = text.index(words, begin + 1)
    return Span(begin, begin + len(words), words)


def day(iso: str) -> Time:
    """A day in UTC."""
    year, month, number = (int(x) for x in iso.split("-"))
    return Time(iso, f"{iso}T00:00:00Z", f"{year}-{month:02d}-{number + 1:02d}T00:00:00Z", "day")


def write_gazetteer(folder: Path) -> Path:
    """Write the gazetteer into a knowledge folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gazetteer.ttl").write_text(GAZETTEER, encoding="utf-8")
    return folder


def facts(article_id: str = "flood-1") -> ArticleFacts:
    """All kinds of facts once."""
    sentences = [
        span(TEXT[TEXT.index("At least") : TEXT.index(" Renn and")]),
        span(TEXT[TEXT.index("Renn and") : TEXT.index(" Witnesses")]),
        span(TEXT[TEXT.index("Witnesses") : TEXT.index(" The toll")]),
        span(TEXT[TEXT.index("The toll") :]),
    ]
    renn = Source("Ivo Renn", "ivo-renn", span("Ivo Renn"), "Vestanian Interior Ministry", "vestania-ministry")
    malk = Source("Oda Malk", "oda-malk", span("Oda Malk"))
    vesta = Source("Radio Vesta", "radio-vesta", span("Radio Vesta"))
    witnesses = Source("witnesses", None, span("Witnesses"))
    told = Attribution(renn, (vesta,), 0, own_voice=False)
    killed = (
        Participant("Vestanian police", "patient", None, span("officers")),
        Participant("Vestanian Interior Ministry", "agent", "vestania-ministry", span("ministry")),
    )
    article = Article(
        id=article_id,
        text=TEXT,
        sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
        origin="-",
        title="Riot at Bella Airport",
        source="Radio Vesta",
        url="https://example.org/news?id=1",
        date=day("2031-03-05"),
        date_basis="text",
        date_span=span("March 3"),
        extra=(("desk", "world"),),
    )
    return ArticleFacts(
        article=article,
        entities=(
            Entity("bella-airport", "Bella Airport", "Facility", "Airport", known=True),
            Entity(
                "ivo-renn",
                "Ivo Renn",
                "Person",
                "Person",
                False,
                role="ministry spokesman",
                role_of="vestania-ministry",
            ),
            Entity("oda-malk", "Oda Malk", "Person", "Person", known=True),
            Entity("port-bella", "Port Bella", "Place", "City", known=True, wikidata="Q900002"),
            Entity("radio-vesta", "Radio Vesta", "Organization", "Broadcaster", known=True),
            Entity("vestania-ministry", "Vestanian Interior Ministry", "Organization", "Ministry", known=True),
        ),
        mentions=(
            Mention("port-bella", span("PORT BELLA"), "name"),
            Mention("bella-airport", span("Bella Airport"), "name"),
            Mention("vestania-ministry", span("ministry"), "nominal"),
            Mention("ivo-renn", span("Ivo Renn"), "name"),
            Mention("radio-vesta", span("Radio Vesta"), "name"),
            Mention("ivo-renn", span("Renn", 1), "name"),
            Mention("oda-malk", span("Oda Malk"), "name"),
        ),
        statements=(
            Statement(
                (renn,),
                "Say",
                span("told"),
                span(TEXT[21:88]),
                (span(TEXT[21:88]),),
                sentences[0],
                "indirect",
                (vesta,),
            ),
            Statement(
                (renn, malk),
                "Say",
                span("said"),
                span("order has been restored"),
                (span("order has"), span("been restored")),
                sentences[1],
                "direct",
                said=day("2031-03-04"),
            ),
            Statement((witnesses,), "Say", span("reported"), None, (), sentences[2], "indirect"),
        ),
        figures=(
            Figure(
                "killed",
                "security_forces",
                12,
                None,
                "at_least",
                span("At least 12"),
                span("police officers"),
                span("killed"),
                sentences[0],
                told,
                "bella-airport",
                "current",
                "TrueCertain",
                day("2031-03-05"),
                day("2031-03-04"),
            ),
            Figure(
                "injured",
                "protesters",
                None,
                None,
                "dozens",
                span("dozens"),
                span("protesters"),
                span("wounded"),
                sentences[2],
                Attribution(witnesses, (), 2, own_voice=False),
                None,
                "current",
                "TrueCertain",
                day("2031-03-05"),
            ),
        ),
        events=(
            Event("Killing", "killing in Bella Airport", day("2031-03-04"), "bella-airport", killed),
            Event("Looting", "looting", None, None, (Participant("shops", "target"),)),
        ),
        event_mentions=(
            EventMention(
                0,
                "Killing",
                span("killed"),
                sentences[0],
                "happened",
                "TrueCertain",
                "positive",
                told,
                day("2031-03-04"),
                "bella-airport",
                killed,
            ),
            EventMention(
                1,
                "Looting",
                span("looted"),
                sentences[3],
                "happened",
                "TrueCertain",
                "positive",
                Attribution(None),
                None,
                None,
                (Participant("shops", "target", None, span("shops")),),
                day("2031-03-09"),
                "P4D",
                "airportSeized",
                ("bella-airport",),
            ),
        ),
        omissions=(Omission("number", span("40"), "counts things"),),
        namings=(
            Naming("protesters", span("protesters"), "protesters", sentences[2], Attribution(witnesses, (), 2, False)),
        ),
        unknowns=(Unknown("unverified", span("could not be confirmed"), span("The toll"), vesta, sentences[3], told),),
        links=(
            Link("port-bella", "Q900002", "Port Bella", 1.0, "curated", "kazkg", "2031-01-01", sure=True),
            Link("oda-malk", "Q900009", "Oda Malik", 0.82, "edit", "kazkg", None, False, "a letter differs"),
        ),
    )
