"""`init` and `template`."""

import datetime as dt
from pathlib import Path

from rescue_cli.core.errors import UsageError
from rescue_cli.core.hit_codes import HIT_FORM
from rescue_cli.core.output_books import BLANK_FORMS_FOLDER
from rescue_cli.core.workspace_folders import OWN_PACKS
from rescue_cli.pack.blank_version import form_digest
from rescue_cli.pack.load import load_pack
from rescue_cli.pack.model import sent_in
from rescue_cli.pack.nearest_name import nearest
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.output_places import shown_path
from rescue_cli.pipeline.outputs import output_path, planned
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.workspace_skeleton import init_workspace
from rescue_cli.workbooks.writing.blank_forms import write_blank_form


def init(folder: Path, pack: str) -> Outcome:
    """Make `folder` a workspace for `pack`; adds what is missing, overwrites nothing."""
    loaded = load_pack(pack, own=folder / OWN_PACKS)
    created = init_workspace(folder, loaded)
    open_standards = [f"{entry.area or ''}{entry.name}" for entry in loaded.standards if entry.amount is None]
    notes = [f"{name}未定：请在 rescue.toml 填入，否则涉及的户一律待核实" for name in open_standards]
    return Outcome(
        "init",
        {"工作区": shown_path(folder), "方案包": pack},
        tuple(shown_path(path) for path in created),
        notes=tuple(notes),
    )


@planned
def template(session: Session, form: str | None = None) -> Outcome:
    """Blank forms of the pack under 空白表/, all or the one named."""
    forms = sent_in(session.pack.forms)
    if form is not None and form not in forms:
        raise UsageError(f"方案包没有表“{form}”；最接近的是“{nearest(form, forms) or '、'.join(forms)}”")
    written = []
    created = session.pack.head.date or dt.date(2000, 1, 1)
    asked = [
        stem for stem, each in forms.items() if each.role != "check" and stem != HIT_FORM
    ]  # departments have their own
    for stem in [form] if form else asked:
        path = output_path(session, f"{BLANK_FORMS_FOLDER}/{stem}.xlsx")
        write_blank_form(
            session.plan.draft(path),
            forms[stem],
            session.pack.vocabulary,
            session.pack.codes,
            created,
            session.district,
            pack=session.pack.head.id,
            version=form_digest(forms[stem]),
        )
        written.append(shown_path(path))
    return Outcome("template", {"方案包": session.pack.head.id, "空白表": len(written)}, tuple(written))
