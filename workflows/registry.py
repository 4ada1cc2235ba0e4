"""Which flow hands out the steps of a machine, by its key. Flows enter themselves; readers need
not load them."""

from typing import Any

FLOWS: dict[str, Any] = {}
