"""Starting in order, restarting, stopping, and leaving nothing behind."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from launcher.program import Program
from launcher.say import Trouble
from launcher.supervisor import Supervisor
from tests.launcher.waiting import wait_for

SLEEPER = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(600)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEPER


def program(name: str, code: str, starts: Path) -> Program:
    return Program(name, [sys.executable, "-c", code, str(starts)], dict(os.environ), starts.exists)


def started(starts: Path) -> list[int]:
    return [int(line) for line in starts.read_text().split()] if starts.exists() else []


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
        # A zombie whose parent is not us counts as ended.
        return Path(f"/proc/{process}/stat").read_text().split()[2] == "Z"
    except (ProcessLookupError, FileNotFoundError):
        return True


def test_a_crashed_process_comes_back(tmp_path):
    starts = tmp_path / "starts"

    def kill_the_first_then_leave():
        pids = started(starts)
        if len(pids) == 1 and not gone(pids[0]):
            os.kill(pids[0], signal.SIGKILL)
        if len(pids) == 2:
            os.kill(os.getpid(), signal.SIGTERM)

    with Supervisor(tmp_path) as supervisor:
        supervisor.start([program("web", SLEEPER, starts)])
        supervisor.watch(every_s=0.02, tick=kill_the_first_then_leave)

    assert len(started(starts)) == 2
    assert all(gone(process) for process in started(starts))


def test_one_that_will_not_stop_is_killed_before_the_stores_are_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("launcher.supervisor.STOP_PROGRAMS_S", 0.2)
    web, store = tmp_path / "web", tmp_path / "store"
    with Supervisor(tmp_path) as supervisor:
        supervisor.start([program("postgres", SLEEPER, store)], stores=True)
        supervisor.start([program("web", STUBBORN, web)])

    assert gone(started(web)[0]) and gone(started(store)[0])


def test_one_that_ends_while_starting_is_a_sentence_with_its_log(tmp_path):
    broken = Program("web", [sys.executable, "-c", "print('no such table')"], dict(os.environ), lambda: False)
    with Supervisor(tmp_path) as supervisor, pytest.raises(Trouble, match=r"web ended while starting(.|\n)*no such table"):
        supervisor.start([broken])


def test_once_runs_to_the_end_and_reports_failure(tmp_path):
    good = Program("migrate", [sys.executable, "-c", ""], dict(os.environ), lambda: True)
    bad = Program("migrate", [sys.executable, "-c", "exit('column missing')"], dict(os.environ), lambda: True)
    with Supervisor(tmp_path) as supervisor:
        supervisor.once(good)
        with pytest.raises(Trouble, match=r"migrate failed(.|\n)*column missing"):
            supervisor.once(bad)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can tie a child's life to its parent's")
def test_a_killed_supervisor_leaves_no_orphan(tmp_path):
    starts = tmp_path / "starts"
    code = textwrap.dedent(f"""
        import sys
        from pathlib import Path
        from launcher.supervisor import Supervisor
        from tests.launcher.test_supervisor import SLEEPER, program
        with Supervisor(Path({str(tmp_path)!r})) as supervisor:
            supervisor.start([program("web", SLEEPER, Path({str(starts)!r}))])
            supervisor.watch()
    """)
    with subprocess.Popen([sys.executable, "-c", code]) as launcher:
        wait_for(lambda: started(starts), "the child")
        launcher.kill()
        launcher.wait()
    wait_for(lambda: gone(started(starts)[0]), "the child's end")
