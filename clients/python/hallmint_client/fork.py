"""What becomes of gRPC in a process that is forked: where a connection is open then, it hangs or crashes in the child."""

import os


class Use:
    """How many connections of this process are open, and whether it has them from before a fork."""

    def __init__(self) -> None:
        self._open = 0
        self._is_broken = False
        if hasattr(os, "register_at_fork"):  # Windows has no fork
            os.register_at_fork(after_in_child=self._forked)

    def begin(self) -> None:
        """Before a connection is made. RuntimeError where that would crash."""
        if self._is_broken:
            raise RuntimeError(
                "this process was forked while a client was open, and gRPC does not work in it: open clients after the fork "
                "alone, or start processes by `spawn` or `forkserver`"
            )
        self._open += 1

    def end(self) -> None:
        """After one was closed."""
        self._open -= 1

    def _forked(self) -> None:
        self._is_broken = self._is_broken or self._open > 0


USE = Use()
"""Of this process."""
