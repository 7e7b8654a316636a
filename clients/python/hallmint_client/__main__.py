"""`python -m hallmint_client` and the entry point of the `hallmint` command."""

import sys

from hallmint_client.cli.app import run


def main() -> None:
    """Run the command with the arguments of this process, and end the process with its exit code."""
    sys.exit(run())


if __name__ == "__main__":
    main()
