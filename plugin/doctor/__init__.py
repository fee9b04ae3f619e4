"""The doctor: `examining` looks at an installation and writes nothing; `live` asks the real Miro
and Notion what only they can say, on a board and a page that it makes and removes.
"""

from plugin.doctor.examining import Finding, examine

__all__ = ["Finding", "examine"]
