"""The accounts that Hedgerow uses at Miro and Notion: connect, refresh, disconnect, hand out.

Rule of this folder: tokens are readable only here, only in memory, and never in a sentence. What
is stored of them is encrypted; what names them elsewhere is a keyed hash.
"""

from plugin.accounts.clients import Accounts

__all__ = ["Accounts"]
