"""Finds words that may point to a person, before anything leaves a group.

Rule of this folder: values in, values out. It knows the words that it looks through and the names
that it is given, no database and no clock. Beside the standard library it uses phonenumbers, which
is why it is not in `plugin.domain`.
"""

from plugin.identifiers.finder import find
from plugin.identifiers.findings import ERASED, Identifier, IdentifierKind
from plugin.identifiers.names import Names

__all__ = ["ERASED", "Identifier", "IdentifierKind", "Names", "find"]
