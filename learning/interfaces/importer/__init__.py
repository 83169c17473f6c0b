"""Materials come in: from a folder or a git repository to pages, images, documents and a report."""
