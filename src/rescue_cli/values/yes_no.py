"""Yes and no. A blank is neither; a word that is not plainly one of the two goes to a person."""

import re

from rescue_cli.values.boxes import ticked
from rescue_cli.values.bracket_notes import takes_back
from rescue_cli.values.parsed import Cell, Parsed, cell_text, compact, words

UNCLEAR = "INTAKE-YESNO-UNCLEAR"
_UNKNOWN = words("不详 不祥 未知 不清楚 不明 不确定 不知道 暂无 未填 空 待核实 待核 待定 - -- — —— / // \\ ? .")
_MARK_YES = words("√ ✓ ✔ ☑ ✅ ■ ● 1 1.0 Y YES TRUE T V 对 打勾")
_MARK_NO = words("× ✗ ✘ ✕ X □ ☐ 0 0.0 N NO FALSE F 错")
_YES = words("""
    是 是的 有 愿意 愿 同意 符合 合格 确有 确有困难 存在 属实 享受 已享受 正在享受 纳入 已纳入
    存在隐患 有隐患 存有隐患 受侵害 受到侵害 需要 可以 能 具备
""")
_NO = words("否 不 无 没有 没 未 非 不是 不愿 不合格 无隐患 没有隐患 未发现 未发现隐患 未受侵害 无侵害")
_NEGATIVE = re.compile(r"(?:并?不|并?未|没有?|无|非|否,?)(.+)")
_NOTE = re.compile(r"\([^()]*\)$")
_OWN_WORD = re.compile(r"\((?:有|没有?|无)(?!误|异议)")  # 是（有轿车）: the note answers by itself


def parse_yes_no(cell: Cell) -> Parsed[bool]:
    """是/有/√/1 → True, 否/无/×/0/不愿意 → False. Marks and bracketed notes are listed as read otherwise."""
    if isinstance(cell, bool):
        return Parsed(cell)
    written = cell_text(cell)
    word = compact(written).upper().rstrip("。.;,")
    if not word or word in _UNKNOWN:
        return Parsed(changed=bool(word))
    chosen = ticked(word)
    if chosen == []:
        return Parsed(changed=True)
    answer = chosen[0] if chosen and len(chosen) == 1 else word
    bare = _NOTE.sub("", answer)
    value = None if takes_back(answer) or _OWN_WORD.search(answer) else _meaning(bare)
    if value is None:
        return Parsed(note=UNCLEAR, changed=True)
    return Parsed(value, changed=bare != written or bare in _MARK_YES or bare in _MARK_NO)


def _meaning(word: str) -> bool | None:
    if word in _YES or word in _MARK_YES:
        return True
    if word in _NO or word in _MARK_NO:
        return False
    negated = _NEGATIVE.fullmatch(word)
    return False if negated and negated[1] in _YES else None
