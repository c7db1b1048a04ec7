"""Where the checks of a pack put what they find."""

from collections.abc import Iterable, Mapping

from rescue_cli.core.errors import PackProblem
from rescue_cli.pack.language.expressions import ANY, NULL, Expression, parse
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sentences import PART, template_fields
from rescue_cli.pack.nearest_name import nearest


class Problems:
    """Collects problems of one pack; `files` maps part ("rules", "forms/困难家庭名册") to the file it stands in."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files, self.collected = files, list[PackProblem]()

    def add(self, part: str, key: str, text: str) -> None:
        self.collected.append(PackProblem(self.file(part), key, text))

    def file(self, part: str) -> str:
        """The file a part stands in."""
        return self.files.get(part, f"{part}.toml")

    def known(self, part: str, key: str, name: str, known: Iterable[str], what: str) -> bool:
        """Is `name` among the `known`? Else a problem that names the nearest; `what` they are, in Chinese."""
        names = list(known)
        if name in names:
            return True
        hint = nearest(name, names)
        self.add(part, key, f"没有{what}“{name}”" + (f"；最接近的是“{hint}”" if hint else ""))
        return False

    def expression(
        self, part: str, key: str, text: str, scope: Scope, kind: str | None = None, aggregate: bool = False
    ) -> Expression | None:
        """Parse; report what is wrong with it, and a kind other than the one wanted."""
        parsed, texts = parse(text, scope, aggregate=aggregate)
        for problem in texts:
            self.add(part, key, problem)
        if parsed is not None and kind is not None and parsed.kind not in (kind, ANY, NULL):
            self.add(part, key, f"结果是{parsed.kind}，这里要{kind}：{text}")
        return parsed

    def template(self, part: str, key: str, text: str, scope: Scope) -> None:
        """A sentence whose {places} must be fields of the scope."""
        for name in template_fields(text):
            self.known(part, key, name, scope.types, "字段")
        for piece in PART.findall(text):
            if not template_fields(piece):
                self.add(part, key, f"方括号里没有花括号：[{piece}] 会照原样印出来；不要方括号，或写上字段")
