"""What people are promised about words that are kept: taking them back, and letting them go.

Rule of this folder: erasing is a transaction first, then confirmed in the database's files; either
can be repeated, and whatever is left is finished by the daily tidy.
"""
