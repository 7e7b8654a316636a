"""Running batches and exports, followed once for everybody who looks at them.

However many browsers show a batch, this process has one watch of it at the server. It is made in the name of one of those who
look; when that person's session ends they see no more, and it goes on in the name of another. Whoever begins to look was let in
by the API before.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from hallmint_client import Client, HallmintError

log = structlog.get_logger()

Watch = Callable[[Client], AsyncGenerator[Any, None]]


@dataclass(slots=True, eq=False)
class _Viewer:
    client: Client
    news: asyncio.Event = field(default_factory=asyncio.Event)
    is_refused: bool = False


@dataclass(slots=True)
class _Subject:
    """What is followed: the last state, and who is told."""

    viewers: list[_Viewer] = field(default_factory=list)
    latest: Any = None
    has_ended: bool = False
    task: asyncio.Task[None] | None = None


class Live:
    """The watches of one console process. Nothing is kept of what nobody looks at."""

    def __init__(self) -> None:
        self._subjects: dict[str, _Subject] = {}

    @property
    def watches(self) -> int:
        """How many watches there are now."""
        return len(self._subjects)

    async def follow(self, name: str, client: Client, watch: Watch) -> AsyncGenerator[Any, None]:
        """States of a subject as they come, those in between left out for slow readers, to the last one. `name` must hold the
        brand, and the caller may see the subject.
        """
        subject = self._subjects.setdefault(name, _Subject())
        viewer = _Viewer(client)
        subject.viewers.append(viewer)
        if subject.latest is not None:
            viewer.news.set()
        if subject.task is None:
            subject.task = asyncio.create_task(self._run(name, subject, watch))
        try:
            while True:
                await viewer.news.wait()
                viewer.news.clear()
                if viewer.is_refused:
                    return
                latest, has_ended = subject.latest, subject.has_ended
                if latest is not None:
                    yield latest
                if has_ended:
                    return
        finally:
            if not viewer.is_refused:
                subject.viewers.remove(viewer)
            if not subject.viewers and subject.task is not None:
                subject.task.cancel()
                self._drop(name, subject)

    async def close(self) -> None:
        """End every watch."""
        tasks = [subject.task for subject in self._subjects.values() if subject.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, name: str, subject: _Subject, watch: Watch) -> None:
        try:
            while subject.viewers:
                viewer = subject.viewers[0]
                try:
                    async with contextlib.aclosing(watch(viewer.client)) as states:
                        async for state in states:
                            subject.latest = state
                            self._tell(subject)
                    break
                except HallmintError as error:
                    log.info("a watch ended", reason=error.reason or error.code.name)
                    if error.passing:
                        break
                    # Each is refused once at most, so that this ends, also when the sessions of all have.
                    self._refuse(subject, viewer)
        finally:
            subject.has_ended = True
            self._tell(subject)
            self._drop(name, subject)

    def _refuse(self, subject: _Subject, viewer: _Viewer) -> None:
        """End the stream of one in whose name the API does not answer, unless they have gone before."""
        if viewer in subject.viewers:
            subject.viewers.remove(viewer)
            viewer.is_refused = True
            viewer.news.set()

    def _tell(self, subject: _Subject) -> None:
        for viewer in subject.viewers:
            viewer.news.set()

    def _drop(self, name: str, subject: _Subject) -> None:
        if self._subjects.get(name) is subject:
            del self._subjects[name]
