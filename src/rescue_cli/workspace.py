"""The clerk's folder: rescue.toml, 收件/, 输出/, 裁定.jsonl and the cache. Knows where things are, not what is in them.

The clock does not enter here: `as_of` is given the day it is.
"""

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from rescue_cli.config_entries import Contact, Owes, Received, Replace
from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import UsageError
from rescue_cli.core.folder_listing import files_below
from rescue_cli.core.private_text import is_file_name, masked
from rescue_cli.core.toml_file import TomlError, parse_toml, toml_text
from rescue_cli.core.townships import Township
from rescue_cli.core.workspace_folders import ARCHIVE, BACKUPS, CACHE, CONFIG, INBOX, OUTPUT, OWN_PACKS, RECORD, STATES
from rescue_cli.pack.check.repeated_names import repeated_amounts
from rescue_cli.pack.model import Closed, Pack, Parameter, Standard, Text
from rescue_cli.pack.model_faults import (
    AMOUNT_RANGE,
    BEFORE_SECTIONS,
    allowed_words,
    bracket_fault,
    by_place,
    one_text,
    written,
)
from rescue_cli.pack.nearest_name import nearest
from rescue_cli.township_config import TownshipConfig, VillageMergeConfig, make_township, village_faults

# --- rescue.toml ---------------------------------------------------------------------------------------------------


class Config(Closed):
    """rescue.toml. `district` overrides the name of the district that stands on the outputs.

    `passwords`: file or folder below 收件/ (or "*" for all) → the password that opens the workbooks there.
    """

    model_config = ConfigDict(hide_input_in_errors=True)  # a password may stand there

    pack: Text
    as_of: dt.date | None = None
    district: Text | None = None
    townships: dict[Text, TownshipConfig] = Field(default_factory=dict)
    standard: tuple[Standard, ...] = ()
    parameter: tuple[Parameter, ...] = ()
    replace: tuple[Replace, ...] = ()
    received: tuple[Received, ...] = ()
    owes: tuple[Owes, ...] = ()
    passwords: dict[Text, SecretStr] = Field(default_factory=dict)
    contact: Contact = Contact()

    @property
    def received_days(self) -> dict[str, dt.date]:
        return {entry.file: entry.day for entry in self.received}

    @property
    def replaced(self) -> dict[str, str]:
        """Old file → the file that takes its place."""
        return {entry.old: entry.new for entry in self.replace}


FAULTS = {
    "missing": "缺少这一项",
    "enum": "只能填：{expected}",
    "literal_error": "只能填：{expected}",
    "date_from_datetime_parsing": "应是日期，如 2019-04-25（不加引号）",
    "date_type": "应是日期，如 2019-04-25（不加引号）",
    "date_parsing": "应是日期，如 2019-04-25（不加引号）",
    "date_from_datetime_inexact": "应是日期，如 2019-04-25（不加引号）",
    "string_type": "应是加引号的文字",
    "tuple_type": '应是方括号列表，如 ["甲", "乙"]',
    "decimal_type": "应是数字",
    "decimal_parsing": "应是数字",
    "value_error": AMOUNT_RANGE,
    "string_too_short": "不能为空",
    "dict_type": "应是一节，不是单个值",
    "model_type": "应是一节，不是单个值",
}


def read_config(path: Path) -> Config:
    """Read rescue.toml. Raises UsageError with every fault: the key, what is wrong, the nearest known key."""
    try:
        text = toml_text(path)
        data = parse_toml(path, text)
    except TomlError as error:
        raise UsageError(f"{CONFIG} {error.sentence}。") from error
    except OSError as error:
        raise UsageError(f"{CONFIG} 无法读取：{cause_of(error)}。") from error
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        faults = [
            f"  {_fault(place, alike)}{written(text, place, alike[0])}"
            for place, alike in by_place(error.errors(), data).items()
        ]
        raise UsageError(masked(f"{CONFIG} 有 {len(faults)} 处错误：\n" + "\n".join(faults))) from error
    _check_amounts(config)
    _check_replacements(config)
    _check_aliases(config)
    return config


_LOST_PASSWORD = "这一行像是文件的密码，要写在 [passwords] 一节下面（它前面的“#”去掉了吗？）"
FIRST_KEYS = ("pack", "as_of", "district")  # stand before every section


def _fault(place: Sequence[int | str], alike: Sequence[Mapping[str, Any]]) -> str:
    """What is wrong at one place; several faults where a value may be of several kinds and is of none."""
    key = ".".join(f"第{part + 1}个" if isinstance(part, int) else str(part) for part in place)
    if place and place[0] != "passwords" and is_file_name(str(place[-1])):
        return f"{key}：{_LOST_PASSWORD}"
    if alike[0]["type"] == "extra_forbidden":
        return f"{key}：{_unknown_key(place)}"
    texts = dict.fromkeys(
        bracket_fault(place, fault)
        or FAULTS.get(fault["type"], "值不对").format(expected="、".join(allowed_words(fault)))
        for fault in alike
    )
    return f"{key}：{one_text(list(texts))}"


def _unknown_key(place: Sequence[int | str]) -> str:
    if len(place) > 1 and place[-1] in FIRST_KEYS:
        return f"“{place[-1]}”{BEFORE_SECTIONS}"
    hint = nearest(str(place[-1]), _keys_at(place[:-1]))
    return f"不认识“{place[-1]}”" + (f"，是否想写“{hint}”？" if hint else "")


_MERGED = "merged"


def _keys_at(place: Sequence[int | str]) -> list[str]:
    """The keys allowed at a place in rescue.toml."""
    models: Mapping[str, type[BaseModel]] = {
        "townships": TownshipConfig,
        "standard": Standard,
        "parameter": Parameter,
        "replace": Replace,
        "received": Received,
        "owes": Owes,
        "contact": Contact,
    }
    model = models.get(str(place[0]), Config) if place else Config
    if model is TownshipConfig and _MERGED in place:
        model = VillageMergeConfig
    return [info.alias or name for name, info in model.model_fields.items()]


def _check_amounts(config: Config) -> None:
    """The second of two amounts for the same would silently replace the first. Raises UsageError naming both."""
    faults = [f"  {key}：{text}" for key, text in repeated_amounts(config.standard, config.parameter)]
    if faults:
        raise UsageError(masked(f"{CONFIG} 有 {len(faults)} 处错误：\n" + "\n".join(faults)))


def _check_replacements(config: Config) -> None:
    for entry in config.replace:
        if entry.new in config.replaced:
            text = f"{CONFIG} 的 replace：“{entry.new}”既替换别的文件又被替换，请只写最后一份。"
            raise UsageError(masked(text))


def _check_aliases(config: Config) -> None:
    """A word that means two townships means neither. Raises UsageError naming both."""
    owners: dict[str, str] = {}
    for name, entry in config.townships.items():
        for word in (name, *dict.fromkeys(entry.aliases)):
            other = owners.setdefault(word, name)
            if other != name:
                text = f"{CONFIG} 的 townships：“{word}”既指“{other}”又指“{name}”，请只留一处。"
                raise UsageError(masked(text))


@dataclass(frozen=True)
class Workspace:
    """An opened working folder."""

    folder: Path
    config: Config

    @classmethod
    def open(cls, folder: Path) -> "Workspace":
        """Open a folder in which `rescue init` was run. Raises UsageError where it was not, or rescue.toml is wrong."""
        path = folder / CONFIG
        if not path.is_file():
            if misnamed := _misnamed_config(folder):
                raise UsageError(f"“{folder}”里没有 {CONFIG}，但有“{misnamed}”：请把它改名为 {CONFIG}。")
            raise UsageError(
                f"“{folder}”还不是工作文件夹（没有 {CONFIG}）。请先运行：rescue init {folder} --pack 方案包名，"
                "或用 -C 指明工作文件夹。"
            )
        workspace = cls(folder, read_config(path))
        for own in (workspace.cache, workspace.record_file, workspace.backups, workspace.archive):
            if own.resolve().is_relative_to(workspace.inbox.resolve()):
                raise UsageError(f"“{own.name}”是通到“{INBOX}”里的链接，写它就改了收到的文件。请删去这个链接再运行。")
        return workspace

    @property
    def inbox(self) -> Path:
        """收件/: what came in, never changed."""
        return self.folder / INBOX

    @property
    def output(self) -> Path:
        """输出/: everything the tool writes, safe to delete."""
        return self.folder / OUTPUT

    @property
    def record_file(self) -> Path:
        """裁定.jsonl: what cannot be rebuilt."""
        return self.folder / RECORD

    @property
    def archive(self) -> Path:
        """存档/: what was handed in, and the recorded states; cannot be rebuilt."""
        return self.folder / ARCHIVE

    @property
    def states(self) -> Path:
        """存档/状态/: what earlier runs came to."""
        return self.archive / STATES

    @property
    def backups(self) -> Path:
        """裁定备份/: what the record was, day by day."""
        return self.folder / BACKUPS

    @property
    def cache(self) -> Path:
        """.rescue/: safe to delete."""
        return self.folder / CACHE

    def keeps(self, path: Path) -> bool:
        """Whether a path is one of those nothing else may be written to: what came in, the record, settings, packs."""
        own = (self.folder / CONFIG, self.folder / OWN_PACKS)
        kept = (self.inbox, self.record_file, self.backups, self.archive, self.cache, *own)
        return any(path.resolve().is_relative_to(place.resolve()) for place in kept)

    def sources(self) -> list[tuple[Path, str]]:
        """Every file below 收件/ with its name relative to it, sorted; which are workbooks is intake's matter.

        Raises UsageError where 收件 is there and cannot be opened: what is in it must not count as not come.
        """
        try:
            next(iter(os.scandir(self.inbox)), None)
        except FileNotFoundError:  # nothing came yet
            return []
        except NotADirectoryError as error:
            raise UsageError(
                "“收件”是一个文件，不是文件夹：请把它改名或移走，新建文件夹“收件”，放入报来的表"
            ) from error
        except OSError as error:
            raise UsageError(f"“收件”打不开：{cause_of(error)}。请检查文件夹权限后再运行一次") from error
        return files_below(self.inbox)

    def townships(self, pack: Pack) -> tuple[Township, ...]:
        """The pack's townships in their order with what rescue.toml adds, then those only rescue.toml names.

        Raises UsageError where rescue.toml misspells one of the pack's, gives one's alias to another, or says of villages
        what cannot be.
        """
        of_pack = {entry.name: entry.aliases for entry in pack.head.townships}
        _check_townships(self.config.townships, of_pack)
        own = self.config.townships
        names = [*of_pack, *(name for name in own if name not in of_pack)]
        aliases = {name: [*of_pack.get(name, ()), *(own[name].aliases if name in own else ())] for name in names}
        words = {word: name for name in names for word in (name, *aliases[name])}
        townships = tuple(make_township(name, aliases[name], own.get(name, TownshipConfig()), words) for name in names)
        faults = village_faults(townships, pack.head.district.code if pack.head.district else None)
        if faults:
            raise UsageError(
                masked(f"{CONFIG} 有 {len(faults)} 处错误：\n" + "\n".join(f"  {text}" for text in faults))
            )
        return townships


def _misnamed_config(folder: Path) -> str:
    """A file of the folder that is meant as rescue.toml: other letters, or the ".txt" that Notepad adds unseen."""
    names = sorted(path.name for path in folder.glob("*") if path.is_file()) if folder.is_dir() else []
    return next((name for name in names if name.casefold() in (CONFIG, f"{CONFIG}.txt")), "")


def _check_townships(own: Mapping[str, TownshipConfig], of_pack: Mapping[str, Sequence[str]]) -> None:
    """A section named nearly like a township of the pack that has none of its own is taken for misspelt.

    Where the pack's township has its section too, the other is one more township.
    """
    known = {word: name for name, aliases in of_pack.items() for word in (name, *aliases)}
    for name, entry in own.items():
        close = known.get(nearest(name, known) or "") if name not in of_pack else None
        if close and close not in own:
            text = (
                f"{CONFIG} 的 townships：方案包没有“{name}”，最接近的是“{close}”。"
                f"是它就改成“{close}”，别的叫法写进 aliases；确是另一个镇街，请给“{close}”也写一节。"
            )
            raise UsageError(masked(text))
        for alias in entry.aliases:
            if known.get(alias, name) != name:
                text = f"{CONFIG} 的 townships：“{alias}”是“{known[alias]}”的名称，不能写成“{name}”的别名。"
                raise UsageError(masked(text))


def as_of(config: Config, pack: Pack, today: dt.date) -> dt.date:
    """The day the rules are applied for: as configured, else `today`, or the pack's last day once that is past."""
    if config.as_of is not None:
        return config.as_of
    return min(today, pack.head.period.end) if pack.head.period else today
