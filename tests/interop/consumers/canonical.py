"""N-Quads as RDFC-1.0 writes them, line by line: canonical.py < FILE > LINES

Without blank nodes, the canonical form of a dataset is these lines, sorted, each once. A blank node is an error.
"""
import re
import sys

# An escape, or what has to be one.
ODD = re.compile(rb"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)|[\x00-\x09\x0b-\x1f\x7f]", re.S)
LETTERS = {b"n": "\n", b"r": "\r", b"t": "\t", b"b": "\b", b"f": "\f"}
WRITTEN = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def write(char):
    plain = char if char > "\x1f" and char != "\x7f" else f"\\u{ord(char):04X}"
    return WRITTEN.get(char, plain).encode()


def rewrite(match):
    code = match[1]
    if code is None:
        return write(match[0].decode())
    return write(LETTERS.get(code) or (chr(int(code[1:], 16)) if code[:1] in (b"u", b"U") and len(code) > 1 else code.decode()))


for line in sys.stdin.buffer:
    if line.startswith(b"_:") or b"> _:" in line and re.match(rb"<[^>]*> <[^>]*> _:", line):
        sys.exit(f"blank node: {line[:200]!r}")
    if ODD.search(line):
        line = ODD.sub(rewrite, line)
    if not line.isspace():
        sys.stdout.buffer.write(line)
