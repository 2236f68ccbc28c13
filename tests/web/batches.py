"""What the tests of many questions ask about, and wait with."""

import threading
import time
from datetime import date

from index import Article
from web.answering import Batch, Stage

ICE = Article(
    text="The ice on the Daugava is thirty centimetres thick, the harbour master of Riga said.",
    title="Ice",
    outlet="Baltic Daily",
    published=date(2024, 1, 5),
)
SNOW = Article(
    text="Snow fell on the port of Riga all night, and no ship left it before noon on Tuesday.",
    title="Snow",
    outlet="Port Weekly",
    published=date(2024, 2, 6),
)
PATIENCE = 60


def wait_for(batch: Batch) -> None:
    deadline = time.monotonic() + PATIENCE
    while batch.standing.stage in {Stage.COUNTING, Stage.ANSWERING}:
        assert time.monotonic() < deadline, batch.standing
        time.sleep(0.02)


def join(name: str) -> None:
    """Wait for the threads of a name to end."""
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(PATIENCE)
            assert not thread.is_alive()
