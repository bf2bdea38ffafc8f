"""Where the command begins. The children of a run import this file too, so it imports nothing of its own."""

import gc

OBJECTS = 200_000  # made before the collector of unused cycles looks at them; Python's own number is 700


def main() -> None:
    """Runs the command line and ends the process with one of ``errors.ExitCode``.

    What a command makes at its start, modules and rules above all, stays: to look for garbage among it costs a tenth
    of a short run.
    """
    gc.set_threshold(OBJECTS)
    from extractor.cli.app import start

    start()
