"""The harmless test virus, bare.

Its string is put together from two halves, so that no scanner objects to this file.
"""

HALVES = (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-", rb"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
EICAR = b"".join(HALVES)
