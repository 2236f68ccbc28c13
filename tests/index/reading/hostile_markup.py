"""Document types that grow without end, or open a file."""

BILLION = "".join(
    [
        '<!DOCTYPE rss [<!ENTITY l0 "lol">',
        *(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12)),
        "]>",
    ]
)
OUTWARD = '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
