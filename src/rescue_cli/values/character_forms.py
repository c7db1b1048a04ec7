"""Characters a PDF or an old font leaves in place of ordinary ones: radicals, and forms of one character.

CJK Radicals Supplement and Kangxi Radicals by the Unicode table EquivalentUnifiedIdeograph, with the simplified form where
there is one (⾺ is 马 here, not 馬: nobody typed it); compatibility ideographs are folded by NFKC. Radicals whose
equivalent stands in no name or word are left out.
"""

import re
import unicodedata

_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬"
    "⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺬示⺭礻⺮竹⺯糹⺰纟⺱网⺲罒⺳网⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝"
    "⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑长⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾"
    "⻫齐⻬齐⻭齿⻮齿⻯龙⻰龙⻱龟⻲龟⻳龟"
)
# What NFKC makes of a Kangxi radical → its simplified or usual form.
_SIMPLIFIED = "見见貝贝車车長长門门韋韦頁页風风飛飞馬马魚鱼鳥鸟鹵卤麥麦黃黄黽黾齊齐齒齿龍龙龜龟戶户靑青黑黑"
_STROKES = "㇐一㇑丨㇒丿㇔丶㇠乙"
_VARIANTS = "戶户戸户\ue863䶮"  # 户 in other lands' forms; 䶮 where the first GB 18030 kept it
_RADICALS = range(0x2F00, 0x2FD6)


def _pairs(text: str) -> dict[int, str]:
    return dict(zip(map(ord, text[::2]), text[1::2], strict=True))


def _kangxi() -> dict[int, str]:
    simplified = _pairs(_SIMPLIFIED)
    plain = {code: unicodedata.normalize("NFKC", chr(code)) for code in _RADICALS}
    return {code: simplified.get(ord(sign), sign) for code, sign in plain.items()}


FORMS = {**_kangxi(), **_pairs(_SUPPLEMENT), **_pairs(_STROKES), **_pairs(_VARIANTS)}
_ODD = re.compile("[" + "".join(map(chr, FORMS)) + "]")


def has_odd_forms(text: str) -> bool:
    """Whether some character is one of these."""
    return _ODD.search(text) is not None


def usual_forms(text: str) -> str:
    """The text in ordinary characters.

    >>> usual_forms("⻢建国"), usual_forms("⾺⼩⺠"), usual_forms("馬")
    ('马建国', '马小民', '馬')
    """
    return text.translate(FORMS) if _ODD.search(text) else text
