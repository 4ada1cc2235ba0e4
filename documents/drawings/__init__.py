"""家庭结构图 and 生态图 (D02): where everything of a drawing stands, for page and paper alike.

Pure geometry: from the answers of D02 to strokes, labels and words. One template writes them.
"""

from collections.abc import Callable
from typing import Any

from documents.drawings.ecomap import ecomap
from documents.drawings.genogram import genogram
from documents.drawings.shapes import Drawing

Content = dict[str, Any]
Named = Callable[[str], str]


def drawings_of(content: Content, person: Named = str, system: Named = str) -> list[Drawing]:
    """Return what D02's answers can be drawn as.

    ``person`` says how somebody is named there, ``system`` how what surrounds them is.
    """
    drawn = []
    if content.get("nodes") or content.get("edges"):
        drawn.append(genogram(content, person))
    if content.get("ecosystems"):
        drawn.append(ecomap(content, person, system))
    return drawn
