"""What may be uploaded, in numbers and endings. Plain values: the settings read them too."""

MEBIBYTE = 1024 * 1024
MOST_IMAGE_BYTES = 20 * MEBIBYTE
MOST_SVG_BYTES = 2 * MEBIBYTE
MOST_DOCUMENT_BYTES = 50 * MEBIBYTE
MOST_PIXELS = 50_000_000
LONGEST_NAME = 100
IMAGE_EXTENSIONS = {"png": "png", "jpg": "jpg", "gif": "gif", "webp": "webp", "avif": "avif"}
TEXT_EXTENSIONS = frozenset(
    {"txt", "md", "csv", "tsv", "json", "yaml", "yml", "toml", "log", "conf", "sql", "sh", "py"}
)
# What a document of this name must be by its content.
BINARY_EXTENSIONS: dict[str, set[str | None]] = {
    "pdf": {"pdf"}, "zip": {"zip"}, "gz": {"gz"}, "tgz": {"gz"}, "docx": {"docx", "zip"}, "xlsx": {"xlsx", "zip"},
    "pptx": {"pptx", "zip"}, "odt": {"odt", "zip"}, "ods": {"ods", "zip"}, "odp": {"odp", "zip"},
    "png": {"png"}, "jpg": {"jpg"}, "jpeg": {"jpg"}, "pcap": {"pcap", None}, "key": {"zip"},
}  # fmt: skip
DOCUMENT_EXTENSIONS = frozenset(TEXT_EXTENSIONS | BINARY_EXTENSIONS.keys())
