"""A local stand-in for Miro and Notion: same HTTP, own state, own pages for people, no way out.

Rule of this folder: it shares no code with the clients that it answers (nothing of
`connectors.miro`, `connectors.notion`, `connectors.http`, `schemas` or `plugin` is imported here),
listens on the loopback only, and keeps everything in the application that it was made for.
An endpoint that it does not know is a loud 501, never a guess.
"""
