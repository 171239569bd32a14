"""Speed and memory of a build, as ratios to the bare spaCy pipeline over the same texts in the same run.

Every part runs in a process of its own with the same settings (one thread each), so that memory and CPU time are its
own. Run ``python bench/run.py``; ``--count 100`` for a quicker look. Ratios travel between machines, seconds do not.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
THREADS = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
ASIDE = ("reason (owlrl)", "validate (pyshacl)")
LIMITS = {"read and write": 1.3, "check": 0.4, "memory": 400.0, "flat": 1.15, "growth": 1.15, "workers": 1.7}


# ---- the parts, each run in its own process ------------------------------------------------------


def bare(folder: Path) -> dict[str, Any]:
    """The trained pipeline as it is, loaded plainly, over the same texts."""
    import spacy

    from kazkg.build.options import DEFAULT_MODEL

    nlp = spacy.load(DEFAULT_MODEL)
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    nlp(texts[0][:500])
    clock = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    return {"cpu": time.process_time() - clock, "articles": len(texts), "peak": peak(resource.RUSAGE_SELF)}


def ours(folder: Path, workers: int) -> dict[str, Any]:
    """A build; CPU seconds by stage, memory as it went."""
    from kazkg.build import build
    from kazkg.build.options import BuildOptions

    steps: list[float] = []
    with tempfile.TemporaryDirectory() as out:
        options = BuildOptions(out=Path(out) / "build", workers=workers)
        report = build([folder], options, progress=lambda _name: steps.append(resident()))
    own, children = peak(resource.RUSAGE_SELF), peak(resource.RUSAGE_CHILDREN)
    return {
        "articles": report.articles,
        "asserted": report.asserted,
        "inferred": report.inferred,
        "violations": report.violations,
        "timings": report.timings,
        "seconds": report.seconds,
        "peak": own if workers == 1 else children,
        "steps": steps,
    }


def peak(who: int) -> float:
    """Largest resident set of this process or of any child, in MB."""
    return resource.getrusage(who).ru_maxrss / 1024


def resident() -> float:
    """Resident set of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1_048_576


def part(*arguments: str | Path | int) -> dict[str, Any]:
    """Run one part in a fresh process; what it measured."""
    command = [sys.executable, str(Path(__file__).resolve()), *(str(a) for a in arguments)]
    done = subprocess.run(command, env={**os.environ, **THREADS}, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


# ---- the table -----------------------------------------------------------------------------------


def spent(run: dict[str, Any], *, aside: bool) -> float:
    """CPU seconds an article: reasoning and checking, or everything else."""
    total: float = sum(seconds for stage, seconds in run["timings"].items() if (stage in ASIDE) == aside)
    return total / int(run["articles"])


def measure(count: int, few: int) -> list[tuple[str, float, str, float | None]]:
    """Rows of the table: what, value, unit, limit."""
    with tempfile.TemporaryDirectory() as folder:
        many, some = Path(folder) / "many", Path(folder) / "some"
        say(f"writing {count} articles")
        subprocess.run([sys.executable, HERE / "generate.py", many, "--count", str(count)], check=True)
        subprocess.run([sys.executable, HERE / "generate.py", some, "--count", str(few)], check=True)
        say("bare spaCy")
        before = part("bare", many)
        say("kazkg, one worker")
        one = part("ours", many, 1)
        say(f"kazkg, one worker, {few} articles")
        short = part("ours", some, 1)
        say("kazkg, two workers")
        two = part("ours", many, 2)
        say("bare spaCy again")
        after = part("bare", many)
    yardstick = (before["cpu"] + after["cpu"]) / 2 / count
    checking = spent(one, aside=True) * count / one["asserted"] * 1000
    steps = one["steps"]
    early = max(steps[: max(1, len(steps) // 5)])
    cost, short_cost = (spent(r, aside=False) + spent(r, aside=True) for r in (one, short))
    rows: list[tuple[str, float, str, float | None]] = [
        ("bare spaCy, an article (the yardstick)", 1000 * yardstick, "ms CPU", None),
        ("reading and writing / yardstick", spent(one, aside=False) / yardstick, "times", LIMITS["read and write"]),
        ("owlrl and pyshacl, a thousand asserted triples", checking, "s CPU", LIMITS["check"]),
        ("asserted triples, an article", one["asserted"] / count, "", None),
        ("memory, one worker, at most", one["peak"], "MB", LIMITS["memory"]),
        ("memory, each of two workers, at most", two["peak"], "MB", LIMITS["memory"]),
        ("memory at the end / in the first fifth", max(steps) / early, "times", LIMITS["flat"]),
        (f"cost of an article at {count} / at {few}", cost / short_cost, "times", LIMITS["growth"]),
        ("throughput of two workers / one", one["seconds"] / two["seconds"], "times", -LIMITS["workers"]),
        ("articles a second, two workers", count / two["seconds"], "", None),
    ]
    total = sum(one["timings"].values())
    for stage, seconds in one["timings"].items():
        rows.append((f"  {stage}", 1000 * seconds / count, f"ms CPU, {100 * seconds / total:.0f} %", None))
    return rows


def say(what: str) -> None:
    """Progress, on standard error."""
    sys.stderr.write(f"bench: {what}\n")


def show(rows: list[tuple[str, float, str, float | None]]) -> None:
    """Print the table; a negative limit is a lower one."""
    for name, value, unit, limit in rows:
        verdict = ""
        if limit is not None:
            held = value <= limit if limit > 0 else value >= -limit
            verdict = f"   {'at most' if limit > 0 else 'at least'} {abs(limit):g}: {'yes' if held else 'NO'}"
        print(f"{name:52} {value:9.2f} {unit}{verdict}")


def main() -> None:
    """Run one part, or all of them and print the table."""
    if sys.argv[1:2] == ["bare"]:
        print(json.dumps(bare(Path(sys.argv[2]))))
    elif sys.argv[1:2] == ["ours"]:
        print(json.dumps(ours(Path(sys.argv[2]), int(sys.argv[3]))))
    else:
        parser = argparse.ArgumentParser(description="Speed and memory, as ratios.")
        parser.add_argument("--count", type=int, default=500)
        parser.add_argument("--few", type=int, default=50)
        options = parser.parse_args()
        show(measure(options.count, min(options.few, options.count)))


if __name__ == "__main__":
    main()
