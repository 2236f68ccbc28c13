"""A model's two graphs: each is made once, whoever needs it first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from index.graphs import Graphs


class SlowFactory:
    """Makes graphs (here: the words for them), and takes so long that others come meanwhile."""

    def __init__(self):
        self.made = []
        self.fail_first = False

    def __call__(self, *, many):
        self.made.append(many)
        Event().wait(0.05)
        if self.fail_first and len(self.made) == 1:
            raise OSError("no memory")
        return "many" if many else "few"


@pytest.fixture
def factory():
    return SlowFactory()


def test_threads_that_need_a_graph_at_once_share_one(factory):
    graphs, all_there = Graphs(factory, many_tokens=1), Barrier(4)

    def need(which):
        all_there.wait()
        return getattr(graphs, which)

    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(need, ["many", "many", "few", "few"]))
    assert got == ["many", "many", "few", "few"]
    assert sorted(factory.made) == [False, True]


def test_a_graph_that_could_not_be_made_is_tried_again(factory):
    factory.fail_first = True
    graphs = Graphs(factory, many_tokens=1)
    with pytest.raises(OSError, match="no memory"):
        _ = graphs.few
    assert graphs.few == "few"
