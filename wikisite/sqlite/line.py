"""A lock that is taken in the order of asking, which `threading.Lock` does not promise."""

from collections import deque
from threading import Event, Lock


class Line:
    """Threads wait in it; who came first goes first."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._is_taken = False
        self._waiting: deque[Event] = deque()

    def enter(self, seconds: float) -> bool:
        """Wait for one's turn, at most so long; return whether it came."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            turn = Event()
            self._waiting.append(turn)
        return turn.wait(seconds) or not self._gives_up(turn)

    def leave(self) -> None:
        """Let the next one in."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False

    def _gives_up(self, turn: Event) -> bool:
        """Take `turn` out of the line; False where it came at the last moment."""
        with self._guard:
            if turn.is_set():
                return False
            self._waiting.remove(turn)
            return True
