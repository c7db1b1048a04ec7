"""`python -m rescue_cli` is `rescue`."""

from rescue_cli.cli.app import main

if __name__ == "__main__":
    main()
