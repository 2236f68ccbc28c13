"""Evidence that was gathered for a fit, kept on disk: reading is slow, and fits are repeated.

What is kept was found by one way to search, read by one set of reader's weights and chosen for
reading alone by one set of sentence weights. Every passage is read, also those that a desk would
leave unread (`qa.pool`): it decides the same nearly always, and weights that are fitted to what it
reads would decide what is read. Whenever it is taken out, the question is understood
anew, and the sentences are ranked anew by the weights of today. After a change to searching or to
what is read, delete `build/training/evidence-*`, and `onrecord repair` the archives under `build/`.
"""

import hashlib
import pickle
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path

from qa import Desk
from qa.bundled import WEIGHTS_SHA256
from qa.deciding import Evidence
from qa.evidence import Scored, rank
from qa.question import parse
from qa.weighing import rerank

BUILD = Path(__file__).resolve().parents[1] / "build" / "training"
_AT_ONCE = 16


def gather(name: str, desk: Desk, questions: Sequence[str]) -> list[Evidence]:
    """Gather evidence for some questions, going on where an interrupted run stopped.

    Args:
        name: of the collection; what is kept for it with the same weights is not gathered again.
        desk: opened with the reader that ships.
        questions: in the order of what is returned.
    """
    digest = hashlib.sha256(WEIGHTS_SHA256.encode()).hexdigest()[:12]
    kept = BUILD / f"evidence-{name}-{digest}.pickle"
    found: dict[str, Evidence] = pickle.loads(kept.read_bytes()) if kept.exists() else {}
    missing = [question for question in dict.fromkeys(questions) if question not in found]
    for start in range(0, len(missing), _AT_ONCE):
        some = missing[start : start + _AT_ONCE]
        found |= dict(zip(some, desk.gather_many(some, unpromising=0.0), strict=True))
        if start % (10 * _AT_ONCE) == 0 or start + _AT_ONCE >= len(missing):
            _keep(found, kept)
            print(f"{name}: {start + len(some)} of {len(missing)}", flush=True)
    contents = desk.archive.contents()
    understand = partial(parse, known_outlets=contents.outlets, latest=contents.latest)
    return [
        _ranked_anew(replace(found[question], question=understand(question)), desk)
        for question in questions
    ]


def _keep(found: dict[str, Evidence], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_bytes(pickle.dumps(found))
    draft.replace(path)


def _ranked_anew(evidence: Evidence, desk: Desk) -> Evidence:
    queries = {part.text: parse(part.query) for part in evidence.question.parts}
    by_part = groupby(
        sorted(evidence.ranked, key=lambda s: s.candidate.part or ""),
        key=lambda s: s.candidate.part,
    )
    ranked: list[Scored] = []
    for part, scored in by_part:
        asked = queries.get(part or "", evidence.question)
        candidates = [one.candidate for one in scored]
        ranked += rank(asked, candidates, idf=desk.archive.idf(asked.terms))
    if len(queries) > 1:
        ranked.sort(key=lambda s: -s.score)
    return replace(evidence, ranked=ranked, hits=rerank(evidence.hits, ranked))
