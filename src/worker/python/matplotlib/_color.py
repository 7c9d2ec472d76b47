"""Colours by their names in Matplotlib, as 0xRRGGBBAA."""

_CYCLE = "1f77b4 ff7f0e 2ca02c d62728 9467bd 8c564b e377c2 7f7f7f bcbd22 17becf".split()
_NAMES = {
    "b": "0000ff", "g": "008000", "r": "ff0000", "c": "00bfbf", "m": "bf00bf", "y": "bfbf00", "k": "000000", "w": "ffffff",
    "blue": "0000ff", "green": "008000", "red": "ff0000", "cyan": "00ffff", "magenta": "ff00ff", "yellow": "ffff00",
    "black": "000000", "white": "ffffff", "gray": "808080", "grey": "808080", "orange": "ffa500", "purple": "800080",
    "brown": "a52a2a", "pink": "ffc0cb", "olive": "808000", "navy": "000080", "teal": "008080", "gold": "ffd700",
    "lightgray": "d3d3d3", "lightgrey": "d3d3d3", "darkgray": "a9a9a9", "darkgrey": "a9a9a9", "silver": "c0c0c0",
    "crimson": "dc143c", "salmon": "fa8072", "coral": "ff7f50", "tomato": "ff6347", "darkred": "8b0000",
    "darkgreen": "006400", "darkblue": "00008b", "darkorange": "ff8c00", "lime": "00ff00", "limegreen": "32cd32",
    "forestgreen": "228b22", "steelblue": "4682b4", "royalblue": "4169e1", "skyblue": "87ceeb", "lightblue": "add8e6",
    "dodgerblue": "1e90ff", "indigo": "4b0082", "violet": "ee82ee", "orchid": "da70d6", "turquoise": "40e0d0",
}
_NAMES.update(zip(("tab:blue tab:orange tab:green tab:red tab:purple tab:brown tab:pink tab:gray tab:olive "
                   "tab:cyan").split(), _CYCLE))


def cycle(n):
    """The n-th colour of those that come in turn."""
    return to_rgba(f"C{n}")


def _from_text(text):
    if text in _NAMES:
        return _NAMES[text]
    if text[0] == "C" and text[1:].isdigit():
        return _CYCLE[int(text[1:]) % len(_CYCLE)]
    if text[0] == "#" and len(text) in (4, 7, 9):
        digits = text[1:] if len(text) > 4 else "".join(2 * c for c in text[1:])
        int(digits, 16)
        return digits
    return "%02x" % round(255 * float(text)) * 3


def to_rgba(color, alpha=None):
    try:
        if isinstance(color, str):
            digits = _from_text(color)
        else:
            digits = "".join("%02x" % round(255 * float(part)) for part in color)
        value = int((digits + "ff")[:8], 16)
        if len(digits) not in (6, 8):
            raise ValueError
    except (ValueError, TypeError):
        raise ValueError(f"{color!r} is not a valid color value") from None
    if alpha is not None:
        value = value & 0xffffff00 | round(255 * float(alpha))
    return value
