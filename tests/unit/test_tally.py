"""How the resolver counts its answers."""

from http import HTTPStatus

import pytest

from hallmint_resolver.answer import NO_STORE, Answer, Kind, redirect, response
from hallmint_resolver.tally import BOUNDS, STATUSES, Tally

ERRORS = [status for statuses in STATUSES.values() for status in statuses if status >= HTTPStatus.BAD_REQUEST]


def counted(of: Tally) -> dict[tuple[Kind, int], int]:
    return {key: sum(series.buckets) for key, series in of.answers.items() if any(series.buckets)}


@pytest.mark.parametrize(
    ("seconds", "bucket"), [(0.0, 0), (BOUNDS[0], 0), (0.00051, 1), (0.3, 9), (5.0, 12), (5.1, 13), (3600.0, 13)]
)
def test_an_answer_is_in_the_bucket_of_its_time(monkeypatch: pytest.MonkeyPatch, seconds: float, bucket: int) -> None:
    made = Tally()
    monkeypatch.setattr("hallmint_resolver.tally.time.perf_counter", lambda: seconds)
    made.add(redirect("https://example.com/", cache=NO_STORE, anchor="https://a.example/01/1"), 0.0)
    series = made.answers[Kind.REDIRECT, 307]
    assert [at for at, number in enumerate(series.buckets) if number] == [bucket]
    assert series.seconds == seconds


def test_every_kind_is_there_from_the_start_and_each_error_has_the_kind_of_its_status() -> None:
    made = Tally()
    assert {kind for kind, _ in made.answers} == {*Kind}
    for status in ERRORS:
        made.add(response(status, cache=NO_STORE), 0.0)
    assert {*made.answers} == {*Tally().answers}
    assert counted(made) == {
        (Kind.NOT_FOUND, 404): 1,
        (Kind.NOT_FOUND, 410): 1,
        (Kind.REFUSED, 400): 1,
        (Kind.REFUSED, 403): 1,
        (Kind.REFUSED, 405): 1,
        (Kind.REFUSED, 421): 1,
        (Kind.LIMITED, 429): 1,
        (Kind.UNAVAILABLE, 503): 3,  # that of /readyz and that of what comes later are told by who makes them
        (Kind.FAULT, 500): 1,
    }


def test_a_status_that_nobody_thought_of_is_counted_too() -> None:
    made = Tally()
    made.add(Answer(418, "", b"", Kind.REFUSED), 0.0)
    made.add(Answer(418, "", b"", Kind.REFUSED), 0.0)
    assert counted(made) == {(Kind.REFUSED, 418): 2}
