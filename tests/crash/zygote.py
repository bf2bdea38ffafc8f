"""A process that has imported everything and forks a run for each line it reads: `folder lake executor round`. Answers
with the run's pid, then its status."""

from __future__ import annotations

import os
import sys
import traceback

from extractor.run.batch import run_batch
from extractor.settings import ExecutorName, RunSettings, Settings
from extractor.write import open_lake
from tests.extractions import MAKER


def run(folder: str, lake: str, executor: str, round_number: str) -> int:
    reading = Settings(
        max_pages=1000 + int(round_number)
    )  # another round is another code version: every filing is replaced
    settings = RunSettings(
        jobs=2, retry_failed=True, timeout=60, memory=0, executor=ExecutorName(executor), reading=reading
    )
    return int(run_batch(folder, open_lake(lake), settings, maker=MAKER).exit_code)


def main() -> None:
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os.setpgid(0, 0)
            try:
                code = run(*line.split())
            except BaseException:
                traceback.print_exc()
                code = 99
            os._exit(code)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
