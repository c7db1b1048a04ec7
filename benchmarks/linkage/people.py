"""Invented people, villages and ways of writing, in two styles: one to fit the weights on, one to report on."""

import random
from dataclasses import dataclass

CHECK = "10X98765432"
FACTORS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

TUNE_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
TUNE_FIRST = "建国秀玉桂志文春海永金晓德明学淑凤兰红小光俊新长振立成云家少守忠正大世天福庆万宝继绍克仁义礼智子维保宏兴彦景思佳雅梦宇浩雨欣诗美月素巧"
TUNE_SECOND = "华英芳军平生民霞梅龙林清玲强贵珍山福荣辉燕波涛花香琴莲兰峰勇斌鹏杰超伟刚磊洋敏静丽娟艳娜丹萍红莉洁琳雪莹颖婷慧君轩涵豪博晨阳旭昊然怡妍彤宁倩"
REPORT_SURNAMES = "马王李杨张买撒丁妥哈罗田何金沙纳刘陈吴苏白虎余穆锁海韩冶喇摆拜铁赵周黄孙朱高徐林郭胡唐许冯邓曹彭曾肖潘袁蔡蒋于杜叶程魏吕任卢姚沈钟姜崔谭陆范汪廖石贾韦夏付方邹熊孟秦邱侯江尹薛闫段雷龙史陶贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧阳"
REPORT_FIRST = "国建德万成福生有文学玉秀桂金月凤彩翠银素兰梅春夏冬海江河山川志忠孝仁义永长久进占会少小光宗耀耿广发旺兴隆昌盛丰登嘉俊逸子梓一思若雨诗晓佳欣"
REPORT_SECOND = "林海军兵强伟东平安宁康健明亮辉耀祥瑞吉庆喜财宝贵荣花叶枝莲荷菊琴棋书画娥英娃娟娜婷婵妹萍蓉芳芬艳燕霞虹雯倩玲珑琪瑶梅香仓库田地"
TUNE_LIKE = "刚钢|明朋|玲铃|伟玮|芳芬|建健|平苹|清青|晴睛|桂佳|海梅|峰锋|辉晖|涛寿|梁粱|陈阵|杨扬|丽俪|莉利|秀季|春舂|英莫|荣菜|波坡|静净|洁结|颖颍|晓哓|俊峻|斌武|志忐|玉王|福副|永水|民氏|凤风|云去|洋祥"
REPORT_LIKE = "兵乒|强虽|娟捐|林琳|军浑|蓉溶|瑞端|燕蒸|霞暇|虹红|婷停|琪棋|瑶摇|明昍|英瑛|芳坊|花化|辉挥|亮高|伟纬|平坪|莲连|康庚|福幅|喜嘉|叶吐|香杳|梅悔|海悔|国囯|秀绣|有育|成城|祥样|艳绝|芬纷|菊掬|玉主|佳住|永泳|子了|生主|兰羊|宁字"
TUNE_VILLAGES = [
    "泾华",
    "泾河",
    "兴盛",
    "向阳",
    "红旗",
    "团结",
    "新民",
    "白云",
    "青山",
    "双桥",
    "石桥",
    "张庄",
    "李庄",
    "王家湾",
    "柳树沟",
    "大河",
    "小河",
    "东岭",
    "西岭",
    "前进",
    "永丰",
    "太平",
    "龙泉",
    "马家坪",
    "杨柳",
]
REPORT_VILLAGES = [
    "长城",
    "金沙",
    "银湖",
    "芦花",
    "沙坝头",
    "二道沟",
    "三岔",
    "红果子",
    "燕子墩",
    "黄羊滩",
    "月牙湖",
    "掌政",
    "通贵",
    "望洪",
    "李俊",
    "宁化",
    "瞿靖",
    "叶盛",
    "大坝",
    "陈袁滩",
    "巴浪湖",
    "崇兴",
    "杜木桥",
    "郝家桥",
    "五里坡",
]
ESTATES = ["阳光小区", "幸福家园", "碧水花园", "安居苑", "民生佳苑", "金色家园", "康居小区", "惠民小区"]
TOWNSHIPS = [
    "兴泾镇",
    "镇北堡镇",
    "城关镇",
    "永宁镇",
    "河东乡",
    "南湖街道",
    "北苑街道",
    "西塔街道",
    "双河镇",
    "平安乡",
    "石嘴镇",
    "汉渠乡",
    "新华街道",
    "红寺镇",
    "青铜镇",
    "马莲乡",
    "黄河镇",
    "沙湖街道",
    "清泉镇",
    "永安镇",
]


@dataclass(frozen=True)
class Style:
    """A population's names, villages and slips of the pen."""

    surnames: str
    first: str
    second: str
    villages: tuple[str, ...]
    alike: dict[str, str]
    one_character: float
    slope: float  # how steeply some names are more common than others


def _pairs(text: str) -> dict[str, str]:
    pairs = [pair for pair in text.split("|") if len(pair) == 2]
    return {a: b for a, b in pairs} | {b: a for a, b in pairs}


TUNE = Style(TUNE_SURNAMES, TUNE_FIRST, TUNE_SECOND, tuple(TUNE_VILLAGES), _pairs(TUNE_LIKE), 0.18, 0.7)
REPORT = Style(REPORT_SURNAMES, REPORT_FIRST, REPORT_SECOND, tuple(REPORT_VILLAGES), _pairs(REPORT_LIKE), 0.12, 0.55)


class Namer:
    """Names drawn with a long tail: few common ones, many rare."""

    def __init__(self, style: Style, rng: random.Random) -> None:
        self._rng, self._style = rng, style
        self._lists = [list(dict.fromkeys(text)) for text in (style.surnames, style.first, style.second)]
        self._weights = [
            [1 / (n + 2) ** slope for n in range(len(chars))]
            for chars, slope in zip(self._lists, (1.0, style.slope, style.slope), strict=True)
        ]

    def surname(self) -> str:
        return self._draw(0)

    def given(self, generation: str = "") -> str:
        second = self._draw(2)
        if self._rng.random() < self._style.one_character:
            return second
        return (generation or self._draw(1)) + second

    def generation(self) -> str:
        return self._draw(1)

    def _draw(self, which: int) -> str:
        return self._rng.choices(self._lists[which], self._weights[which])[0]


def citizen_number(region: str, born: str, sequence: int) -> str:
    """A whole number: six digits of place, the date, three of sequence, the check character."""
    stem = f"{region}{born}{sequence:03d}"
    return stem + CHECK[sum(int(digit) * factor for digit, factor in zip(stem, FACTORS, strict=True)) % 11]
