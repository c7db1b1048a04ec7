"""Checks of where reports are written: inside 输出/, under names every system bears, each in a place of its own."""

from pathlib import PurePosixPath

from rescue_cli.core.file_names import LONGEST_VALUE, path_fault, path_key
from rescue_cli.core.output_books import FIXED_BOOKS, FIXED_FOLDERS
from rescue_cli.pack import model as m
from rescue_cli.pack.check.problems import Problems
from rescue_cli.pack.language.sentences import PLACE, template_fields

SOME_VALUE = "甲"  # stands for the value of a split field, which is made a safe name where the part is written
SOME_MONTH = "（2022年04月）"  # what a monthly report's name is given


def path_problems(pack: m.Pack, problems: Problems) -> None:
    """Add everything wrong with the `file` of any report."""
    taken: dict[str, str] = {}  # key of a path → the first report written there
    for stem, report in pack.reports.items():
        part, path = f"reports/{stem}", PLACE.sub(SOME_VALUE, report.file)
        if fault := path_fault(path) or _fixed_fault(path) or _suffix_fault(report) or _length_fault(report):
            problems.add(part, "file", f"{fault}：{report.file}")
            continue
        key = path_key(report.file) + ("（月份）" if report.month else "")
        if key in taken:
            problems.add(part, "file", f"和报表“{taken[key]}”写到同一个文件：{report.file}")
        taken.setdefault(key, stem)
        if report.split is not None:
            _split_folder(pack, part, report, problems)
    _folders_called_like_files(pack, taken, problems)


def _fixed_fault(path: str) -> str:
    """The books and folders of the program itself."""
    if path_key(path) in map(path_key, FIXED_BOOKS):
        return "这是程序自己的工作簿，请换一个文件名"
    folder = path.split("/", maxsplit=1)[0]
    if path_key(folder) in map(path_key, FIXED_BOOKS):
        return f"“{folder}”是程序自己的工作簿，不能作文件夹名"
    return f"“{folder}”是程序自己的文件夹，请换一个" if path_key(folder) in map(path_key, FIXED_FOLDERS) else ""


def _length_fault(report: m.Report) -> str:
    """The longest name that writing may give: with the longest value of a split field, and the month."""
    path = PurePosixPath(PLACE.sub(SOME_VALUE * LONGEST_VALUE, report.file))
    if report.month:
        path = path.with_name(f"{path.stem}{SOME_MONTH}{path.suffix}")
    fault = path_fault(path.as_posix())
    return f"{fault}（花括号换成的值按{LONGEST_VALUE}个字算，月报的月份也算）" if fault else ""


def _suffix_fault(report: m.Report) -> str:
    suffix = ".docx" if report.kind == "document" else ".xlsx"
    return "" if PurePosixPath(report.file).suffix == suffix else f"文件名要以 {suffix} 结尾"


def _split_folder(pack: m.Pack, part: str, report: m.Report, problems: Problems) -> None:
    """Parts that an earlier run wrote and this one does not are taken away: so their folder holds nothing else."""
    folder = PurePosixPath(report.file).parent.as_posix()
    if folder == ".":
        problems.add(part, "file", f"分册要有自己的文件夹，不能直接放在“输出”下：{report.file}")
    elif template_fields(folder):
        problems.add(part, "file", f"“{{{report.split}}}”要写在文件名里，不能写在文件夹名里：{report.file}")
    elif (
        sum(
            path_key(PurePosixPath(other.file).parent.as_posix()) == path_key(folder) for other in pack.reports.values()
        )
        > 1
    ):
        problems.add(part, "file", f"分册要有自己的文件夹（“{folder}”里还有别的报表），上次多出来的分册才能清掉")


def _folders_called_like_files(pack: m.Pack, taken: dict[str, str], problems: Problems) -> None:
    """报表/甲.xlsx and 报表/甲.xlsx/乙.xlsx: a file cannot be a folder too."""
    for stem, report in pack.reports.items():
        for folder in PurePosixPath(report.file).parents:
            if path_key(folder.as_posix()) in taken:
                other = taken[path_key(folder.as_posix())]
                problems.add(f"reports/{stem}", "file", f"文件夹“{folder}”与报表“{other}”的文件同名：{report.file}")
