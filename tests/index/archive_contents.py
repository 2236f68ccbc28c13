"""Three articles, and what an archive holds and finds, for the tests of the archive."""

from word_encoder import VOCABULARY

from index import Archive

TROOPS = "Belarus sent no troops. Minsk kept its army at home."
GRAIN = "Grain left Kyiv by river. A drone fell near the border."
SNOW = "Snow fell on Minsk. The border was closed by snow."


def texts_of(archive: Archive) -> set[str]:
    return {article.text for article in archive.articles()}


def found(archive: Archive, question: str, **settings) -> list[str]:
    hits = archive.search(question, limit=50, **settings)
    return [hit.passage.text for hit in hits]


def state(archive: Archive) -> dict[str, list[tuple[str, float]]]:
    """Everything that a search for each word gives: the texts, in order, with their scores."""
    return {
        word: [(h.passage.text, round(h.score, 6)) for h in archive.search(word, limit=200)]
        for word in VOCABULARY
    }
