"""One answer: in every state, for everybody, page, POST, door, ``describe`` and help say the same.

Each state of each machine that runs over a dossier is put on a case by force, once bare and once
with something that waits for the decision of that state; a paper's machine is gone through version
by version.
"""
