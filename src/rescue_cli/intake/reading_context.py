"""What reading one sheet needs of the pack and the workspace, made once for all sheets."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.tables import mentions_schema
from rescue_cli.core.townships import Township
from rescue_cli.intake.cell_parsers import Cells
from rescue_cli.intake.intake_tables import Gathered
from rescue_cli.intake.other_districts import OtherDistricts
from rescue_cli.intake.recognition.form_recognition import Choice, Forms
from rescue_cli.intake.recognition.heading_fields import Heading, Headings, Learned, key_of
from rescue_cli.intake.recognition.member_columns import MemberWords
from rescue_cli.intake.recognition.own_sheets import OwnSheet, own_sheets
from rescue_cli.intake.surroundings import Places, Surroundings
from rescue_cli.pack.model import Pack, sent_in

Answers = Mapping[tuple[str, str, str], str | None]  # (township or "*", form, key of a heading) → field, None: no field
EVERYWHERE = "*"


@dataclass(frozen=True)
class ReadingContext:
    """The pack's forms, headings and parsers, the workspace's places, what people said of headings (`answers`), and what
    was read so far (`out`). `as_of`: the day of a row that does not say another. `district`: whose workspace it is. `ours`: the sheets we write ourselves."""

    pack: Pack
    headings: Headings
    people: MemberWords
    forms: Forms
    cells: Cells
    places: Places
    elsewhere: OtherDistricts
    out: Gathered
    answers: Answers = field(default_factory=dict)
    as_of: dt.date = dt.date.max
    district: str = ""
    ours: tuple[OwnSheet, ...] = ()
    unlisted: set[tuple[str, str, str]] = field(default_factory=set)  # (file, township, village) told already
    _recognised: dict[tuple[tuple[Heading, ...], str | None], dict[str, set[str]]] = field(default_factory=dict)

    def choose_form(self, headings: Sequence[Heading], around: Surroundings) -> Choice:
        """The form of a table with these headings in these surroundings."""
        township = self.places.township_around(around) if self.answers else None
        same = tuple(headings), township
        if same not in self._recognised:
            self._recognised[same] = {
                name: self._own_fields(headings, name, township) for name in sent_in(self.pack.forms)
            }
        fields_by_form = self._recognised[same]
        outside = [around.stem, *around.folders]
        taught = self._taught(headings, township)
        return self.forms.choose("\n".join(around.titles), around.sheet, outside, fields_by_form, taught)

    def _taught(self, headings: Sequence[Heading], township: str | None) -> dict[str, int]:
        """Form → how many of the headings a person said are fields of it."""
        keys = {key_of(heading.text) for heading in headings} if self.answers else set()
        learned = {form: self.learned(township, form) for _, form, _ in self.answers}
        return {form: sum(bool(known.get(key)) for key in keys) for form, known in sorted(learned.items())}

    def _own_fields(self, headings: Sequence[Heading], form: str, township: str | None) -> set[str]:
        """Those of the form's own fields that its columns would be."""
        columns = self.headings.assign(headings, form, self.learned(township, form))
        return {column.field for column in self.pack.forms[form].column} & {c.field for c in columns if c.field}

    def learned(self, township: str | None, form: str) -> Learned:
        """What people said of headings of this form, for all townships and, before that, for this one."""
        if not self.answers:
            return {}
        places = (EVERYWHERE, township)
        return {
            key: field
            for place in places
            for (where, of, key), field in self.answers.items()
            if (where, of) == (place, form)
        }

    def report(self, finding: Finding) -> None:
        """Add a finding to what was read so far."""
        self.out.findings.append(finding)


def make_context(
    pack: Pack,
    townships: Sequence[Township],
    answers: Answers | None = None,
    as_of: dt.date = dt.date.max,
    district: str = "",
) -> ReadingContext:
    """A context in which nothing was read yet."""
    return ReadingContext(
        pack,
        Headings(pack.forms, pack.input_fields, {key for (_, _, key), field in (answers or {}).items() if field}),
        MemberWords(pack.input_fields, pack.codes.get(f.RELATION)),
        Forms(sent_in(pack.forms), pack.head.title),
        Cells(pack),
        Places(townships),
        OtherDistricts(pack.head.district, townships),
        Gathered(mentions_schema([(entry.name, entry.type) for entry in pack.input_fields])),
        answers or {},
        as_of,
        district,
        own_sheets(pack),
    )
