"""Where files under 输出/ may stand, and how their paths are told."""

from pathlib import Path

from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import OutputError


def place_below(output: Path, name: str, inbox: Path | None) -> Path:
    """Where the file `name` of 输出/ stands. Everything is written and taken away by this path.

    Raises OutputError where it does not stand inside 输出/ – through "..", or a link among its folders –, or where it
    would be one of 收件/: what came in is never changed.
    """
    path = output / name
    real, inside = path.resolve(), output.resolve()
    if real == inside or not real.is_relative_to(inside):
        raise OutputError(
            f"“{name}”不在“{inside.name}”文件夹里面，没有写、也没有删任何文件：请检查方案包里的 file 和文件夹链接"
        )
    if inbox is not None and real.is_relative_to(inbox.resolve()):
        raise OutputError(f"“{name}”在“收件”里面，没有写、也没有删任何文件：请换一个输出文件夹，或检查文件夹链接")
    return path


def make_folder(folder: Path) -> None:
    """The folder and those above it; OutputError where a file stands in the way or nothing may be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError, PermissionError) as error:
        raise OutputError(f"建不了文件夹 {shown_path(folder)}：那里有同名的文件，或没有写入权限") from error
    except OSError as error:
        raise OutputError(f"建不了文件夹 {shown_path(folder)}：{cause_of(error)}。请检查磁盘空间") from error


def shown_path(path: Path) -> str:
    """Relative to the current folder where it lies below it."""
    absolute = path.resolve()
    here = Path.cwd().resolve()
    return absolute.relative_to(here).as_posix() if absolute.is_relative_to(here) else absolute.as_posix()
