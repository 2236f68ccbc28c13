"""The processes that parse, kept from one test to the next: each takes two seconds to warm up."""

import os
from contextlib import suppress
from subprocess import Popen
from typing import ClassVar

from index.reading.isolation import Worker

# Of what a process inherits, what decides how it reads; tests change the rest for each test.
_INHERITED = ("HOME", "PATH", "PYTHONPATH", "TMPDIR", "XDG_CACHE_HOME")


class KeptWorker(Worker):
    """Lays its process by, where all was read to its end, for the next one of the same limits.

    So does a `Worker` from file to file; tests/index/reading/test_isolation.py has it by itself.
    """

    laid_by: ClassVar[dict[object, list[Popen[bytes]]]] = {}
    _reading = False

    @property
    def _like(self) -> object:
        return self.limits, tuple(map(os.environ.get, _INHERITED))

    def read(self, *args, **settings):
        self._reading = True
        yield from super().read(*args, **settings)
        self._reading = False

    def _ask(self, request, content):
        if self._process is None and (processes := self.laid_by.get(self._like)):
            with suppress(IndexError):  # another thread took the last one
                self._process, self._files = processes.pop(), 0
        super()._ask(request, content)

    def __exit__(self, *_):
        if self._process is not None and self._process.poll() is None and not self._reading:
            self.laid_by.setdefault(self._like, []).append(self._process)
            self._process = None
        self.end()

    @classmethod
    def end_all(cls) -> None:
        """End what was laid by."""
        for processes in cls.laid_by.values():
            for process in processes:
                process.kill()
                process.communicate()
        cls.laid_by.clear()
