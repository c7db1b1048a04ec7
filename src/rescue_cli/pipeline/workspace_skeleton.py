"""A new working folder: what it holds at first, and the rescue.toml that explains itself."""

import json
from pathlib import Path

from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import OutputError, UsageError
from rescue_cli.core.workspace_folders import CONFIG, INBOX, OUTPUT
from rescue_cli.pack.model import Pack, Standard


def init_workspace(folder: Path, pack: Pack) -> list[Path]:
    """Add what a working folder lacks and return what was added; nothing is overwritten.

    Raises UsageError where rescue.toml stands already or `folder` is a file, OutputError where it cannot be written.
    """
    if (folder / CONFIG).exists():
        raise UsageError(f"“{folder}”已经是工作文件夹（已有 {CONFIG}），没有改动任何文件。")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"“{folder}”是一个文件，请换一个文件夹名。")
    missing = [path for path in (folder, folder / INBOX, folder / OUTPUT) if not path.exists()]
    try:
        for path in missing:
            path.mkdir(parents=True)
        with (folder / CONFIG).open("x", encoding="utf-8", newline="\n") as file:
            file.write(config_text(pack))
    except OSError as error:
        raise OutputError(f"“{folder}”无法写入：{cause_of(error)}。请检查文件夹权限和磁盘空间。") from error
    return [*missing, folder / CONFIG]


def config_text(pack: Pack) -> str:
    """A rescue.toml for `pack`, with its townships, its open standards, and what may be written explained."""
    parts = [_HEAD.format(pack=_toml(pack.head.id), title=pack.head.title, district=_district_code(pack))]
    parts += [f"[townships.{_toml(entry.name)}]\n" for entry in pack.head.townships]
    parts.append(_STANDARDS)
    parts += [_open_standard(entry) for entry in pack.standards if entry.amount is None]
    parts.append(_REPLACE)
    return "\n".join(parts)


_HEAD = """\
# {title}
# 以“#”开头的行是说明。改完保存（UTF-8编码）即可，不必重新 init。

pack = {pack}

# 基准日：按哪一天的标准和情况判定。不写＝运行当天；排查期结束后＝排查期最后一天。
# as_of = 2019-04-25

# 各镇、街道。可以在每一节下面写：
#   aliases = ["简称", "旧称"]              # 别的叫法
#   villages = ["某某村", "某某社区"]       # 所辖村（社区），用来认文件里的村名；写了就要写全，不在里面的会请您核实
#   area = "农村"                           # 本镇没有写明“城乡”的行按此计（按户籍，由您填写；不填则为“未注明”）
#   village_area = {{ "某某社区" = "城市" }}  # 个别村（社区）与本镇不同的
#   village_aliases = {{ "某某村" = ["旧称", "某某一队"] }}      # 村（社区）的别的叫法
#   village_codes = {{ "某某村" = "{district}001201" }}          # 统计用区划代码，12位，加引号；表里写代码的也认得
# 撤村并居：从哪一天起，老村并到哪个村（并几个就写几段，紧接在那个镇街的一节后面）：
#   [[townships."某某镇".merged]]
#   old = "老村"
#   new = "某某村"
#   township = "某某街道"    # 并到别的镇街的才写
#   from = 2019-01-01
"""
_STANDARDS = """
# 救助标准。与方案包不同的、或方案包里未定的，写在这里（写几个就几节）：
# [[standard]]
# name = "低保标准"
# area = "农村"            # 城市 / 农村
# amount = 3800            # 数额；须以文件为准，此处仅为写法示例
# unit = "元/人·年"        # 元/人·月 或 元/人·年
# from = 2019-01-01        # 从哪一天起执行
# source = "文件名、文号"
#
# 财产限额（住房套数限额、机动车限额、人均金融资产限额等，见《方案包怎么写》）写法相同，可以是 0：
# [[standard]]
# name = "机动车限额"
# amount = 0
# unit = "辆/户"
# from = 2022-01-01
# source = "文件名、文号"
"""
_REPLACE = """
# 更正的文件：两份都留在收件里，写明哪一份不再用（文件名从“收件”里面写起）：
# [[replace]]
# old = "某某镇/名册.xlsx"
# new = "某某镇/名册（更正）.xlsx"

# 设有打开密码的文件：写明文件或文件夹（从“收件”里面写起，"*"指全部）和密码。密码只用来打开文件。
# [passwords]
# "某某镇/名册.xlsx" = "密码"

# 退回函上的联系人和电话：
# [contact]
# name = "某某"
# phone = "0951-0000000"
"""


def _district_code(pack: Pack) -> str:
    return pack.head.district.code if pack.head.district else "000000"


def _open_standard(entry: Standard) -> str:
    what = f"{entry.area or '城乡'}{entry.name}（{entry.unit}，自{entry.start.isoformat()}起）"
    return f"# 待填：{what}。方案包中未定，不填则有关家庭一律“待核实”。"


def _toml(text: str) -> str:
    """A TOML basic string; JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False)
