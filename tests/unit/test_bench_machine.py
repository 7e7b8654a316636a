"""Stops of the machine are told by a byte, and what was measured beside them is left out."""

from tests.bench import machine


def test_what_was_measured_before_and_after_a_slow_byte_is_left_out() -> None:
    values = [1.0, 2.0, 3.0, 4.0, 5.0]
    pings = [1.0, 1.1, 2.5, 0.9, 1.0]  # the median is 1.0
    assert machine.calm(values, pings) == [1.0, 2.0, 5.0]


def test_without_stops_nothing_is_left_out() -> None:
    values = [1.0, 50.0, 1.0]
    assert machine.calm(values, [1.0, 1.9, 1.0]) == values


def test_the_byte_comes_back() -> None:
    with machine.beside() as ping:
        assert all(ping() > 0 for _ in range(10))
