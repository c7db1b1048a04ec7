"""What the screen shows is what the data say."""

import pytest
from rich.table import Table

from rescue_cli.cli.console import err, out


@pytest.mark.parametrize("console", [out, err])
def test_text_of_the_data_is_printed_as_it_is(console, capsys):
    """ ":cat:" was printed as an animal, "[red]" not at all."""
    table = Table()
    table.add_column("村居")
    table.add_row("甲:cat:乙[red]丙")
    console().print(table)
    console().print("甲:cat:乙[red]丙")
    shown = "".join(capsys.readouterr())
    assert shown.count("甲:cat:乙[red]丙") == 2
