"""The watermark engine: a PDF becomes a master; a master and a code become a copy; a leak becomes a name.

It knows nothing of users, the web or the database. The doors are

    watermark.prepare.prepare      once a publication, in a process of its own with limits
    watermark.assemble.assemble    once a delivery, in milliseconds
    watermark.trace.tracing.trace  rarely

This package imports nothing by itself: delivering needs no PDF parser, and a command that only searches needs none
of it.
"""
