"""The models are loaded side by side, and beside what else a process has to begin with."""

from contextlib import suppress
from threading import Thread

from index import Encoder, ModelError, OnRecordError
from qa.reader import Pair, Reader


class Warming:
    """Loads an encoder and a reader, begun at once; `wait` ends when both are there."""

    def __init__(self, encoder: Encoder, reader: Reader) -> None:
        self._encoder, self._reader = encoder, reader
        self._failed: OnRecordError | None = None
        # No pool: at the end of a process pools take no more work, and this may come that late.
        self._threads = [Thread(target=load) for load in (self._load_encoder, self._load_reader)]
        for thread in self._threads:
            thread.start()

    def wait(self) -> None:
        """Wait for both.

        Raises:
            ModelError: the encoder cannot be loaded; of the reader the first question tells.
        """
        for thread in self._threads:
            thread.join()
        if self._failed:
            raise self._failed

    def _load_encoder(self) -> None:
        try:
            self._encoder.encode_questions(["Who?"])
        except OnRecordError as error:
            self._failed = error

    def _load_reader(self) -> None:
        with suppress(ModelError):
            self._reader.read([Pair(question="Who?", passage="She did.")])
