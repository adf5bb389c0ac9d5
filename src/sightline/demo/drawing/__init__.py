"""Drawing of harmless pictures: surfaces, things to hang on walls, and a small stage to photograph them on."""
