"""The words of the API's document in the source: docstrings of operations and schemas, and `description=` of fields.

They are English for who reads the code, and messages for who reads the document (`portal.views.api_document`).
"""

import ast
from collections.abc import Iterator

DESCRIBED = {"Field", "Query", "Body", "Path"}


def documented(source: str) -> Iterator[tuple[int, str]]:
    """Line and words of each, as the document has them: on one line."""
    if "from ninja import" not in source:
        return
    schemas = {"Schema"}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.Call) and (said := _said(node, schemas)):
            yield node.lineno, on_one_line(said)


def _said(node: ast.ClassDef | ast.FunctionDef | ast.Call, schemas: set[str]) -> str | None:
    """`schemas` grows by what inherits from one: they stand in order in a module."""
    if isinstance(node, ast.ClassDef) and schemas.intersection(_names(node.bases)):
        schemas.add(node.name)
        return ast.get_docstring(node)
    if isinstance(node, ast.FunctionDef) and "router" in _names(node.decorator_list):
        return ast.get_docstring(node)
    if isinstance(node, ast.Call) and DESCRIBED.intersection(_names([node.func])):
        return next((_constant(each.value) for each in node.keywords if each.arg == "description"), None)
    return None


def on_one_line(said: str) -> str:
    return " ".join(said.split())


def _names(nodes: list[ast.expr]) -> set[str]:
    return {name.id for node in nodes for name in ast.walk(node) if isinstance(name, ast.Name)}


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
