"""An answer workbook as an earlier run wrote it and a person filled it in: read before it is written over."""

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from rescue_cli.core.errors import InputError, OutputError
from rescue_cli.core.output_books import PAIRS_BOOK
from rescue_cli.pipeline.answers.answer_kinds import Filled, recorded
from rescue_cli.pipeline.answers.typed_answers import Claim, Typed, typed_in
from rescue_cli.pipeline.outputs import output_path
from rescue_cli.pipeline.session import Session
from rescue_cli.record.kinds import CONFLICT, ID, PAIR, SEEN


def typed_before(session: Session, taken: Collection[Claim] = (), besides: Iterable[Path] = ()) -> list[Typed]:
    """What stands in the workbook of the last run and was never taken back: neither in the record nor among `taken`.

    Nothing where the workbook is one of `besides`, which are read already. Raises OutputError where it cannot be read: it
    may hold answers, and is not written over.
    """
    seal = session.decisions.seal
    known = recorded_claims(session) | {(seal(code), seal(answer)) for code, answer in taken}
    return [
        entry for entry in earlier_answers(session, PAIRS_BOOK, typed_in, besides) if not entry.is_taken(known, seal)
    ]


def earlier_answers(
    session: Session, name: str, reader: Callable[[Filled], list[Typed]], besides: Iterable[Path] = ()
) -> list[Typed]:
    """Every answer that stands in the workbook `name` of the last run; raises OutputError where it cannot be read."""
    path = output_path(session, name)
    if not path.is_file() or path.resolve() in {other.resolve() for other in besides}:
        return []
    try:
        return reader(Filled(name, path.read_bytes()))
    except (InputError, OSError) as error:
        raise OutputError(
            f"读不出上次的 {name}，里面可能有填好的回答，所以没有覆盖它：请关闭它；打不开的，移到别处，再运行"
        ) from error


def recorded_claims(session: Session) -> set[Claim]:
    """Whatever was ever recorded of such questions, sealed: also an answer that a later one outweighs was taken back."""
    seal = session.decisions.seal
    pairs = {(entry.body[SEEN], seal(entry.body["verdict"])) for entry in recorded(session, PAIR)}
    values = [*recorded(session, CONFLICT), *recorded(session, ID)]
    return pairs | {(entry.body[SEEN], entry.body["value"]) for entry in values}
