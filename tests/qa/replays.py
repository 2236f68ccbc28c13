"""What is asked again in tests: articles, questions and saved answers to them."""

import io
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from index import Archive, Article
from qa import Replayed, replay
from qa.desk import Desk
from qa.plain import to_json

HOW_MANY = "How many soldiers has the army of Belarus?"
WHY = "Why has Belarus sent no troops?"
CAKE = "Who baked the wedding cake in Grodno?"
URL = "https://example.org/army"
ARMY = Article(
    text="The army of Belarus has 48,000 soldiers. Its tanks are old and rusty.",
    title="An army in numbers",
    outlet="Example Weekly",
    published=date(2022, 11, 4),
    url=URL,
    language="en",
)
TROOPS = Article(
    text="Belarus has sent no troops because its people do not want war. Minsk lent its ground.",
    title="No troops",
    outlet="Example Daily",
    published=date(2024, 8, 1),
    language="en",
)
BAKER = Article(
    text="Ann Poe baked the wedding cake in Grodno. Guests came from Minsk.",
    outlet="Example Daily",
    language="en",
)


def desk_of(archive: Archive) -> Desk:
    archive.add_articles([ARMY, TROOPS])
    return Desk(archive)


def saved_of(desk: Desk, question: str, **settings: Any) -> dict[str, Any]:
    return json.loads(to_json(desk.ask(question, **settings).to_dict()))


def again(desk: Desk, *answers: dict[str, Any] | str, **settings: Any) -> list[Replayed]:
    lines = [one if isinstance(one, str) else to_json(one) for one in answers]
    return list(replay(desk, io.BytesIO("\n".join(lines).encode()), **settings))


def only(found: Sequence[Replayed]) -> Replayed:
    (one,) = found
    return one


def quotes_of(desk: Desk, question: str) -> list[str]:
    return [c.quote for s in desk.ask(question).statements for c in s.citations]
