"""What a sync decides about, as values: the sides, their fields and bodies, and the actions.

Rule of this folder: pure. It knows texts, not Notion's answers; it reads no clock and stores
nothing. What is read and sent stands in `acting`.
"""
