"""Who runs next when more ask than can be answered at once."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from kg.engine.limits import Limits, limits_of
from kg.engine.turns import Turns
from kg.errors import EndpointBusy
from kg.settings import Settings
from tests.processes import soon


def limits(places: int, share: int, queue: int, seconds: float = 10.0) -> Limits:
    """Return limits of which only those of turns matter."""
    return limits_of(
        Settings(
            Path(), Path(), query_seconds=seconds,
            query_places=places, client_places=share, queue_length=queue,
        )
    )  # fmt: skip


class Line:
    """People who wait for a turn, each in a thread, and the order in which they got it."""

    def __init__(self, turns: Turns, threads: ThreadPoolExecutor) -> None:
        self.turns = turns
        self.order: list[str] = []
        self._threads = threads

    def join(self, *names: str) -> None:
        """Let people queue one behind the other; their address is the first letter."""
        for name in names:
            before = self.turns.waiting
            self._threads.submit(self._wait, name)
            assert soon(lambda before=before: self.turns.waiting > before)

    def _wait(self, name: str) -> None:
        with self.turns.turn(name[0]):
            self.order.append(name)


@contextmanager
def line_before(turns: Turns, *holders: str) -> Iterator[Line]:
    """Give a line while *holders* have a place; afterwards all have had their turn."""
    with ThreadPoolExecutor(8) as threads, ExitStack() as held:
        for name in holders:
            held.enter_context(turns.turn(name[0]))
        line = Line(turns, threads)
        yield line


def test_first_come_is_first_served() -> None:
    """Among addresses that have as little, the order is that of coming."""
    with line_before(Turns(limits(1, 1, 9)), "x") as line:
        line.join("a1", "b1", "c1")

    assert ["a1", "b1", "c1"] == line.order


def test_who_has_less_comes_first() -> None:
    """An address with a query running waits for one without, though it came earlier."""
    turns = Turns(limits(2, 2, 9))
    with line_before(turns, "a") as line:
        with turns.turn("x"):
            line.join("a1", "b1")
        assert soon(lambda: line.order)

    assert "b1" == line.order[0]


def test_share_is_not_passed_though_places_are_free() -> None:
    """Who has a share cannot take the place of those who are still to come."""
    turns = Turns(limits(3, 2, 9))
    with line_before(turns, "a", "a") as line:
        line.join("a1")
        with turns.turn("b"):
            state = (turns.running, turns.waiting, list(line.order))

    assert ((3, 1, []), ["a1"]) == (state, line.order)


def test_full_queue_refuses() -> None:
    """Beyond the queue one is refused at once, with what to do."""
    turns = Turns(limits(1, 1, 2))
    with line_before(turns, "x") as line:
        line.join("a1", "b1")
        with pytest.raises(EndpointBusy, match="Too many"), turns.turn("c"):
            pass

    assert ["a1", "b1"] == line.order


def test_one_address_cannot_fill_the_queue() -> None:
    """Half of the queue is for others."""
    turns = Turns(limits(1, 1, 4))
    with line_before(turns, "x") as line:
        line.join("a1", "a2")
        with pytest.raises(EndpointBusy), turns.turn("a"):
            pass
        line.join("b1")

    assert ["a1", "a2", "b1"] == sorted(line.order)


def test_who_waits_too_long_leaves() -> None:
    """After the time that a query may take the one who waits is told so, and is out of line."""
    turns = Turns(limits(1, 1, 9, seconds=0.1))
    with turns.turn("a"), pytest.raises(EndpointBusy, match="busy"), turns.turn("b"):
        pass

    assert (0, 0) == (turns.running, turns.waiting)


def test_never_more_than_the_places() -> None:
    """Whatever many threads do, no more run at once than may, and all have their turn."""
    turns, most, now, lock = Turns(limits(3, 2, 99)), [0], [0], threading.Lock()

    def run(number: int) -> int:
        with turns.turn(str(number % 5)):
            with lock:
                now[0] += 1
                most[0] = max(most[0], now[0])
            with lock:
                now[0] -= 1
        return number

    with ThreadPoolExecutor(20) as threads:
        done = list(threads.map(run, range(300)))

    assert (300, 0, True) == (len(done), turns.running, most[0] <= 3)


class Busy:
    """A worker that has spent some seconds, and tells what is done to it."""

    def __init__(self, name: str, spent: float, told: set[str]) -> None:
        self._name, self._spent, self._told = name, spent, told

    def spent(self) -> float:
        """Return what it was made with."""
        return self._spent

    def slow_down(self) -> None:
        """Tell so."""
        self._told.add(f"{self._name} slower")

    def stop(self) -> None:
        """Tell so."""
        self._told.add(f"{self._name} stopped")


def pass_by(turns: Turns, client: str) -> None:
    """Wait for a place and give it back."""
    with suppress(EndpointBusy), turns.turn(client):
        pass


@pytest.mark.parametrize(
    ("client", "told"),
    [("b", {"first slower", "second stopped"}), ("a", set())],
    ids=["others wait", "who waits may not run more"],
)
def test_heavy_queries_are_held_back_when_others_wait(client: str, told: set[str]) -> None:
    """Past a tenth of their time one goes on more slowly and the younger one is stopped."""
    turns = Turns(replace(limits(3, 3, 9, seconds=0.3), heavy=1))
    found: set[str] = set()
    with ExitStack() as held:
        for name, spent in (("second", 0.1), ("light", 0.01), ("first", 0.2)):
            ticket = held.enter_context(turns.turn("a"))
            held.enter_context(turns.held_back(ticket, Busy(name, spent, found)))
        pass_by(turns, client)

    assert told == found


def test_query_that_is_over_is_not_held_back() -> None:
    """What has answered may be running the next query already."""
    turns = Turns(replace(limits(1, 1, 9, seconds=0.3), heavy=1))
    found: set[str] = set()
    with turns.turn("a") as ticket:
        with turns.held_back(ticket, Busy("first", 0.2, found)):
            pass
        pass_by(turns, "b")

    assert set() == found


def test_who_had_a_heavy_query_comes_after_who_had_none() -> None:
    """Though the one came first."""
    turns = Turns(limits(1, 1, 9, seconds=2.0))
    with turns.turn("a") as ticket, turns.held_back(ticket, Busy("heavy", 1.0, set())):
        pass
    with turns.turn("b") as ticket, turns.held_back(ticket, Busy("light", 0.1, set())):
        pass
    with line_before(turns, "x") as line:
        line.join("a1", "b1", "c1")

    assert ["b1", "c1", "a1"] == line.order
