"""One launcher at a time."""

import os
import subprocess
import sys

import pytest

from launcher.lock import take_lock
from launcher.say import Trouble


def test_a_second_one_is_refused_with_the_first_ones_number(tmp_path):
    file = tmp_path / "run.lock"
    with take_lock(file, "Parley"), pytest.raises(Trouble, match=rf"Parley already runs .*process {os.getpid()}"):
        take_lock(file, "Parley")
    with take_lock(file, "Parley"):
        pass


def test_what_a_killed_launcher_left_behind_is_waited_for(tmp_path):
    """A child that inherited the lock holds it; the process named in the file is gone."""
    file = tmp_path / "run.lock"
    held = take_lock(file, "Parley")
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE, pass_fds=[held.fileno()]) as child:
        held.seek(0)
        held.truncate()
        held.write(str(_ended_process()))
        held.close()
        assert child.stdin
        # It ends now, and `take_lock` returns when it has.
        child.stdin.close()
        with take_lock(file, "Parley"):
            assert file.read_text() == str(os.getpid())


def _ended_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
        return process.pid
