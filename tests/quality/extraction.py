"""How much of real pages' articles is extracted and read: `python -m tests.quality extraction FOLDER [--step N]`.

FOLDER holds benchmark sets of other projects, unpacked or as archives:
`article_extraction_benchmark` (ground-truth.json and html/*.html.gz): four-word shingles as that project counts them;
`trafilatura_eval` (tests/evaldata.json and tests/eval/*): passages that must and must not be there.
Prints a table; nothing is asserted, for the pages are not ours to keep.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from verifier.charset import decode
from verifier.errors import VerifierError
from verifier.extract import extract
from verifier.read.rendered import Place, read_html

Reader = Callable[[bytes, str], str]


def extracted(body: bytes, url: str) -> str:
    return extract(body, url=url, content_type="text/html").text


def read(body: bytes, url: str) -> str:
    return read_html(decode(body, "text/html")[0], Place(name=url, url=url, base_url=None)).text


def by_trafilatura(body: bytes, url: str) -> str:
    from trafilatura import bare_extraction

    found = bare_extraction(body, url=url, include_comments=False, include_tables=True)
    return str(getattr(found, "text", None) or "")


READERS: dict[str, Reader] = {"extract": extracted, "read": read, "trafilatura": by_trafilatura}


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[place : place + 4]) for place in range(max(1, len(words) - 3)))


def safely(reader: Reader, body: bytes, url: str) -> str:
    try:
        return reader(body, url)
    except VerifierError:
        return ""


def benchmark_pages(folder: Path) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    for truth in folder.rglob("ground-truth.json"):
        for key, page in json.loads(truth.read_text("utf-8")).items():
            path = truth.parent / "html" / f"{key}.html.gz"
            if path.exists():
                yield page["url"], gzip.decompress(path.read_bytes()), page


def passage_pages(folder: Path) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    for truth in folder.rglob("evaldata.json"):
        for url, page in json.loads(truth.read_text("utf-8")).items():
            path = truth.parent / "eval" / page["file"]
            if path.exists():
                yield url, path.read_bytes(), page


def measure_shingles(reader: Reader, pages: list[tuple[str, bytes, dict[str, Any]]]) -> tuple[float, float, float]:
    """Mean precision and recall over pages, and milliseconds of CPU a page."""
    precision = recall = 0.0
    start = time.process_time()
    for url, body, page in pages:
        found, wanted = shingles(safely(reader, body, url)), shingles(page["articleBody"])
        shared = sum((found & wanted).values())
        precision += shared / max(1, sum(found.values()))
        recall += shared / max(1, sum(wanted.values()))
    spent = (time.process_time() - start) * 1000
    return precision / len(pages), recall / len(pages), spent / len(pages)


def measure_passages(reader: Reader, pages: list[tuple[str, bytes, dict[str, Any]]]) -> tuple[float, float, float]:
    """Precision and recall over all passages, and milliseconds of CPU a page."""
    right = wrong = missed = 0
    start = time.process_time()
    for url, body, page in pages:
        text = " ".join(safely(reader, body, url).split())
        wanted = [" ".join(passage.split()) in text for passage in page["with"]]
        right, missed = right + sum(wanted), missed + len(wanted) - sum(wanted)
        wrong += sum(" ".join(passage.split()) in text for passage in page["without"])
    spent = (time.process_time() - start) * 1000
    return right / max(1, right + wrong), right / max(1, right + missed), spent / len(pages)


def unpacked(folder: Path, into: Path) -> Path:
    archives = [
        path for path in folder.glob("*.tar.*") if "article_extraction" in path.name or "trafilatura" in path.name
    ]
    for archive in archives:
        with tarfile.open(archive) as packed:
            packed.extractall(into / archive.name.split(".")[0], filter="data")
    return into if archives else folder


def prepare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("folder", type=Path)
    parser.add_argument("--step", type=int, default=1, help="measure every Nth page only")


def run(options: argparse.Namespace) -> int:
    """Print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = unpacked(options.folder, Path(scratch))
        sets = {
            "shingles": (list(benchmark_pages(folder))[:: options.step], measure_shingles),
            "passages": (list(passage_pages(folder))[:: options.step], measure_passages),
        }
        print(f"{'set':10} {'pages':>5} {'reader':12} {'P':>6} {'R':>6} {'F1':>6} {'ms':>6}")
        for name, (pages, measure) in sets.items():
            for reader in READERS if pages else ():
                precision, recall, spent = measure(READERS[reader], pages)
                f1 = 2 * precision * recall / max(1e-9, precision + recall)
                print(
                    f"{name:10} {len(pages):5} {reader:12} {precision:6.3f} {recall:6.3f} {f1:6.3f} {spent:6.1f}",
                    flush=True,
                )
    return 0
