"""Speed and size of assembly beside qpdf, pypdf, PyMuPDF and cp: `python -m bench.assemble`."""
