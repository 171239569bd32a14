"""Writes the packed file that :mod:`kazkg.linking.shelf` reads; the same records give the same bytes."""

from __future__ import annotations

import json
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

from kazkg.linking.shelf import PAGE, bucket
from kazkg.linking.spelling import keys, plain
from tools.gazetteer.merge import Merged

__all__ = ["pack"]

WHEN = (1980, 1, 1, 0, 0, 0)
"""The time that every member of the zip carries."""


def pack(merged: Merged, countries: dict[str, str], dates: dict[str, str], path: Path) -> dict[str, int]:
    """Write the file.

    Args:
        merged: the things.
        countries: ISO 3166-1 code to Q-id.
        dates: short name of each source to its date.
        path: where to.

    Returns:
        How many things of each class there are.
    """
    labels = Counter((r.kind, plain(r.label)) for r in merged.records)
    things: list[str] = []
    names: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    items: list[str] = []
    codes: dict[str, int] = {}
    for number, r in enumerate(merged.records):
        unique = labels[r.kind, plain(r.label)] == 1
        row = [
            r.item,
            [r.label, *r.names],
            r.kind,
            r.cls,
            countries.get(r.country or ""),
            r.weight,
            list(r.point) if r.point else None,
            r.codes,
            merged.sources[r.item],
            int(unique),
        ]
        things.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
        for key in sorted({k for name in (r.label, *r.names) for k in keys(name)}):
            names[bucket(key)][key].append(number)
        items.append(f"{r.item}\t{number}")
        for code in r.codes:
            codes.setdefault(code, number)
    members = {"about.json": json.dumps({"dates": dates, "things": len(things)}, sort_keys=True)}
    for page in range(0, len(things), PAGE):
        members[f"things/{page // PAGE:03}"] = "\n".join(things[page : page + PAGE])
    for name, filed in names.items():
        members[name] = _lines(f"{key}\t{' '.join(map(str, numbers))}" for key, numbers in sorted(filed.items()))
    members["items"] = _lines(items)
    members["codes"] = _lines(f"{code}\t{number}" for code, number in sorted(codes.items()))
    with zipfile.ZipFile(path, "w") as packed:
        for name in sorted(members):
            about = zipfile.ZipInfo(name, WHEN)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            packed.writestr(about, members[name].encode(), compresslevel=9)
    return dict(sorted(Counter(r.cls for r in merged.records).items()))


def _lines(lines) -> str:  # type: ignore[no-untyped-def]
    return "\n" + "\n".join(lines) + "\n"
