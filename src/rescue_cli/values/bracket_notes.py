"""A note in brackets behind an answer: mostly a detail (重病（尿毒症）), sometimes one that takes the answer back (纳入低保（拟）)."""

import re

NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# Not yet, no longer, another person, unsure, refused: words of state, not of detail (失能（无法行走）stays what it is).
_TAKES_BACK = re.compile(
    r"拟|待(?!遇|业)|暂(?!住)|延期|推迟|预计|预备|计划|建议|申请|放弃|拒绝|停(?!车)|退(?!休|役|伍|耕)|撤|取消|注销|复核|复查|公示|审核中|审批中"
    r"|办理中|受理|存疑|疑似|可能|也许|大概|好像|其(?!他|它|中)|家属|缓解|好转|曾|以前|过去|过期|到期|无效|\?"
    r"|未(?:通过|批|审|办|发|到账|享受|纳入|落实|给|领|核|定|确定|上报)"
    r"|不(?:同意|愿|符合|批|予|属实|是|确定|享受|要|纳入|通过)|没有?(?:批|通过|办|发|到账|纳入|享受)"
)


def takes_back(text: str) -> bool:
    """Whether a note in brackets leaves the answer before it in doubt; `text` in half width.

    >>> takes_back("纳入低保(拟)"), takes_back("是(其母亲)"), takes_back("失能(无法行走)"), takes_back("其他(退休)")
    (True, True, False, False)
    >>> takes_back("纳入低保(暂缓)"), takes_back("是(暂住)")
    (True, False)
    """
    return any(_TAKES_BACK.search(note) for note in NOTE.findall(text))
