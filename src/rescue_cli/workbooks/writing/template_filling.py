"""The bureau's own Word template filled in by docxtpl, in a process of its own: sandboxed, bounded in time and memory.

A template can name what it is given and nothing else. Whatever it does – an endless loop, a word too many, a sum of words –
costs the template, not the run.
"""

import io
import re
from collections.abc import Mapping
from concurrent.futures import TimeoutError as TimedOut
from typing import Any
from zipfile import BadZipFile

from rescue_cli.core.book_stamp import OWN_DOCUMENT
from rescue_cli.core.errors import RescueError
from rescue_cli.workbooks.worker_pool import ask

SECONDS = 20.0
NO_DOCUMENT = "模板不是能读的 Word 文档（docx）"
TOO_LONG = f"模板填了{SECONDS:.0f}秒还没有填完，多半有没有尽头的循环"
TOO_MUCH = "填模板要的内存太多，多半有太长的循环或重复"
NOT_FILLED = "模板填不出来，多半是写法有误"
BY_KIND = {  # what the sandbox, the template language and Word's parts raise → what it means
    "TemplateSyntaxError": "模板里的写法不对：{{ }} 和 {% %} 要成对，{% for %}、{% if %} 要有 {% endfor %}、{% endif %}",
    "TemplateAssertionError": "模板用了没有的过滤器或判断",
    "TemplateNotFound": "模板要用另一份文件，这里不能用",
    "SecurityError": "模板里有不许用的写法",
    "TypeError": "模板里有算不了的式子，多半是把文字当数来算",
    "ValueError": "模板里有算不了的式子",
    "ZeroDivisionError": "模板里有除以0的式子",
    "OverflowError": "模板里的循环太长",
    "RecursionError": "模板里的写法绕成了圈",
    "XMLSyntaxError": "模板填出来的不是完整的 Word 文档，多半是 {% %} 放错了位置",
}
_UNDEFINED = re.compile(r"'([^']+)' is undefined|no attribute '([^']+)'")


class TemplateError(RescueError):
    """The bureau's template cannot be filled; the plain layout is written instead."""

    code = "TEMPLATE"


def filled_template(template: bytes, names: Mapping[str, Any], seconds: float = SECONDS) -> bytes:
    """The document. Raises TemplateError with the reason, in words for whoever made the template."""
    from pebble import ProcessExpired

    asked = ask(_filled, [template, dict(names)], seconds)
    try:
        done: bytes | str = asked.answer()
    except TimedOut as error:
        raise TemplateError(TOO_LONG) from error
    except (ProcessExpired, MemoryError) as error:
        raise TemplateError(TOO_MUCH) from error
    except Exception as error:
        raise TemplateError(NOT_FILLED) from error
    if isinstance(done, str):
        raise TemplateError(done)
    return done


def _filled(template: bytes, names: dict[str, Any]) -> bytes | str:
    """Runs in a worker: the document, or why there is none; exceptions of foreign code may not pickle."""
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    data = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.init_docx()
    except MemoryError:
        return TOO_MUCH
    except Exception:  # noqa: BLE001 – on what is no docx the library lets through whatever its parts raise
        return NO_DOCUMENT
    try:
        document.render(names, SandboxedEnvironment(undefined=StrictUndefined), autoescape=True)
        properties = document.docx.core_properties
        properties.keywords = " ".join(filter(None, (properties.keywords, OWN_DOCUMENT)))
        document.save(data)
    except MemoryError:
        return TOO_MUCH
    except Exception as error:  # noqa: BLE001 – whatever the template made it raise
        return _why(error)
    return data.getvalue()


def _why(error: Exception) -> str:
    """In Chinese; of the library's own words only the names that the template itself has."""
    if isinstance(error, KeyError | BadZipFile):
        return NO_DOCUMENT
    if type(error).__name__ == "UndefinedError":
        name = _UNDEFINED.search(str(error))
        named = f"“{name[1] or name[2]}”" if name else "一个词"
        return f"模板用了{named}，这份报表里没有"
    return next((BY_KIND[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in BY_KIND), NOT_FILLED)
