"""Hedgerow itself: from notes on a board to a memory that a partnership can trust.

Its verbs are its folders. It uses `connectors` to speak to Miro and Notion and `schemas` to read
what they say; neither of the two knows anything of this package.
"""
