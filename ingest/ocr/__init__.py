"""Pages without words of their own are recognised by OCRmyPDF and Tesseract, page by page, and never twice."""
