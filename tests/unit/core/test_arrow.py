"""pyarrow without pandas: a run does not load it, and whoever wants it still gets it."""

import subprocess
import sys

_SCRIPT = """
import sys
import pyarrow as pa
from rescue_cli.core import tables
array = pa.array(["一"])
assert "pandas" not in sys.modules
table = pa.table({"名": array})
assert table.to_pandas()["名"].tolist() == ["一"]
import pandas
assert pa.Table.from_pandas(pandas.DataFrame({"数": [1]})).num_rows == 1
assert pa.array(pandas.Series([1.0, None])).null_count == 1
"""


def test_arrow_starts_without_pandas_and_finds_it_when_asked():
    subprocess.run([sys.executable, "-c", _SCRIPT], check=True)
