"""Which flow a kind of dossier runs in. Flows enter themselves; readers need not load them."""

from typing import Any

FLOWS: dict[str, Any] = {}
