"""Questions whose article is missing; run it with `python -m benchmarks.missing`.

Each question of onestop_qa is asked of an archive of all its articles, and of one of all but the
article that answers it. Nothing was fitted to either. Needs the development data in `../shared`.
"""

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks import tables
from benchmarks.collections import Collection, load
from benchmarks.metrics import auroc
from index import Archive, Article
from qa import Desk
from qa.reader import BundledReader, Reader

COLLECTION = "onestop_qa"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "evaluation.md"


def questions_by_article(collection: Collection) -> dict[str, list[str]]:
    """Return the questions that each article answers, by its URL; each has one article."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for question in collection.questions:
        (url,) = {fact.url for fact in question.facts}
        found[url or ""].append(question.text)
    return dict(found)


def ask(articles: Sequence[Article], questions: Sequence[str], *, reader: Reader) -> list[float]:
    """Return how likely an archive of some articles answers each question."""
    with tempfile.TemporaryDirectory() as directory:
        archive = Archive.create(directory)
        archive.add_articles(articles)
        desk = Desk(archive, reader=reader)
        found = [desk.probability(evidence) for evidence in desk.gather_many(questions)]
        archive.close()
    return found


def main() -> None:
    """Ask all, and write the table."""
    collection, reader = load(COLLECTION), BundledReader()
    articles = collection.archive.articles()
    can: list[float] = []
    cannot: list[float] = []
    for url, questions in questions_by_article(collection).items():
        others = [article for article in articles if article.url != url]
        can += ask(articles, questions, reader=reader)
        cannot += ask(others, questions, reader=reader)
        print(f"{len(can)} of {len(collection.questions)}", flush=True)
    columns = ("answered, its article missing", "met with silence, its article there")
    made = tables.by_strictness(can, cannot, columns=columns)
    tables.replace("missing", made, page=PAGE)
    print(f"{made}\nAUROC {auroc(can, cannot):.3f}")


if __name__ == "__main__":
    main()
