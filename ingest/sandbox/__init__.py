"""A child process that may do little: what parses untrusted files runs in here.

`spawn.run_child` starts it and watches over it from outside; `confine.confine` is what the child does to itself
before it opens the file. Each layer works alone; `layers.available` says which ones this machine has.
"""
