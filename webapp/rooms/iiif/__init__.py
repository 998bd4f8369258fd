"""IIIF: works as manifests for everybody, pages as images for who may read them, each from her own marked copy."""
