"""How much of a file is read at most, and the sentences that refuse one. Every limit of reading stands here.

Measured on public corpora and hostile files; an honest roster of 100,000 rows passes with room to spare.
"""

from rescue_cli.core.errors import InputError

CHUNK = 1 << 20
MAX_FILE = 100 << 20
MAX_PARTS = 3000
MAX_PART = 512 << 20  # one part, inflated (a ledger of 100,000 rows: about 110 MB)
MAX_TOTAL = 1 << 30
MAX_HELD = 512 << 20  # all parts of a workbook that is marked in place, pictures too
MAX_SHARED_STRINGS = 128 << 20
MAX_MARKUP = 64 << 20  # web pages and Word texts, which are held whole
MAX_UNIQUE = 5_000_000  # declared uniqueCount: the parser reserves that many slots at once
MAX_RATIO, RATIO_FROM = 500, 8 << 20
MAX_BOX = 20_000_000  # cells of the box around everything filled in
MAX_SPARSE, MAX_SPARSE_CELLS = 32 << 20, 200_000  # a small workbook whose few cells lie far apart: bytes, filled cells
MAX_LOOSE_CELLS = 3_000_000  # filled cells of a table that our own readers gather one by one
MAX_TEXT_CELLS = 6_000_000  # of delimited text, blank ones too
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
MAX_MERGES, MAX_MERGED_AREA = 100_000, 5_000_000
MAX_SECONDS, SECONDS, SECONDS_PER_MB = 50.0, 30.0, 5.0  # time to read one file: so long, and more for a large one
MAX_MEMBERS = 200  # files in a compressed folder
MAX_DIRECTORY = 1 << 20  # bytes of its table of contents

CRASHED, EMPTY, ENCRYPTED, NOT_WORKBOOK, FORMAT, DAMAGED, UNSAFE, TOO_LARGE, ARCHIVE = (
    "INTAKE-FILE-CRASHED",
    "INTAKE-FILE-EMPTY",
    "INTAKE-FILE-ENCRYPTED",
    "INTAKE-FILE-NOT-WORKBOOK",
    "INTAKE-FILE-FORMAT",
    "INTAKE-FILE-DAMAGED",
    "INTAKE-FILE-UNSAFE",
    "INTAKE-FILE-TOO-LARGE",
    "INTAKE-FILE-ARCHIVE",
)


def damaged() -> InputError:
    """The bytes are not what their kind demands."""
    return InputError(DAMAGED, "文件已损坏或不完整，打不开")


def encrypted() -> InputError:
    """A password nobody wrote down."""
    return InputError(ENCRYPTED, "文件设有打开密码，请取消密码后重新保存，或把密码写进 rescue.toml 的 [passwords]")


def not_workbook(what: str) -> InputError:
    """Another kind of file; `what` names it (图片)."""
    return InputError(NOT_WORKBOOK, f"这是{what}，不是电子表格")


def unsafe(why: str) -> InputError:
    """Beyond a limit that honest files keep; `why` in a few words."""
    return InputError(UNSAFE, f"文件结构异常（{why}），为安全起见没有读")


def too_far(row: int) -> InputError:
    """Cells so far apart that the box around them is too large; `row`: the last one, 1-based."""
    return InputError(UNSAFE, f"工作表在第{row}行附近还有零星内容，请删除下方和右侧的空白行列后重新保存")


def too_large(what: str) -> InputError:
    """More than is read at once; `what`: the whole sentence, with what to do."""
    return InputError(TOO_LARGE, what)


def unpacked() -> InputError:
    """An archive where only workbooks are read."""
    return InputError(ARCHIVE, "这是压缩包，里面的文件没有读")
