"""The panel inside Miro: two pages that Miro frames, and the answers that their scripts ask for.

No answer here looks at a cookie: every request brings Miro's id token, and what it may see follows
from the person who linked that Miro name, from their roles, and from Miro's list of who may change
the board. A board's id alone opens nothing.
"""
