"""Which flow a kind of dossier runs in. Flows enter themselves; whoever reads it need not load them."""

from typing import Any

FLOWS: dict[str, Any] = {}
