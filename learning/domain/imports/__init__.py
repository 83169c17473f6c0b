"""Every write of an import: runs, curricula, pages, assets, proposals."""
