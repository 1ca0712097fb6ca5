"""Everything the outside touches: HTTP, command line, import and export, access, the live feed."""
