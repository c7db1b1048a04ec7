"""Which files there are: those of 收件/ and those inside its archives; and which passwords the clerk gave for each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from rescue_cli.core.errors import InputError
from rescue_cli.intake.odd_entries import is_regular
from rescue_cli.workbooks.reading.archive import contents, members

EVERYWHERE = "*"


@dataclass(frozen=True)
class Source:
    """One file of 收件/; `name` is relative to it, with "/". A file inside an archive is named 包.zip/名册.xlsx.

    `archive` and `place`: the name of the archive it is in, and its place there. `holds`: the number of files, where
    it is an archive itself.
    """

    path: Path
    name: str
    archive: str = ""
    place: int | None = None
    size: int | None = None
    holds: int | None = None

    @property
    def base(self) -> str:
        """The name without folders."""
        return PurePosixPath(self.name).name


def unpack(sources: Sequence[Source]) -> list[Source]:
    """The sources, and after each archive the files in it. Archives inside archives are left as they are."""
    return [file for source in sources for file in _with_members(source)]


def _with_members(source: Source) -> Iterator[Source]:
    inside = members(source.path) if is_regular(source.path) else None
    if inside is None:
        yield source
        return
    yield Source(source.path, source.name, holds=len(inside))
    for member in inside:
        yield Source(source.path, f"{source.name}/{member.name}", source.name, member.place, member.size)


def passwords_for(name: str, passwords: Mapping[str, str]) -> tuple[str, ...]:
    """Passwords to try on a file: its own, then those of the folders it is in, the nearest first, then that for all."""
    path = PurePosixPath(name)
    by_place = {key.replace("\\", "/").strip("/"): password for key, password in passwords.items()}
    places = [path.as_posix(), *(parent.as_posix() for parent in path.parents), EVERYWHERE]
    return tuple(dict.fromkeys(by_place[place] for place in places if place in by_place))


def bytes_of(source: Source) -> bytes:
    """The file's bytes; none where it cannot be read, which is told when it is."""
    try:
        return source.path.read_bytes() if source.place is None else b"".join(contents(source.path, source.place))
    except (OSError, InputError):
        return b""
