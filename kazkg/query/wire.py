"""The result formats of SPARQL 1.1, written piece by piece: no more than a row is held at a time.

JSON, XML, CSV and TSV as the W3C's recommendations of 2013 define them. The pieces of one answer, joined, are one
document. Controls that a reader could act on instead of show are escaped where the format can.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

import pyoxigraph as ox

from kazkg.errors import UsageFault
from kazkg.query.terms import Row, Term, text

__all__ = ["ROWS", "TRUTHS", "csv", "dumps", "json_rows", "json_truth", "tsv", "xml_rows", "xml_truth"]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_SRX: Final = "http://www.w3.org/2005/sparql-results#"
_DELETE_AND_C1: Final = re.compile("[\x7f-\x9f]")
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XML_ESCAPES: Final = {"\r": "&#xD;", '"': "&quot;"} | {chr(c): f"&#x{c:X};" for c in range(0x7F, 0xA0)}
_PLURAL: Final = "The answer holds a triple as a term, which RDF 1.1 has no form for."


def csv(columns: Sequence[str], rows: Iterable[Row], _links: Sequence[str] = ()) -> Iterator[str]:
    """Rows as CSV: plain values, a header line, lines that end in CR and LF."""
    yield _csv_line(list(columns))
    for row in rows:
        yield _csv_line(["" if term is None else _bare(term) for term in row])


def _csv_line(line: list[str]) -> str:
    # One empty column cannot be told from no line at all, so it is quoted.
    return ",".join(_csv_cell(cell) if cell or len(line) > 1 else '""' for cell in line) + "\r\n"


def _bare(term: Term) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else text(term)


def _csv_cell(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if re.search(r'[",\r\n]', cell) else cell


def tsv(columns: Sequence[str], rows: Iterable[Row], _links: Sequence[str] = ()) -> Iterator[str]:
    """Rows as TSV: terms as in Turtle, a header line of variables."""
    yield "\t".join("?" + name for name in columns) + "\n"
    for row in rows:
        yield "\t".join("" if term is None else _turtle(term) for term in row) + "\n"


def _turtle(term: Term) -> str:
    if isinstance(term, ox.Literal) and term.datatype.value == _XSD + "integer" and re.fullmatch(r"-?\d+", term.value):
        return term.value
    return str(term).replace("\t", "\\t")


def json_rows(columns: Sequence[str], rows: Iterable[Row], links: Sequence[str] = ()) -> Iterator[str]:
    """Rows as JSON, a row a line.

    Args:
        columns: names of the variables.
        rows: the solutions.
        links: addresses of further information, for the head.
    """
    head: dict[str, Any] = {"vars": list(columns)}
    if links:
        head["link"] = list(links)
    yield '{"head": ' + dumps(head) + ', "results": {"bindings": ['
    between = "\n"
    for row in rows:
        bound = {name: _json_term(term) for name, term in zip(columns, row, strict=True) if term is not None}
        yield between + dumps(bound)
        between = ",\n"
    yield "\n]}}\n"


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, ox.Literal):
        raise UsageFault(_PLURAL)
    shown = {"type": "literal", "value": term.value}
    if term.language:
        shown["xml:lang"] = term.language
    elif term.datatype.value != _XSD + "string":
        shown["datatype"] = term.datatype.value
    return shown


def json_truth(truth: bool) -> str:
    """A yes or no as JSON."""
    return dumps({"head": {}, "boolean": truth}) + "\n"


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON in UTF-8, with DEL and C1 controls escaped as well."""
    shown = json.dumps(value, ensure_ascii=False, indent=indent)
    return _DELETE_AND_C1.sub(lambda match: f"\\u{ord(match[0]):04x}", shown)


def xml_rows(columns: Sequence[str], rows: Iterable[Row], links: Sequence[str] = ()) -> Iterator[str]:
    """Rows as XML; what XML 1.0 cannot hold (some controls) becomes U+FFFD."""
    head = "".join(f"<variable name={_quoted(name)}/>" for name in columns)
    head += "".join(f"<link href={_quoted(link)}/>" for link in links)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{_SRX}">\n<head>{head}</head>\n<results>\n'
    for row in rows:
        bound = (
            f"<binding name={_quoted(name)}>{_xml_term(term)}</binding>"
            for name, term in zip(columns, row, strict=True)
            if term is not None
        )
        yield f"<result>{''.join(bound)}</result>\n"
    yield "</results>\n</sparql>\n"


def xml_truth(truth: bool) -> str:
    """A yes or no as XML."""
    word = "true" if truth else "false"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{_SRX}">\n<head/>\n'
        f"<boolean>{word}</boolean>\n</sparql>\n"
    )


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_xml(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{_xml(term.value)}</bnode>"
    if not isinstance(term, ox.Literal):
        raise UsageFault(_PLURAL)
    if term.language:
        return f"<literal xml:lang={_quoted(term.language)}>{_xml(term.value)}</literal>"
    if term.datatype.value != _XSD + "string":
        return f"<literal datatype={_quoted(term.datatype.value)}>{_xml(term.value)}</literal>"
    return f"<literal>{_xml(term.value)}</literal>"


def _xml(value: str) -> str:
    return escape(_NOT_IN_XML.sub("\ufffd", value), _XML_ESCAPES)


def _quoted(value: str) -> str:
    return f'"{_xml(value)}"'


ROWS: Final[dict[str, Callable[[Sequence[str], Iterable[Row], Sequence[str]], Iterator[str]]]] = {
    "json": json_rows,
    "xml": xml_rows,
    "csv": csv,
    "tsv": tsv,
}
"""Writers of rows by the short name of their format."""
TRUTHS: Final[dict[str, Callable[[bool], str]]] = {"json": json_truth, "xml": xml_truth}
"""Writers of a yes or no by the short name of their format."""
