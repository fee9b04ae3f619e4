"""Putting a backup back, so that nothing comes with it that people were promised is gone.

Rule of this folder: everything happens in the transaction that puts the backup in place.
"""
