"""A made-up graph: the country of Verania, its namesakes, and names that are meant to hurt."""

from __future__ import annotations

BASE = "https://example.org/id/"
HURTFUL = '<script>alert(1)</script> & "sons" \''
TRIG = (
    """
@prefix : <https://example.org/id/entity/> .
@prefix a: <https://example.org/id/article/one/> .
@prefix kaz: <https://w3id.org/kazkg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://example.org/id/graph/entities> {
  :verania a kaz:Country, kaz:Place, kaz:Entity, kaz:Source ; skos:prefLabel "Verania" ;
    skos:altLabel "Republic of Verania", "Верания"@ru ; kaz:typeName "Place" ;
    kaz:wikidata wd:Q999000111 ; kaz:capital :oral .
  :dorvia a kaz:Country, kaz:Place, kaz:Entity ; skos:prefLabel "Dorvia" .
  :north a kaz:Region, kaz:Place, kaz:Entity ; skos:prefLabel "North Region" ; kaz:locatedIn :verania .
  :oral a kaz:City, kaz:Place, kaz:Entity ; skos:prefLabel "Oral" ; skos:altLabel "Uralsk" ; kaz:locatedIn :north ;
    geo:hasGeometry <https://example.org/id/entity/oral/geometry> .
  <https://example.org/id/entity/oral/geometry> a geo:Geometry ; geo:asWKT "POINT(51.2 -43.5)"^^geo:wktLiteral .
  :oral-dorvia a kaz:City, kaz:Place, kaz:Entity ; skos:prefLabel "Oral" ; kaz:country :dorvia .
  :ministry a kaz:Ministry, kaz:Organization, kaz:Entity ; skos:prefLabel "Veranian Interior Ministry" ;
    kaz:country :verania .
  :other-ministry a kaz:Ministry, kaz:Organization, kaz:Entity ; skos:prefLabel "Veranian Inferior Ministry" ;
    kaz:country :verania .
  :ann a kaz:Person, kaz:Entity ; skos:prefLabel "Ann Lee" ; skos:altLabel "A. Lee" ;
    kaz:country :verania ; kaz:role <https://example.org/id/entity/ann/role/1> ; kaz:worksFor :ministry .
  <https://example.org/id/entity/ann/role/1> a kaz:Role ; kaz:title "minister" ; kaz:roleAt :ministry ;
    kaz:since "2021-03" .
  :strange a kaz:Organization, kaz:Entity, kaz:Guild ; skos:prefLabel """
    + '"""'
    + HURTFUL.replace('"', '\\"')
    + '"""'
    + """ .
  <https://example.org/id/article/one/entity/saule> a kaz:Person, kaz:Entity ; skos:prefLabel "Saule" ;
    kaz:describedAs "builder" .
  <https://example.net/foreign> a kaz:Person, kaz:Entity ; skos:prefLabel "Foreign Body" .
}
<https://example.org/id/graph/article/one> {
  <https://example.org/id/article/one> a kaz:Article ; kaz:identifier "one" .
  a:m1 a kaz:Mention ; kaz:refersTo :oral ; kaz:inArticle <https://example.org/id/article/one> .
  a:m2 a kaz:Mention ; kaz:refersTo :oral ; kaz:inArticle <https://example.org/id/article/one> .
  a:m3 a kaz:Mention ; kaz:refersTo :ann ; kaz:inArticle <https://example.org/id/article/one> .
}
"""
)
"""The one Wikidata item is made up."""
