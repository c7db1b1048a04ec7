"""`rescue` and `python -m rescue_cli`. Nothing heavy is imported here: the processes that read files begin with this module."""

import signal
import sys
from contextlib import suppress

from rescue_cli.core.exit_codes import INTERRUPTED, ExitCode
from rescue_cli.core.own_encoding import ensure_utf8


def main() -> None:
    """Entry point; see `rescue_cli.cli.app.main` for the exit codes."""
    ensure_utf8()
    try:
        _heed_the_end()
        from rescue_cli.cli.app import main as command

        command()
    except KeyboardInterrupt:  # while the command is still being loaded, or already leaving
        sys.stderr.write(f"{INTERRUPTED}\n")
        sys.exit(ExitCode.COULD_NOT)


def _heed_the_end() -> None:
    """A request to end (of `kill`, of a system that shuts down, of a terminal that is closed) is met as Ctrl-C is: workers
    are stopped, drafts removed, a sentence said. One that the caller had ignored (nohup) stays ignored.
    """
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            with suppress(ValueError):  # called from a thread: who began it answers
                signal.signal(number, signal.default_int_handler)


if __name__ == "__main__":
    main()
