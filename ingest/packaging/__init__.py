"""Packages for other archives: BagIt (RFC 8493), with the originals and all that is known of them, and of nobody else.

    data/README.txt
    data/works/<id>/record.json          values with their origin, states, versions, printed copies
    data/works/<id>/dublin-core.xml      data/works/<id>/marc.xml
    data/works/<id>/v1/original/<name>   the bytes as they came
    data/works/<id>/v1/text/0001.txt     the words of each page
    data/works/<id>/v1/pdfa.pdf          where there is one

No reader's copy, no scan of a reader, no request, no account, no librarian's note is in a package. It is unmarked, so
it leaves by the command line alone, and the audit trail says so.
"""

from ingest.packaging.bags import Package, pack

__all__ = ["Package", "pack"]
