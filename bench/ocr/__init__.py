"""How many letters of a scan are read wrong, and what repairs change about it."""
