"""Workbooks as LibreOffice saves them again."""

import subprocess
import tempfile
from pathlib import Path


def saved_by_libreoffice(data: bytes, suffix: str = "xlsx") -> bytes:
    """The workbook opened and saved in this format."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in" / "a.xlsx"
        source.parent.mkdir()
        source.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        words = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", folder, str(source)]
        subprocess.run(words, check=True, capture_output=True, timeout=180)
        return (Path(folder) / f"a.{suffix}").read_bytes()
