"""Tables of what is open about a case: the ways it could be answered, and what each would give."""

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f

# Cases as they would be under each way of answering what is open about them: `world` is their number in `cases`; of each
# question, in one order, the answer in words, what it is about (字段) and where it is answered (回答处).
POSSIBLE = pa.schema(
    [
        ("world", pa.string()),
        ("number", pa.string()),
        ("words", pa.list_(pa.string())),
        ("fields", pa.list_(pa.string())),
        ("places", pa.list_(pa.string())),
        ("loud", pa.bool_()),  # whether they are spoken of though every answer leads to the same
    ]
)
# What each way of answering would give.
WORLDS = pa.schema(
    [
        (f.CASE, pa.string()),
        (c.WORLD_NUMBER, pa.int32()),
        (c.ANSWER_WORDS, pa.string()),
        (f.RULE, pa.string()),
        (f.OUTCOME, pa.string()),
        (f.GROUP, pa.string()),
        (f.REASON, pa.string()),
    ]
)
