"""What JSON calls its values: for messages, which else would say what Python calls them."""

_KINDS = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def json_kind(value: object) -> str:
    """Name the kind of a value that was read from JSON.

    >>> [json_kind(value) for value in (None, False, 2.5, "a", [], {})]
    ['null', 'boolean', 'number', 'string', 'array', 'object']
    """
    return _KINDS[type(value)]
