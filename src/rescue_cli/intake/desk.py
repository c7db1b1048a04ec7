"""What reading one sheet needs of the pack and the workspace, made once for all sheets."""

from collections.abc import Sequence
from dataclasses import dataclass

from rescue_cli.core.findings import Finding
from rescue_cli.core.places import Township
from rescue_cli.core.tables import mentions_schema
from rescue_cli.intake.cells import Cells
from rescue_cli.intake.forms import Choice, Forms
from rescue_cli.intake.gather import Gathered
from rescue_cli.intake.headers import Heading, Headings
from rescue_cli.intake.places import Places, Surroundings
from rescue_cli.pack.model import Pack


@dataclass(frozen=True)
class Desk:
    """The pack's forms, headings and parsers, the workspace's places, and what was read so far."""

    pack: Pack
    headings: Headings
    forms: Forms
    cells: Cells
    places: Places
    out: Gathered

    def choose_form(self, headings: Sequence[Heading], around: Surroundings) -> Choice:
        """The form of a table with these headings in these surroundings."""
        found = {}
        for name, form in self.pack.forms.items():
            own = {column.field for column in form.column}
            found[name] = own & {column.field for column in self.headings.assign(headings, name) if column.field}
        return self.forms.choose("\n".join(around.titles), around.sheet, [around.stem, *around.folders], found)

    def find(self, finding: Finding) -> None:
        self.out.findings.append(finding)


def lay_out_desk(pack: Pack, townships: Sequence[Township]) -> Desk:
    """A desk with nothing read yet."""
    return Desk(
        pack,
        Headings(pack.forms, pack.input_fields),
        Forms(pack.forms, pack.head.title),
        Cells(pack),
        Places(townships),
        Gathered(mentions_schema([(entry.name, entry.type) for entry in pack.input_fields])),
    )
