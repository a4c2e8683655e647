"""When a failed attempt is made again: later each time, and never all at the same moment."""

import hashlib

MOST_ATTEMPTS = 8
_FIRST = 60.0
_LONGEST = 4 * 3600.0
_SCALE = 1 << 32


def delay(attempt: int, seed: str) -> float:
    """Seconds to wait after the attempt of that number, counted from 1.

    The wait doubles from one minute to four hours; between half of it and the whole is taken, the
    same for the same seed.

    Raises:
        ValueError: the attempt is not counted from 1.
    """
    if attempt < 1:
        raise ValueError("attempts are counted from 1")
    whole = min(_FIRST * 2.0 ** min(attempt - 1, 16), _LONGEST)
    digest = hashlib.sha256(f"{seed}/{attempt}".encode()).digest()
    share = int.from_bytes(digest[:4], "big") / _SCALE
    return whole * (0.5 + share / 2)
