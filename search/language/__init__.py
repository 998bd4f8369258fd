"""Words as a reader means them: folding, numbers, stop lists, stems, synonyms."""
