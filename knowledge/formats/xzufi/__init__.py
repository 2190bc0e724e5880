"""XZuFi 2.2 and 2.3: descriptions of public services (Leistung) in the JSON shapes of the FIM portal, in and out.

`shape` knows the codes and shapes, `read` makes documents, `write` makes Leistungen. What maps to what stands in
docs/formats.md.
"""

from knowledge.formats.xzufi.read import read
from knowledge.formats.xzufi.shape import Version
from knowledge.formats.xzufi.write import leistungen

__all__ = ["Version", "leistungen", "read"]
