"""`rescue` and `python -m rescue_cli`. Nothing is imported here: the processes that read files begin with this module."""


def main() -> None:
    """Entry point; see `rescue_cli.cli.app.main` for the exit codes."""
    from rescue_cli.cli.app import main as command

    command()


if __name__ == "__main__":
    main()
