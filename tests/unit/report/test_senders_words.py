"""What a sender is told is what a sender can do: nothing of the bureau's own settings and commands."""

import pytest

from rescue_cli.pack.load import load_catalogue
from rescue_cli.report.check_results import senders_part


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("补填“户主姓名”", "补填“户主姓名”"),
        ("改为镇街的规范名称；确是本地的，请在 rescue.toml 里加上", "改为镇街的规范名称"),
        ("把密码写进 rescue.toml 的 [passwords]；或用密码打开后，另存后重新放入", "用密码打开后，另存后重新放入"),
        ("请取消密码后重新保存，或把密码写进 rescue.toml 的 [passwords]", "请取消密码后重新保存"),
        ("在 rescue.toml 的 [[standard]] 里填上标准", "请与我们联系核对"),
    ],
)
def test_pieces_about_the_bureaus_own_tool_are_left_out(text, told):
    assert senders_part(text) == told


def test_no_text_of_the_catalogue_sends_a_township_to_our_settings():
    for entry in load_catalogue().values():
        assert "rescue" not in senders_part(entry.mend)
        assert "rescue" not in senders_part(entry.text)
        assert "设计" not in entry.basis
