"""The `verifier` command, also as `python -m verifier`: signals are seen to first, then everything is imported."""

import os
import signal


def main() -> None:
    """Run the command line and leave; Ctrl-C while it is still being imported ends quietly too."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # `nohup` and `&` have it ignored
        # Nothing was begun, so nothing is to be put away.
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from verifier.cli.main import main as command

    command()


if __name__ == "__main__":
    main()
