"""The Wikidata API: searching items by name, and reading what an item says of itself.

Nothing of an answer is believed before it is looked at: ids that are none are passed over, whatever has another shape
than the API's is an error. See https://www.wikidata.org/w/api.php?action=help&modules=wbsearchentities and
``wbgetentities``, and https://www.mediawiki.org/wiki/API:Etiquette.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from kazkg.linking.thing import Thing
from kazkg.lookup.asker import Asker, Busy, Malformed
from kazkg.lookup.cache import Question
from kazkg.lookup.kinds import ITEM, Kinds

__all__ = ["Wikidata"]

TOGETHER: Final = 50
"""Items read by one request."""
HITS: Final = 7
"""Items taken of one search."""
LONGEST: Final = 250
"""Characters of a name; a longer one is no name."""
NAMES: Final = 60
"""Names of an item that are looked at."""
LAG: Final = "5"
"""Seconds that the servers' copies may lag behind; where they do more, we wait."""
LANGUAGES: Final = ("en", "mul", "ru", "kk", "uk", "de", "fr", "it", "es", "tr")
"""Languages of names that are compared, the one of labels first."""
_BUSY: Final = ("maxlag", "ratelimited", "readonly")
_INSTANCE_OF, _SUBCLASS_OF, _COUNTRY, _CITIZEN = "P31", "P279", "P17", "P27"
_POPULATION, _POINT, _CODES = "P1082", "P625", ("P238", "P239")
_AMOUNT: Final = re.compile(r"\+?(\d{1,12})(?:\.\d+)?", re.ASCII)

Claims = Mapping[str, list[Any]]


class Wikidata:
    """Asks one Wikidata API.

    Args:
        asker: sends the questions.
        api: the API's address.
    """

    def __init__(self, asker: Asker, api: str) -> None:
        self._asker = asker
        self._api = api
        self.kinds = Kinds(self._above)

    def search(self, name: str) -> tuple[list[str], str | None]:
        """Q-ids of the items that a name finds, in the API's order, and the day of the answer.

        Raises:
            RemoteError, InputError: as :meth:`~kazkg.lookup.asker.Asker.ask`.
        """
        fields = {
            "action": "wbsearchentities", "search": name[:LONGEST], "language": LANGUAGES[0], "uselang": LANGUAGES[0],
            "type": "item", "limit": str(HITS), "format": "json",
        }  # fmt: skip
        return self._asker.ask(Question("GET", self._api, fields), _hits, {"maxlag": LAG})

    def things(self, items: Iterable[str]) -> dict[str, Thing]:
        """What the items are, by Q-id; items that there are no more, or that say nothing of their kind, are missing.

        Raises:
            RemoteError, InputError: as :meth:`~kazkg.lookup.asker.Asker.ask`.
        """
        found: dict[str, tuple[Any, str | None]] = {}
        for part in _parts(set(items)):
            entities, day = self._read(part, "labels|aliases|claims")
            found.update((item, (entity, day)) for item, entity in entities.items())
        classes = {item: tuple(_items(_best(entity, _INSTANCE_OF))) for item, (entity, _) in found.items()}
        kinds = self.kinds.find(classes)
        return {
            item: thing
            for item, (entity, day) in found.items()
            if (thing := self._thing(entity, kinds[item], day)) is not None
        }

    def _thing(self, entity: Any, cls: str | None, day: str | None) -> Thing | None:
        names = tuple(dict.fromkeys(_names(entity)))[:NAMES]
        if cls is None or not names:
            return None
        countries = [*_items(_best(entity, _COUNTRY)), *_items(_best(entity, _CITIZEN))]
        amounts = [value.get("amount") for value in _values(_best(entity, _POPULATION)) if isinstance(value, dict)]
        counted = [int(m[1]) for one in amounts if isinstance(one, str) and (m := _AMOUNT.fullmatch(one))]
        return Thing(
            item=entity["id"],
            names=names,
            kind=self.kinds.terms.kind(cls),
            cls=cls,
            country=entity["id"] if cls == "Country" else next(iter(countries), None),
            weight=max(counted, default=0),
            point=_point(entity),
            codes=tuple(v for p in _CODES for v in _values(_best(entity, p)) if isinstance(v, str) and v.isalnum()),
            sources=("wikidata",),
            dated=day,
        )

    def _above(self, classes: Iterable[str]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for part in _parts(classes):
            entities, _ = self._read(part, "claims")
            found.update((item, tuple(_items(_best(entity, _SUBCLASS_OF)))) for item, entity in entities.items())
        return found

    def _read(self, items: Iterable[str], props: str) -> tuple[dict[str, Any], str | None]:
        fields = {
            "action": "wbgetentities", "ids": "|".join(items), "props": props, "languages": "|".join(LANGUAGES),
            "format": "json",
        }  # fmt: skip
        return self._asker.ask(Question("GET", self._api, fields), _entities, {"maxlag": LAG})


def _parts(items: Iterable[str]) -> Iterator[list[str]]:
    """Q-ids in the order of their numbers, as many at once as one request may hold."""
    ordered = sorted(items, key=lambda item: int(item[1:]))
    for begin in range(0, len(ordered), TOGETHER):
        yield ordered[begin : begin + TOGETHER]


def _answer(document: Any) -> Mapping[str, Any]:
    """The document, where it is no error."""
    if not isinstance(document, dict):
        raise Malformed("it is no object")
    error = document.get("error")
    if error is None:
        return document
    if not isinstance(error, dict) or not isinstance(error.get("code"), str):
        raise Malformed("it is an error of an unknown kind")
    said = f"{error['code'][:50]}: {str(error.get('info', ''))[:200]}"
    if error["code"] in _BUSY:
        raise Busy(said)
    raise Malformed(f"the server says {said}")


def _hits(document: Any) -> list[str]:
    hits = _answer(document).get("search")
    if not isinstance(hits, list) or not all(isinstance(hit, dict) for hit in hits):
        raise Malformed("it has no list 'search'")
    ids = (hit.get("id") for hit in hits[:HITS])
    return list(dict.fromkeys(id for id in ids if isinstance(id, str) and ITEM.fullmatch(id)))


def _entities(document: Any) -> dict[str, Any]:
    """Entities by the Q-id asked for; one that was merged into another says itself what its id is now."""
    entities = _answer(document).get("entities")
    if not isinstance(entities, dict):
        raise Malformed("it has no object 'entities'")
    found: dict[str, Any] = {}
    for asked, entity in entities.items():
        if not isinstance(entity, dict):
            raise Malformed("an entity is no object")
        id = entity.get("id", asked)
        if "missing" in entity or not isinstance(id, str) or not ITEM.fullmatch(id) or not ITEM.fullmatch(asked):
            continue
        for part in ("labels", "aliases", "claims"):
            if not isinstance(entity.get(part, {}), dict | list):  # an empty object is written as an empty list
                raise Malformed(f"'{part}' of {id} is no object")
        found[asked] = {**entity, "id": id}
    return found


def _part(entity: Any, name: str) -> Mapping[str, Any]:
    found = entity.get(name)
    return found if isinstance(found, dict) else {}


def _names(entity: Any) -> Iterator[str]:
    """Labels and aliases, the English label first."""
    labels, aliases = _part(entity, "labels"), _part(entity, "aliases")
    for texts in ([labels.get(code) for code in LANGUAGES], *(aliases.get(code) for code in LANGUAGES)):
        for text in texts if isinstance(texts, list) else ():
            value = text.get("value") if isinstance(text, dict) else None
            if isinstance(value, str) and value.strip() and len(value) <= LONGEST and value.isprintable():
                yield value.strip()


def _best(entity: Any, property: str) -> list[Any]:
    """Main values of a property's statements: those of the preferred rank, or else of the normal one."""
    statements = _part(entity, "claims").get(property)
    listed = [one for one in statements if isinstance(one, dict)] if isinstance(statements, list) else []
    for rank in ("preferred", "normal"):
        snaks = [one.get("mainsnak") for one in listed if one.get("rank") == rank]
        values = [snak for snak in snaks if isinstance(snak, dict) and snak.get("snaktype") == "value"]
        if values:
            return values
    return []


def _values(snaks: Iterable[Any]) -> Iterator[Any]:
    for snak in snaks:
        value = snak.get("datavalue")
        if isinstance(value, dict) and "value" in value:
            yield value["value"]


def _items(snaks: Iterable[Any]) -> Iterator[str]:
    for value in _values(snaks):
        id = value.get("id") if isinstance(value, dict) else None
        if isinstance(id, str) and ITEM.fullmatch(id):
            yield id


def _point(entity: Any) -> tuple[float, float] | None:
    for value in _values(_best(entity, _POINT)):
        if isinstance(value, dict):
            lat, lon = value.get("latitude"), value.get("longitude")
            if isinstance(lat, int | float) and isinstance(lon, int | float) and abs(lat) <= 90 and abs(lon) <= 360:
                return float(lat), float(lon)
    return None
