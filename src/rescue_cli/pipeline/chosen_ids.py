"""ID numbers a person chose for damaged ones: put in before linking, each listed in `raw`; and those still to be chosen."""

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import DamagedId
from rescue_cli.core.states import Rereading
from rescue_cli.core.tables import RAW
from rescue_cli.link import mention_digests
from rescue_cli.link.damaged_ids import find_id_candidates
from rescue_cli.record.decisions import NEITHER, Decisions, value_digest
from rescue_cli.report.id_consultation_sheet import open_questions
from rescue_cli.values.id_number import is_valid_id


def with_chosen_ids(mentions: pa.Table, raw: pa.Table, decided: Decisions) -> tuple[pa.Table, pa.Table]:
    """Both tables with the numbers chosen. A choice counts while the row reads as it did and the number still stands in
    some row: the record itself holds no number."""
    wanted = {choice.value for choice in decided.ids.values()} - {NEITHER}
    if not wanted:
        return mentions, raw
    numbers, shown = mentions[f.ID_NUMBER].to_pylist(), mentions[f.SHOWN_DIGITS].to_pylist()
    valid = [number for number in sorted({*numbers} - {None}) if is_valid_id(number)]
    known = {decided.seal(value_digest(f.ID_NUMBER, number)): number for number in valid}
    places = [mentions[name].to_pylist() for name in (f.SOURCE_FILE, f.SHEET, f.ROW)]
    lines = []
    for index, digest in enumerate(mention_digests(mentions)):
        choice = decided.ids.get(decided.seal(digest))
        number = known.get(choice.value) if choice else None
        if number is not None:
            file, sheet, row = (column[index] for column in places)
            lines.append((file, sheet, row, "", f.ID_NUMBER, numbers[index] or "", number, Rereading.CHOSEN, None))
            numbers[index], shown[index] = number, None
    if not lines:
        return mentions, raw
    for name, values in ((f.ID_NUMBER, numbers), (f.SHOWN_DIGITS, shown)):
        mentions = mentions.set_column(mentions.schema.get_field_index(name), name, pa.array(values, pa.string()))
    added = [dict(zip(RAW.names, line, strict=True)) for line in lines]
    return mentions, pa.concat_tables([raw, pa.Table.from_pylist(added, RAW)])


def damaged_ids(mentions: pa.Table, clusters: pa.Table, decided: Decisions) -> list[DamagedId]:
    """The damaged numbers with candidates a person has not answered about."""
    return open_questions(find_id_candidates(mentions, clusters), decided)
