"""The code that runs here, as a hash: what another version made may be otherwise."""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path


@cache
def code_of(*packages: Path) -> str:
    """Hash the code of some packages, by their directories, and the versions it stands on."""
    digest = hashlib.blake2b()
    for package in packages:
        for path in sorted(package.rglob("*.py")):
            digest.update(path.read_bytes())
    digest.update(" ".join(_versions(_requirements())).encode())
    return digest.hexdigest()


def _requirements() -> Sequence[str]:
    try:
        return requires("onrecord") or ()
    except PackageNotFoundError:  # it runs from its folder, and is not installed
        return ()


def _versions(requirements: Sequence[str]) -> Iterator[str]:
    for requirement in requirements:
        name = requirement.partition(">=")[0].partition("==")[0].partition(";")[0].strip()
        try:
            yield f"{name}=={version(name)}"
        except PackageNotFoundError:  # an extra that is not installed
            yield f"{name}: none"
