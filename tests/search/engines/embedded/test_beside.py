"""Work that is done beside other work, where a thread is free, and where none is."""

import os
import subprocess
import sys
import threading

import pytest

from search.engines.embedded import beside
from search.engines.embedded.beside import Beside, done
from tests.needs import ROOT

AT_THE_END = """
import os, threading
import django
django.setup()
os.cpu_count = lambda: 2
from search.engines.embedded.beside import Beside

def late():
    threading.main_thread().join()
    print(Beside(lambda: "answered").take())

Beside(lambda: None).take()
threading.Thread(target=late).start()
"""


@pytest.fixture(autouse=True)
def one_thread(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    beside._pool.cache_clear()
    yield
    beside._pool.cache_clear()


def test_work_is_begun_before_it_is_taken():
    begun = threading.Event()
    work = Beside(begun.set)
    assert begun.wait(10)
    work.take()


def test_what_no_thread_has_begun_is_done_where_it_is_taken():
    free = threading.Event()
    busy = Beside(free.wait)
    while not busy._begun.running():
        pass
    assert Beside(threading.get_ident).take() == threading.get_ident()
    free.set()
    assert busy.take()


def test_what_is_dropped_before_it_began_is_never_done():
    free, never = threading.Event(), threading.Event()
    busy = Beside(free.wait)
    while not busy._begun.running():
        pass
    Beside(never.set).drop()
    free.set()
    assert busy.take()
    assert Beside(lambda: "the next").take() == "the next"
    assert not never.is_set()


def test_what_it_raises_is_raised_where_it_is_taken():
    def fails():
        raise ValueError("the engine")

    with pytest.raises(ValueError, match="the engine"):
        Beside(fails).take()


def test_one_core_does_one_thing_after_another(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    beside._pool.cache_clear()
    assert Beside(threading.get_ident).take() == threading.get_ident()


def test_a_child_of_a_fork_has_threads_of_its_own():
    Beside(lambda: None).take()
    child = os.fork()
    if child == 0:
        found = []
        asking = threading.Thread(target=lambda: found.append(Beside(lambda: 7).take()), daemon=True)
        asking.start()
        asking.join(10)
        os._exit(0 if found == [7] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_what_is_known_needs_no_thread():
    assert done([]).take() == []


def test_a_search_while_the_process_ends_is_answered():
    """A server that was asked to stop lets the requests that are under way end, in threads that the main one awaits."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    asked = [sys.executable, "-c", AT_THE_END]
    ended = subprocess.run(asked, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.stdout, ended.stderr) == ("answered\n", "")


def test_work_is_done_where_it_is_taken_while_no_thread_can_be_had(monkeypatch):
    def start(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    assert [Beside(lambda: 1).take(), Beside(lambda: 2).take()] == [1, 2]
