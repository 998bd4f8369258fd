"""Pages of scans are turned, straightened, cleaned and parted where a measurement asks for it and reading gains by it.

The original is never touched: repairs go to the PDF that readers get to see. Each is measured before and after; a page
that is read no better keeps its form.
"""
