"""What an article leaves for the comparison with others: a figure as a small, plain record."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["Report"]


@dataclass(frozen=True, slots=True)
class Report:
    """One figure of one article, with all that comparing needs. IRIs are whole, without brackets."""

    claim: str
    """IRI of the figure."""
    article: str
    """The article's id."""
    begin: int
    """Where its words begin in the article, in code points."""
    measure: str
    """The measure's notation."""
    group: str
    """The group's notation."""
    group_label: str
    wider_groups: tuple[str, ...]
    """Notations of the groups that this one belongs to, nearest first."""
    low: int | None
    high: int | None
    qualifier: str
    words: str
    status: str
    epistemic: str
    place: str
    """IRI of the place; empty where the article gives none."""
    place_label: str
    within: tuple[str, ...]
    """IRIs of the places that the place lies in, nearest first."""
    root: str
    """IRI of the country, or of the widest place known; empty without a place."""
    as_of: str
    """ISO 8601 text; empty where the article is not dated and the text gives no time."""
    as_of_begin: str
    as_of_end: str
    """``xsd:dateTime`` in UTC, half-open; empty where that side is open or unknown."""
    origin: str
    """IRI of whoever the claim goes back to: the end of its chain."""
    origin_label: str
    origin_kind: str
    """named, unnamed (a source that says too little to be known again in another article) or voice (the article)."""
    origin_why: str
    claimer: str = ""
    """IRI of the claimer who speaks for the origin, or is it; empty without one."""
    part_of: str = ""
    """IRI of the figure that contains this one."""
    part_of_group: str = ""
    supersedes: str = ""
    """IRI of the earlier toll that the same article sets this one against."""
    added: bool = False
    """Whether the words say that the number comes on top of another one (\"another two\")."""
    sentence: tuple[int, ...] = ()
    """Hashes of the sentence's runs of words, sorted; for finding copies."""

    @property
    def day(self) -> str:
        """The day of the as-of (month or year where it is no more precise); empty without one."""
        last = self.as_of.rpartition("/")[2]
        return (self.as_of.partition("/")[0] if last == ".." else last)[:10]

    @property
    def value(self) -> str:
        """Interval and qualifier as one text: two figures with the same value say the same number."""
        return f"{self.low if self.low is not None else ''}~{self.high if self.high is not None else ''}~" + (
            self.qualifier if (self.low is None and self.high is None) or self.qualifier == "about" else ""
        )

    @property
    def number(self) -> str:
        """The one number that the words name, or the vague word: "18", "at least 18" and "up to 18" all name 18."""
        return str(self.low if self.low is not None else self.high if self.high is not None else self.qualifier)

    @property
    def kind(self) -> str:
        """What it may be compared with: total, part, added, planned, historical, superseded or denied."""
        if self.epistemic.startswith("False"):
            return "denied"
        if self.status == "part":
            return "total" if self.part_of_group and self.part_of_group != self.group else "part"
        if self.status == "current":
            return "added" if self.added else "total"
        return self.status

    def with_origin(self, origin: str, label: str, kind: str, why: str) -> Report:
        """The same report with another origin."""
        return replace(self, origin=origin, origin_label=label, origin_kind=kind, origin_why=why)

    def dump(self) -> str:
        """The report as JSON."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def load(cls, raw: str) -> Report:
        """A report from its JSON."""
        data: dict[str, Any] = json.loads(raw)
        fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
        return cls(**fields)
