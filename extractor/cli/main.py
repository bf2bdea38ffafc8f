"""Where the command begins. The children of a run import this file too, so it imports nothing of its own."""


def main() -> None:
    """Runs the command line and ends the process with one of ``errors.ExitCode``."""
    from extractor.cli.app import start

    start()
