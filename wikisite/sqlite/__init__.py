"""Django's SQLite, where the writers of one process take turns.

SQLite lets one transaction write at a time and makes the others ask again after pauses that grow: who asks at
the right moment is next, and of fifty that save at once some ask in vain for ten seconds. Inside one process
they wait in line instead, and one of each process asks SQLite.
"""
