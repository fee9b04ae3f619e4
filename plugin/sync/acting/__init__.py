"""What a sync does: reads both sides, carries actions out, looks for what is in doubt.

Rule of this folder: it decides nothing about words. What may be written stands in an action that
the plan made, and is asked about once more (`deciding.promise`) before it leaves.
"""
