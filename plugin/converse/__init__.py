"""Taking part without an account: joining by a code, writing on a phone, following one's notes.

Rule of this folder: nothing here knows who somebody is. A person's own link is a random token, of
which hashes alone are stored, and no table leads from one note to another of the same person.
"""
