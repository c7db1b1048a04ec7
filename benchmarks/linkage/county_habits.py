"""What the invented counties are made of: names, places, headings, ways of writing and how often each slip happens.

`FIT` may be looked at while rules are written; `SECOND` has other names, places, words and rates and is only reported on.
"""

from dataclasses import dataclass, field

RATES = {  # share of the rows in which a slip happens, at usual noise
    "id_missing": 0.10, "id_digit": 0.035, "id_swap": 0.02, "id_cut": 0.03, "id_shown": 0.02, "id_area": 0.01,
    "id_15": 0.015, "id_lost": 0.005, "id_kin": 0.005, "homophone": 0.025, "shape": 0.015, "nickname": 0.01,
    "former_name": 0.003, "name_lost": 0.004, "name_hole": 0.005, "married": 0.005, "name_turned": 0.002,
    "phone_missing": 0.15, "phone_digit": 0.015, "phone_neighbour": 0.01, "birth_off": 0.03, "birth_unknown": 0.02,
    "address_missing": 0.04, "village_missing": 0.01,
}  # fmt: skip
SHARES = {  # how the county lives, whatever the noise
    "phone_changed": 0.15, "cadre": 0.04, "merged_village": 0.05, "shared_village": 0.15, "head_id_village": 0.06,
    "head_id": 0.16, "namesake": 0.02, "common_name": 0.08, "father_son": 0.008, "siblings": 0.012, "twins": 0.015,
    "couples": 0.008, "near_numbers": 0.006, "new_year": 0.006, "split": 0.03, "loose_village": 0.35, "flats": 0.3,
    "masked_ids": 0.25, "masked_names": 0.06, "scattered": 0.5, "same_file": 0.03, "moved": 0.05, "as_head": 0.02,
}  # fmt: skip


@dataclass(frozen=True)
class Habits:
    """One county's people and pens. Address forms take town, village, group, han, door, and of flats road, number, estate,
    building, unit, room; `other` is a neighbouring village."""

    surnames: str
    male: tuple[str, str]  # first and second character of a given name
    female: tuple[str, str]
    common: tuple[str, ...]  # full names every township has
    sounds: str  # characters read alike, groups apart by a bar
    shapes: str
    nicknames: tuple[str, ...]
    towns: tuple[str, ...]
    villages: tuple[str, ...]
    estates: tuple[str, ...]
    roads: tuple[str, ...]
    group_forms: tuple[str, ...]
    loose_group_forms: tuple[str, ...]
    flat_forms: tuple[str, ...]
    kin: dict[str, tuple[str, ...]]
    headings: dict[str, tuple[str, ...]]
    village_words: tuple[str, ...]
    missing: tuple[str, ...]
    names_of_lists: dict[str, str]
    rates: dict[str, float] = field(default_factory=lambda: RATES)
    shares: dict[str, float] = field(default_factory=lambda: SHARES)


FIT = Habits(
    surnames="王李张刘陈马杨赵周吴徐孙朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严赖洪武莫孔",
    male=(
        "国建志文明德永金玉春学海长世正家立振少光兴福宗宝子伟俊天成忠庆万晓新",
        "华军平强林生民福明荣辉勇斌峰涛刚成云龙山江海贵才良祥清根田义东波超鹏杰磊",
    ),
    female=(
        "秀玉桂淑凤春金兰素翠月红丽美晓小雪海文雅梦思雨婷慧彩爱香菊银腊",
        "英兰芳珍花梅莲香琴霞芬萍华云凤娥珠敏玲丽燕娟红艳静洁莉蓉菊翠娜雯琳",
    ),
    common=("张伟", "王芳", "李娜", "王秀英", "李秀英", "张秀英", "马秀英", "刘洋", "王建国", "李建国", "张建华", "刘桂英", "王桂兰", "陈玉兰", "李强", "张敏"),
    sounds="伟维卫玮炜|芳方坊|英瑛婴|华桦骅|建健剑见|军君均钧|平萍苹坪|明铭鸣|丽莉利立力|玲灵凌玲林|琳临霖林|梅美媚|红洪宏虹鸿|志智治致|文雯闻|玉裕育钰|国果|桂贵|秀绣修|兰岚蓝|凤奉风|燕艳雁彦|霞夏侠|辉晖徽|慧惠会|涛韬桃|波博伯|勇永咏|强蔷|刚钢岗|春椿纯|金锦今|静敬净|婷亭庭|洁杰捷|清青卿|生升声|民敏|珍真贞|云芸|荣容蓉溶|东冬|海孩|福富付|德得|学雪|淑舒书|祥翔详|成诚程|龙隆|山杉|江姜|良梁|根跟|义意艺|超朝|磊雷|鹏朋|世士仕|正政振|天田|忠中|庆青|万晚|新心欣|素肃|翠脆|月悦|香湘|娟涓|花化|琴勤芹|芬纷|娥鹅|珠朱|思丝|雨宇",
    shapes="刚钢|明朋|玲铃|伟纬|芳芬|建健|平苹|清情|晴睛|桂挂|海梅|峰锋|辉晖|寿涛|梁粱|陈阵|杨扬|丽俪|秀季|春舂|荣菜|波坡|净静|颖颍|晓哓|俊峻|斌赋|王玉|永水|风凤|云去|洋祥|天夫|大太|田由|金全|子孑|文又|世也|立丘|东车|兰羊",
    nicknames=("二娃", "狗蛋", "石头", "铁柱", "毛毛", "丫头", "满仓", "拴柱", "三妹", "幺儿", "老虎", "改改"),
    towns=("下桥街道", "五安镇", "老宁乡", "桃口乡", "长桥镇", "石关街道", "后阳乡", "桑坪镇", "柳河镇", "云台镇", "梅溪乡", "官渡镇", "青峰镇", "临江街道", "古塘乡", "白沙镇", "竹园镇", "龙潭乡", "高坪镇", "双龙镇", "新店镇", "大庙镇", "万寿镇", "平桥镇", "南屏街道", "天井乡", "牛头镇", "金竹乡", "茶店镇", "水磨镇"),
    villages=("彭家塘", "九铺", "曾家湾", "下寨", "大墩", "于家井", "凤墩", "马塘", "沙黄口", "石板沟", "柏树湾", "黄泥岗", "核桃坪", "响水", "观音岩", "土桥", "老鹰嘴", "三岔河", "桂花", "红岩", "高庙", "灯塔", "胜利", "和平", "新华", "光明", "幸福", "建设", "友谊", "五星", "双堰", "松林", "清水", "杉木", "鱼洞", "瓦窑", "磨盘山", "梨园", "酒坊", "铜鼓", "雷家", "罗家坝", "周家院", "唐家沟", "樟树"),
    estates=("学府佳苑", "滨江花园", "锦绣城", "安置新村", "和谐家园", "书香名邸", "紫荆小区", "金桂苑"),
    roads=("人民路", "解放街", "滨河路", "建设路", "学府路"),
    group_forms=("{village}村{group}组{door}号", "{village}村{group}组", "{village}{group}社", "{village}村{han}组", "{town}{village}村{group}组{door}号", "{village}村委会{group}组", "{village}村{han}队{door}号"),
    loose_group_forms=("{group}村民小组", "{other}村{group}队", "本村", "", "{han}组", "{group}组{door}号", "{village}"),
    flat_forms=("{estate}{building}幢{unit}单元{room}号", "{road}{number}号{estate}{building}#楼{unit}-{room}", "{village}社区{estate}{building}号楼{room}", "{estate}{building}-{unit}-{room}", "{estate}{building}栋"),
    kin={"户主": ("户主",), "配偶": ("配偶",), "子": ("子", "子", "长子"), "女": ("女", "女", "长女"), "儿媳": ("儿媳",), "孙子": ("孙子",), "孙女": ("孙女",), "母亲": ("母亲", "母"), "父亲": ("父亲", "父")},
    headings={"镇街": ("镇街", "乡镇"), "村居": ("村居", "村（社区）"), "户主姓名": ("户主姓名",), "姓名": ("姓名",), "与户主关系": ("与户主关系",), "身份证号": ("身份证号", "身份证号码"), "详细住址": ("详细住址", "家庭住址"), "联系方式": ("联系方式", "联系电话"), "家庭人口": ("家庭人口",), "保障金额": ("保障金额",)},
    village_words=("村", "村", "村委会", ""),
    missing=("", "", "无", "不详"),
    names_of_lists={"低保": "农村低保花名册", "残疾": "残联持证名单", "监测": "乡村振兴监测户", "大病": "医保大病名单", "去年": "上年度困难户", "补报": "县级核查补报"},
)  # fmt: skip

SECOND = Habits(
    surnames="陈林黄张李王吴刘蔡杨许郑谢郭洪曾邱廖赖徐周叶苏庄吕江何萧罗高潘简朱钟彭游詹胡施沈余赵卢梁颜柯翁魏孙戴范方宋邓杜傅侯曹薛丁卓马阮董唐蓝石纪姚连冯欧程汤康姜汪白田涂邹巫尹甘詹黎祝覃韦农闭陆蒙莫",
    male=(
        "水阿添木火土清金来进财有朝炳锦荣文志宏家俊冠宇承彦柏哲建明信义仁昌炎耀启培树",
        "旺财发木生和源泉坤松柏福隆通达顺兴添丁来宏翰宇豪杰凯伦廷轩霖昌宗川成镇雄章钦",
    ),
    female=(
        "阿美金玉秀素淑惠雅怡佩婉宜欣诗佳静丽月宝碧彩桃招春罔锦珠水瑞",
        "玉珠枝叶妹娇桃治款缎惠芬如君婷雯琪萱蓉菁华容仪真慧贞娥琴鸾凰菊满",
    ),
    common=("陈志明", "林淑惠", "黄志强", "李美玲", "王淑芬", "陈玉珠", "林金水", "黄秀兰", "吴文雄", "张阿妹", "刘美华", "陈俊宏"),
    sounds="添天甜|水睡|财才材|进近晋|金锦今津|清青卿|朝潮|炳丙秉|荣容融|宏洪弘红|家佳嘉|俊峻骏竣|冠贯|宇雨语羽|承成诚程城|彦燕艳晏|柏百|哲浙|建健剑|信欣心新馨|义意怡宜仪|仁人任|昌倡|炎言颜|耀要|启起|树术|旺望|坤昆|松嵩|福富付|隆龙|通同童|达答|顺舜|兴星|翰汉|豪浩毫|杰洁捷|凯恺|伦轮|轩宣萱|霖林琳临|宗忠中|川传|雄熊|章张彰|钦亲勤芹|美梅媚|玉育裕|秀绣修|素肃|淑书舒|惠慧会|雅亚|佩配|婉晚|诗施|静敬净|丽莉利|月悦|宝保|碧必|彩采|桃涛陶|招昭|珠朱株|瑞锐|枝芝之|叶业|妹梅|娇姣骄|芬分纷|如茹|君军均|婷亭庭|雯文纹|琪奇旗|蓉荣|菁晶精|真珍贞|娥鹅|菊局|志智治|明铭鸣|强墙",
    shapes="添漆|水永|来末|财材|进近|金全|锦绵|炳柄|荣萦|宏宠|俊俟|冠寇|宇字|承丞|柏拍|哲誓|信倍|仁仨|昌冒|炎淡|启后|树村|坤绅|达迖|顺颂|豪亳|凯剀|伦伧|霖森|宗宋|川州|美羹|玉主|秀季|素索|佩偑|婉碗|静净|月目|宝室|彩采|桃挑|珠株|枝技|妹姝|娇桥|如奴|君群|婷停|琪棋|菁青|真直|志忘",
    nicknames=("阿弟", "大头", "乌狗", "阿肥", "查某", "罔市", "阿猴", "老三", "细妹", "番薯", "阿土", "小宝"),
    towns=("海澄镇", "东泗乡", "浮宫镇", "港尾镇", "白水镇", "榜山镇", "紫泥镇", "角美镇", "石码街道", "隆教乡", "程溪镇", "九湖镇", "颜厝镇", "双第乡", "步文街道", "岱山镇", "莲花街道", "西浦镇", "径口乡", "樟林镇", "前亭镇", "后溪乡", "乌石镇", "梧龙乡", "陈岱镇", "康美镇", "杏陈镇", "铜陵街道", "前楼乡", "龙屿镇"),
    villages=("林埭", "屿上", "内楼", "山兜", "溪尾", "前厝", "后坑", "埔头", "洋西", "田中央", "下尾", "珠浦", "楼仔", "崎岎", "仙都", "大径", "庵前", "竹仔脚", "店仔", "港口", "霞郭", "城内", "塔潭", "豆巷", "崇福", "内溪", "过井", "徐翁", "和平", "新建", "前进", "红星", "南边", "北溪", "锦江", "龙海", "石厝", "磁美", "浒茂", "玉江", "金定", "许茂", "锦田", "沙坂", "流传"),
    estates=("海景苑", "荣昌花园", "万科城", "桥头公租房", "水岸名都", "天福小区"),
    roads=("紫崴路", "锦江道", "解放东路", "公园街"),
    group_forms=("{village}村{door}号", "{village}村{group}小组{door}号", "{town}{village}村{door}号", "{village}{group}组", "{village}村民委员会{door}号", "{village}村{han}小组"),
    loose_group_forms=("{door}号", "{other}{door}号", "同上", "", "{group}小组", "{village}村内", "{town}"),
    flat_forms=("{road}{number}号{estate}{building}栋{room}室", "{estate}{building}幢{unit}梯{room}", "{village}居委会{estate}{building}-{room}", "{estate}{building}#{unit}单元{room}", "{road}{number}号{building}栋{room}"),
    kin={"户主": ("本人", "户主"), "配偶": ("妻", "配偶", "妻子"), "子": ("儿子", "子"), "女": ("女儿", "女"), "儿媳": ("儿媳", "媳"), "孙子": ("孙", "孙子"), "孙女": ("孙女",), "母亲": ("母亲",), "父亲": ("父亲",)},
    headings={"镇街": ("乡镇", "镇（街道）"), "村居": ("村（居）", "行政村"), "户主姓名": ("户主姓名", "户主"), "姓名": ("姓名", "家庭成员姓名"), "与户主关系": ("与户主关系", "家庭关系"), "身份证号": ("公民身份号码", "身份证号码"), "详细住址": ("住址", "家庭地址"), "联系方式": ("联系电话", "手机号码"), "家庭人口": ("家庭人口数",), "保障金额": ("保障金额",)},
    village_words=("村", "村民委员会", "", "村"),
    missing=("", "/", "—", "未提供"),
    names_of_lists={"低保": "低保在保对象", "残疾": "残疾人信息", "监测": "防返贫监测", "大病": "大病救助人员", "去年": "2023年排查表", "补报": "第二批入户核查"},
    rates=RATES | {"id_missing": 0.12, "id_digit": 0.03, "id_cut": 0.045, "homophone": 0.035, "shape": 0.01, "nickname": 0.014, "phone_missing": 0.2, "id_area": 0.006},
    shares=SHARES | {"phone_changed": 0.2, "flats": 0.2, "scattered": 0.65, "loose_village": 0.5, "masked_ids": 0.35, "merged_village": 0.08, "common_name": 0.1},
)  # fmt: skip
HABITS = {"fit": FIT, "second": SECOND}
