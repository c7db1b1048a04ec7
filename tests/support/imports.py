"""Who imports whom, read off the syntax trees: at the top of a module, under TYPE_CHECKING and inside functions alike."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from support.workspace import ROOT

SOURCE = ROOT / "src"


@cache
def modules(source: Path = SOURCE) -> dict[str, Path]:
    """Dotted name → file, of every module below `source`; a package is its `__init__.py`."""
    return {_dotted(path.relative_to(source)): path for path in sorted(source.rglob("*.py"))}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def names_given(path: Path) -> set[str]:
    """Names of variables, parameters, functions and classes a module gives, without leading underscores."""
    given: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            given.add(node.id)
        elif isinstance(node, ast.arg):
            given.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            given.add(node.name)
    return {name.lstrip("_").lower() for name in given}


@cache
def imports(source: Path = SOURCE) -> dict[str, set[str]]:
    """Module → what it imports anywhere in its text. `from package import name` is the module of that name where there
    is one, else the package."""
    known = modules(source)
    return {name: set(_imported(tree_of(path), known)) - {name} for name, path in known.items()}


def circles(graph: Mapping[str, set[str]]) -> set[frozenset[str]]:
    """The groups of modules of which each can be reached from each other."""
    reached = {name: _reached_from(name, graph) for name in graph}
    rings = (frozenset(other for other in reached[name] if name in reached.get(other, ())) for name in graph)
    return {ring for ring in rings if ring}


def function_lengths(source: Path = SOURCE) -> dict[str, int]:
    """`module:line name` of every function and method → its lines from `def` to the last."""
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    return {
        f"{name}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for name, path in modules(source).items()
        for node in ast.walk(tree_of(path))
        if isinstance(node, functions)
    }


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(tree: ast.Module, known: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are written out, none is relative"
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in known else str(node.module) for name in names)


def _reached_from(start: str, graph: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name in graph and name not in reached:
            reached.add(name)
            waiting.extend(graph[name])
    return reached
