"""Draws how costs grow, as an SVG: a panel for each thing that grows, the time against that of the smallest size."""

import html

WIDTH, HEIGHT, LEFT, TOP, GAP = 150, 150, 46, 52, 34
COLOURS = {"cold": "#2f6db3", "warm": "#c2702a"}


def growth(points):
    """`points`: dicts with what grows (`axis`), its `size`, and seconds by kind. Returns the text of the SVG."""
    axes = list(dict.fromkeys(point["axis"] for point in points))
    panels = [panel(axis, [point for point in points if point["axis"] == axis], number)
              for number, axis in enumerate(axes)]
    width = LEFT + len(axes) * (WIDTH + GAP)
    height = TOP + HEIGHT + 44
    legend = "".join(
        f'<text x="{LEFT + 90 * number}" y="20" fill="{colour}">— {kind}</text>'
        for number, (kind, colour) in enumerate(COLOURS.items()))
    legend += f'<text x="{LEFT + 180}" y="20" fill="#888">- - as the size</text>'
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">\n'
            f'<rect width="100%" height="100%" fill="#fff"/>\n<g font-family="sans-serif" font-size="12" fill="#333">\n'
            f"{legend}\n{''.join(panels)}</g>\n</svg>\n")


def short(number):
    return f"{number // 1000}k" if number >= 10_000 else f"{number:,}"


def panel(axis, points, number):
    left = LEFT + number * (WIDTH + GAP)
    first = points[0]
    most = max([points[-1]["size"] / first["size"],
                *(point[kind] / first[kind] for point in points for kind in COLOURS)])

    def place(size, time):
        return (f"{left + WIDTH * size / first['size'] / most:.1f},"
                f"{TOP + HEIGHT - HEIGHT * time / most:.1f}")

    text = [f'<rect x="{left}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#ccc"/>',
            f'<text x="{left}" y="{TOP - 8}" font-weight="bold">{html.escape(axis)}</text>',
            f'<polyline points="{place(0, 0)} {place(most * first["size"], most)}" fill="none" stroke="#888" '
            'stroke-dasharray="4 4"/>']
    for point in points:
        ratio = point["size"] / first["size"]
        at = left + WIDTH * ratio / most
        text.append(f'<text x="{at:.1f}" y="{TOP + HEIGHT + 16}" text-anchor="middle">{short(point["size"])}</text>')
    for kind, colour in COLOURS.items():
        line = " ".join(place(point["size"], point[kind] / first[kind]) for point in points)
        text.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        last = points[-1]
        text.append(
            f'<text x="{left + 6}" y="{TOP + 16 + 16 * list(COLOURS).index(kind)}" fill="{colour}">'
            f'{first[kind]:.3g} s → {last[kind]:.3g} s</text>')
    return "\n".join(text) + "\n"
