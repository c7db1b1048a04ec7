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

from rescue_cli.core.errors import UsageError
from rescue_cli.core.states import Area
from rescue_cli.core.toml_file import TomlError, read_toml
from rescue_cli.core.townships import Township
from rescue_cli.pack.model import Closed, Pack, Parameter, Standard, Text
from rescue_cli.pack.model_faults import allowed_words
from rescue_cli.pack.nearest_name import nearest

CONFIG, INBOX, OUTPUT, RECORD, CACHE = "rescue.toml", "收件", "输出", "裁定.jsonl", ".rescue"
OWN_PACKS = "方案包"  # packs of the bureau's own

# --- rescue.toml ---------------------------------------------------------------------------------------------------


class TownshipConfig(Closed):
    """What the clerk adds to a township: other words for it, its villages, the default 城乡 of rows that do not say."""

    aliases: tuple[Text, ...] = ()
    villages: tuple[Text, ...] = ()
    area: Area | None = None
    village_area: dict[Text, Area] = Field(default_factory=dict)


class Replace(Closed):
    """File `old` is no longer read, because `new` takes its place. Names are relative to 收件/, with "/"."""

    old: Text
    new: Text


class Contact(Closed):
    """Whom a township asks about what was sent back to it; printed on the letter (退回函)."""

    name: Text | None = Field(default=None, alias="联系人")
    phone: Text | None = Field(default=None, alias="电话")


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
    passwords: dict[Text, SecretStr] = Field(default_factory=dict)
    contact: Contact = Contact()

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
    "string_too_short": "不能为空",
    "dict_type": "应是一节，不是单个值",
    "model_type": "应是一节，不是单个值",
}


def read_config(path: Path) -> Config:
    """Read rescue.toml. Raises UsageError with every fault: the key, what is wrong, the nearest known key."""
    try:
        data = read_toml(path)
    except TomlError as error:
        raise UsageError(f"{CONFIG} {error.sentence}。") from error
    except OSError as error:
        raise UsageError(f"{CONFIG} 无法读取：{error.strerror}。") from error
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        faults = "\n".join(f"  {_fault(dict(fault))}" for fault in error.errors())
        raise UsageError(f"{CONFIG} 有 {error.error_count()} 处错误：\n{faults}") from error
    _check_replacements(config)
    _check_aliases(config)
    return config


FIRST_KEYS = ("pack", "as_of", "district")  # stand before every section


def _fault(fault: Mapping[str, Any]) -> str:
    place = fault["loc"]
    key = ".".join(f"第{part + 1}个" if isinstance(part, int) else str(part) for part in place)
    if fault["type"] == "extra_forbidden" and len(place) > 1 and place[-1] in FIRST_KEYS:
        return f"{key}：“{place[-1]}”要写在第一个方括号（[…]）的前面，写在后面就成了那一节的"
    if fault["type"] == "extra_forbidden":
        hint = nearest(str(place[-1]), _keys_at(place[:-1]))
        return f"{key}：不认识“{place[-1]}”" + (f"，是否想写“{hint}”？" if hint else "")
    return f"{key}：{FAULTS.get(fault['type'], '值不对').format(expected='、'.join(allowed_words(fault)))}"


def _keys_at(place: Sequence[int | str]) -> list[str]:
    """The keys allowed at a place in rescue.toml."""
    models: Mapping[str, type[BaseModel]] = {
        "townships": TownshipConfig,
        "standard": Standard,
        "parameter": Parameter,
        "replace": Replace,
        "contact": Contact,
    }
    model = models.get(str(place[0]), Config) if place else Config
    return [info.alias or name for name, info in model.model_fields.items()]


def _check_replacements(config: Config) -> None:
    for entry in config.replace:
        if entry.new in config.replaced:
            raise UsageError(f"{CONFIG} 的 replace：“{entry.new}”既替换别的文件又被替换，请只写最后一份。")


def _check_aliases(config: Config) -> None:
    """A word that means two townships means neither. Raises UsageError naming both."""
    owners: dict[str, str] = {}
    for name, entry in config.townships.items():
        for word in (name, *dict.fromkeys(entry.aliases)):
            other = owners.setdefault(word, name)
            if other != name:
                raise UsageError(f"{CONFIG} 的 townships：“{word}”既指“{other}”又指“{name}”，请只留一处。")


# --- the folder ----------------------------------------------------------------------------------------------------


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
        return cls(folder, read_config(path))

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
    def cache(self) -> Path:
        """.rescue/: safe to delete."""
        return self.folder / CACHE

    def sources(self) -> list[tuple[Path, str]]:
        """Every file below 收件/ with its name relative to it, sorted; which are workbooks is intake's matter."""
        return files_below(self.inbox)

    def townships(self, pack: Pack) -> tuple[Township, ...]:
        """The pack's townships in their order with what rescue.toml adds, then those only rescue.toml names.

        Raises UsageError where rescue.toml misspells one of the pack's, or gives one's alias to another.
        """
        of_pack = {entry.name: entry.aliases for entry in pack.head.townships}
        _check_townships(self.config.townships, of_pack)
        names = [*of_pack, *(name for name in self.config.townships if name not in of_pack)]
        return tuple(_township(name, of_pack.get(name, ()), self.config.townships.get(name)) for name in names)


def _misnamed_config(folder: Path) -> str:
    """A file of the folder that is meant as rescue.toml: other letters, or the ".txt" that Notepad adds unseen."""
    names = sorted(path.name for path in folder.glob("*") if path.is_file()) if folder.is_dir() else []
    return next((name for name in names if name.casefold() in (CONFIG, f"{CONFIG}.txt")), "")


def files_below(folder: Path) -> list[tuple[Path, str]]:
    """Every file below a folder with its name relative to it, sorted."""
    paths = (Path(parent, name) for parent, _, names in os.walk(folder, followlinks=False) for name in names)
    return sorted(((path, path.relative_to(folder).as_posix()) for path in paths), key=lambda pair: pair[1])


def _check_townships(own: Mapping[str, TownshipConfig], of_pack: Mapping[str, Sequence[str]]) -> None:
    """A section named nearly like a township of the pack that has none of its own is taken for misspelt.

    Where the pack's township has its section too, the other is one more township.
    """
    known = {word: name for name, aliases in of_pack.items() for word in (name, *aliases)}
    for name, entry in own.items():
        close = known.get(nearest(name, known) or "") if name not in of_pack else None
        if close and close not in own:
            raise UsageError(
                f"{CONFIG} 的 townships：方案包没有“{name}”，最接近的是“{close}”。"
                f"是它就改成“{close}”，别的叫法写进 aliases；确是另一个镇街，请给“{close}”也写一节。"
            )
        for alias in entry.aliases:
            if known.get(alias, name) != name:
                raise UsageError(f"{CONFIG} 的 townships：“{alias}”是“{known[alias]}”的名称，不能写成“{name}”的别名。")


def _township(name: str, aliases: Sequence[str], config: TownshipConfig | None) -> Township:
    own = config or TownshipConfig()
    return Township(
        name=name,
        aliases=tuple(dict.fromkeys([*aliases, *own.aliases])),
        villages=tuple(dict.fromkeys([*own.villages, *own.village_area])),
        area=own.area,
        village_area=dict(own.village_area),
    )


def as_of(config: Config, pack: Pack, today: dt.date) -> dt.date:
    """The day the rules are applied for: as configured, else `today`, or the pack's last day once that is past."""
    if config.as_of is not None:
        return config.as_of
    return min(today, pack.head.period.end) if pack.head.period else today
