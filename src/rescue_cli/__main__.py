"""`rescue` and `python -m rescue_cli`. Nothing heavy is imported here: the processes that read files begin with this module."""

import sys

from rescue_cli.core.exit_codes import INTERRUPTED, ExitCode


def main() -> None:
    """Entry point; see `rescue_cli.cli.app.main` for the exit codes."""
    try:
        from rescue_cli.cli.app import main as command

        command()
    except KeyboardInterrupt:  # while the command is still being loaded, or already leaving
        sys.stderr.write(f"{INTERRUPTED}\n")
        sys.exit(ExitCode.COULD_NOT)


if __name__ == "__main__":
    main()
