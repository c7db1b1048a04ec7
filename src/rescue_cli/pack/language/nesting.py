"""How deep an expression may be nested: sqlglot reads one by recursion, and Python's stack ends at a thousand calls.

Measured with sqlglot 30: a bracket inside a bracket takes some 25 calls, a "not" 10, a node of the tree 2 to 4; what
calls the reading takes 100. The packs we ship nest at most 10 deep, their trees have at most 39 levels.
"""

import re

TOO_DEEP = "表达式太长或嵌套太深：请拆成几个 [[derive]]，或去掉多余的括号"
DEEPEST_NESTING = 20  # of brackets and "case … end"; of "not" in a row
DEEPEST_TREE = 200
_SIGNS = re.compile(r"'[^']*'|[()]|\b(?:case|end)\b", re.IGNORECASE)
_NOTS = re.compile(rf"(?:\bnot\b[\s(]*){{{DEEPEST_NESTING + 1}}}", re.IGNORECASE)
_STEPS = {"(": 1, "case": 1, ")": -1, "end": -1}


def too_nested(text: str) -> bool:
    """Is an expression nested deeper than it can be read?

    >>> too_nested("(家庭人口 > 1)"), too_nested("(" * 30 + "1" + ")" * 30)
    (False, True)
    """
    depth = 0
    for sign in _SIGNS.findall(text):
        depth += _STEPS.get(sign.lower(), 0)
        if depth > DEEPEST_NESTING:
            return True
    return bool(_NOTS.search(text))
