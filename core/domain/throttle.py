"""How often someone may try: counted in the cache, for what axes does not count."""

from __future__ import annotations

import hashlib

from django.core.cache import cache


def allow(action: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one attempt; False once there were more than `most` within `seconds` of the first."""
    key = f"throttle:{action}:{hashlib.sha256(who.encode()).hexdigest()}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return int(cache.incr(key)) <= most
    except ValueError:  # it ran out between the two calls
        return True
