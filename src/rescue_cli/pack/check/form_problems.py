"""Checks of a form's declarations: columns, what is read out of words, assumptions, row checks."""

from itertools import combinations

from rescue_cli.pack import model as m
from rescue_cli.pack.check.problems import Problems
from rescue_cli.pack.language.expressions import BOOL, KINDS, NUMBER, TEXT
from rescue_cli.pack.language.scope import Scope

NOT_FROM_WORDS = ("ratio", "certificate", "datetime")


def form_problems(pack: m.Pack, stem: str, form: m.Form, catalogue: set[str], problems: Problems) -> None:
    """Add everything wrong with one form. `catalogue`: known finding codes."""
    part = f"forms/{stem}"
    _columns(pack, part, form, problems)
    _role_keys(part, form, problems)
    if form.grain == "statistics" and form.role != "unlinked":
        problems.add(part, "role", "统计表的行不说某一户，role 只能是 unlinked")
    for extract in form.extract:
        _extract(pack, part, form, extract, problems)
    held = sorted({column.field for column in form.column} | {extract.field for extract in form.extract})
    _dated(pack, part, form, held, problems)
    for assumed in form.assume:
        if problems.known(part, f"assume.{assumed.field}", assumed.field, held, "本表的列"):
            _assumed_type(pack, part, assumed, problems)
    scope = Scope.for_check(pack, stem)
    for check in form.check:
        problems.known(part, f"check.{check.code}", check.code, catalogue, "问题代码")
        problems.known(part, f"check.{check.code}.field", check.field, held, "本表的列")
        problems.expression(part, f"check.{check.code}.when", check.when, scope, BOOL)


def _role_keys(part: str, form: m.Form, problems: Problems) -> None:
    for key, given, role in (("opens", form.opens, "reference"), ("aid", form.aid, "roster")):
        if given and form.role != role:
            problems.add(part, key, f'{key} 只用于 role = "{role}" 的表')
    if form.compared and form.role != "check":
        problems.add(part, "compared", 'compared 只用于 role = "check" 的表')
    if form.item and form.role != "check":
        problems.add(part, "item", 'item 只用于 role = "check" 的表')
    for name in form.item:
        problems.known(part, "item", name, [column.field for column in form.column], "本表的列")


def _dated(pack: m.Pack, part: str, form: m.Form, held: list[str], problems: Problems) -> None:
    for dated in form.dated:
        for name in (dated.day, *dated.fields):
            problems.known(part, f"dated.{dated.day}", name, held, "本表的列")
        if dated.day in held and pack.vocabulary[dated.day].type not in ("date", "datetime"):
            problems.add(part, f"dated.{dated.day}.day", "须是日期字段")
        if dated.row and dated.fields:
            problems.add(part, f"dated.{dated.day}", "row = true 是整行都等到那一天，不再写 fields")
        if dated.until is not None:
            _until(pack, part, dated, problems)


def _until(pack: m.Pack, part: str, dated: m.Dated, problems: Problems) -> None:
    if not dated.fields:
        problems.add(part, f"dated.{dated.day}.until", "until 是 fields 到那一天以前的值，要写 fields")
    for name in dated.fields:
        entry = pack.vocabulary.get(name)
        codes = pack.codes.get(entry.codes or "") if entry is not None and entry.type == "choice" else None
        values = [code.value for code in codes.item] if codes is not None else []
        problems.known(part, f"dated.{dated.day}.until", dated.until or "", values, f"“{name}”的代码")


def alike_problems(pack: m.Pack, problems: Problems) -> None:
    """Add forms that cannot be told apart: two that are `main`, two known by the same words (a copied file)."""
    for (stem, form), (other_stem, other) in combinations(sorted(pack.forms.items()), 2):
        part, where = f"forms/{stem}", problems.file(f"forms/{other_stem}")
        if form.main and other.main:
            problems.add(part, "main", f"main = true 只能有一张表写，“{where}”里也有")
        if form.names and set(form.names) == set(other.names):
            problems.add(part, "names", f"与“{where}”的 names 一样，分不出是哪张表：请移走多余的一份")


def _columns(pack: m.Pack, part: str, form: m.Form, problems: Problems) -> None:
    inputs = [entry.name for entry in pack.input_fields]
    columns = [column.field for column in form.column]
    for name in columns:
        problems.known(part, f"column.{name}", name, inputs, "可填报的字段")
    for name in sorted({name for name in columns if columns.count(name) > 1}):
        problems.add(part, f"column.{name}", "同一字段列了两次")
    for column in form.column:
        entry = pack.vocabulary.get(column.field)
        if column.around and entry is not None and entry.type not in ("date", "choice"):
            problems.add(part, f"column.{column.field}.around", "around 只用于日期和单选的字段")


def _extract(pack: m.Pack, part: str, form: m.Form, extract: m.Extract, problems: Problems) -> None:
    key = f"extract.{extract.field}"
    problems.known(part, f"{key}.column", extract.column, [column.field for column in form.column], "本表的列")
    if not problems.known(part, key, extract.field, [entry.name for entry in pack.input_fields], "可填报的字段"):
        return
    kind = pack.vocabulary[extract.field].type
    if kind == "yes_no" and not (extract.yes and extract.no):
        problems.add(part, key, "是否类字段要写明 yes 和 no：哪些字样是“是”，哪些是“否”")
    if extract.yes and kind != "yes_no":
        problems.add(part, f"{key}.yes", f"“{extract.field}”是{kind}，不写 yes")
    if (extract.beside or extract.unless) and kind != "yes_no":
        problems.add(
            part,
            key,
            f"“{extract.field}”是{kind}，beside、unless 只用于是否类字段（代码表的写在 categories.toml 的代码里）",
        )
    if kind in NOT_FROM_WORDS:
        problems.add(part, key, f"“{extract.field}”是{kind}，不能从文字里读")


def _assumed_type(pack: m.Pack, part: str, assumed: m.Assume, problems: Problems) -> None:
    wanted = KINDS.get(pack.vocabulary[assumed.field].type, TEXT)
    actual = BOOL if isinstance(assumed.value, bool) else TEXT if isinstance(assumed.value, str) else NUMBER
    if wanted != actual:
        problems.add(part, f"assume.{assumed.field}.value", f"值是{actual}，该字段是{wanted}")
