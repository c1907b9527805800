#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Plimsoll authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the tray's icons, all states on the grid of 16 pixels that panels give them.

    generate.py FOLDER        writes the SVG files
    generate.py --list        prints their names

The mark is the Plimsoll line: a ring with the load line at its sides and the level inside. The shape carries the
severity, because most panels paint symbolic icons in one colour: a triangle is a warning, a solid octagon is critical, a
broken ring is not current. Only fills are used: toolkits recolour fills, not strokes.
"""

import math
import os
import sys

PREFIX = "io.github.plimsoll.Plimsoll"
LEVELS = range(0, 101, 5)
SHAPES = ("", "-warning", "-critical", "-stale")
CENTER = 8.0


def number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


def path(*parts, opacity=None, evenodd=True):
    rule = ' fill-rule="evenodd"' if evenodd else ""
    faint = f' opacity="{opacity}"' if opacity is not None else ""
    return f'<path fill="#2e3436"{rule}{faint} d="{" ".join(parts)}"/>'


def polygon(points):
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "z"


def rect(x, y, width, height):
    return f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h{number(-width)}z"


def circle(radius, x=CENTER, y=CENTER):
    r = number(radius)
    return (f"M{number(x - radius)} {number(y)}a{r} {r} 0 1 0 {number(2 * radius)} 0"
            f"a{r} {r} 0 1 0 {number(-2 * radius)} 0z")


def circle_filled_to(radius, level):
    """The part of a circle below its level, from 0 to 1."""
    if level <= 0:
        return ""
    if level >= 1:
        return circle(radius)
    y = CENTER + radius - 2 * radius * level
    half = math.sqrt(radius * radius - (y - CENTER) ** 2)
    large = 1 if level > 0.5 else 0
    r = number(radius)
    return f"M{number(CENTER - half)} {number(y)}A{r} {r} 0 {large} 0 {number(CENTER + half)} {number(y)}z"


def load_line():
    return rect(0, 7.25, 1.75, 1.5) + rect(14.25, 7.25, 1.75, 1.5)


def normal(level):
    return path(circle(6.5), circle(5)) + path(circle_filled_to(4, level)) + path(load_line())


def arc_segment(start, end, outer, inner):
    """A piece of a ring between two angles in degrees."""
    def point(angle, radius):
        return (CENTER + radius * math.cos(math.radians(angle)), CENTER + radius * math.sin(math.radians(angle)))
    (ax, ay), (bx, by) = point(start, outer), point(end, outer)
    (cx, cy), (dx, dy) = point(end, inner), point(start, inner)
    return (f"M{number(ax)} {number(ay)}A{number(outer)} {number(outer)} 0 0 1 {number(bx)} {number(by)}"
            f"L{number(cx)} {number(cy)}A{number(inner)} {number(inner)} 0 0 0 {number(dx)} {number(dy)}z")


def stale(level):
    ring = [arc_segment(start + 8, start + 52, 6.5, 5) for start in range(0, 360, 60)]
    return path(*ring) + path(circle_filled_to(4, level), opacity="0.5")


def warning(level):
    outer = [(8, 0.5), (16, 15), (0, 15)]
    inner = [(8, 3.6), (13.5, 13.5), (2.5, 13.5)]
    # What is left inside of a gap of one pixel, filled from its foot.
    left, right, top, foot = 4.1, 11.9, 5.7, 12.6
    y = foot - (foot - top) * level
    half = (right - left) / 2 * (y - top) / (foot - top)
    body = path(polygon(outer), polygon(inner))
    if level > 0:
        body += path(polygon([(left, foot), (8 - half, y), (8 + half, y), (right, foot)]))
    return body


def critical(level):
    """Solid, with a mark cut out. It is the same at every level: that it is critical is what counts."""
    cut, edge = 4.6, 0.5
    far = 16 - edge
    octagon = [(cut, edge), (16 - cut, edge), (far, cut), (far, 16 - cut),
               (16 - cut, far), (cut, far), (edge, 16 - cut), (edge, cut)]
    return path(polygon(octagon), rect(7, 3.25, 2, 6), rect(7, 10.75, 2, 2))


# Seven segments, as (x, y, width, height) in a cell of 1 by 1 with lines of t.
SEGMENTS = {"0": "abcdef", "1": "bc", "2": "abged", "3": "abgcd", "4": "fgbc",
            "5": "afgcd", "6": "afgedc", "7": "abc", "8": "abcdefg", "9": "abcdfg"}


def digit(character, x, y, width, height, line):
    half = (height - line) / 2
    place = {
        "a": (x, y, width, line),
        "g": (x, y + half, width, line),
        "d": (x, y + height - line, width, line),
        "f": (x, y, line, half + line),
        "b": (x + width - line, y, line, half + line),
        "e": (x, y + half, line, half + line),
        "c": (x + width - line, y + half, line, half + line),
    }
    return [rect(*place[segment]) for segment in SEGMENTS[character]]


def digits(percent, top, height):
    text = str(percent)
    width, line, gap = (3.6, 1.4, 1.4) if len(text) == 3 else (6, 2, 2)
    widths = [line if character == "1" else width for character in text]
    x = CENTER - (sum(widths) + gap * (len(text) - 1)) / 2
    parts = []
    for character, own in zip(text, widths):
        parts += digit(character, x, top, own, height, line)
        x += own + gap
    return parts


def number_normal(percent):
    return path(*digits(percent, 3, 10), evenodd=False)


def number_warning(percent):
    return path(*digits(percent, 1.5, 9), rect(0, 13, 16, 2), evenodd=False)


def number_critical(percent):
    # A mask would not survive recolouring, so the bars above and below frame the number.
    return path(*digits(percent, 3.5, 9), rect(0, 0, 16, 2), rect(0, 14, 16, 2), evenodd=False)


def number_stale(percent):
    dots = [rect(x, 13.5, 2, 2) for x in (1, 5, 9, 13)]
    return path(*digits(percent, 1.5, 9), opacity="0.5", evenodd=False) + path(*dots)


def error():
    ring = path(circle(6.5), circle(5))
    return ring + path(rect(7, 4.5, 2, 4.25), rect(7, 9.75, 2, 2)) + path(load_line())


def empty():
    return path(circle(6.5), circle(5)) + path(load_line(), rect(4.5, 7.25, 7, 1.5))


def all_icons():
    level_figures = dict(zip(SHAPES, (normal, warning, critical, stale)))
    number_figures = dict(zip(SHAPES, (number_normal, number_warning, number_critical, number_stale)))
    for shape in SHAPES:
        for level in LEVELS:
            yield f"{PREFIX}-{level:03d}{shape}-symbolic", level_figures[shape](level / 100)
        for percent in range(0, 101):
            yield f"{PREFIX}-num-{percent:03d}{shape}-symbolic", number_figures[shape](percent)
    yield f"{PREFIX}-error-symbolic", error()
    yield f"{PREFIX}-empty-symbolic", empty()


def main():
    if sys.argv[1:] == ["--list"]:
        print("\n".join(name for name, _ in all_icons()))
        return
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for name, body in all_icons():
        with open(os.path.join(folder, name + ".svg"), "w", encoding="utf-8") as file:
            file.write('<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">'
                       f"{body}</svg>\n")


main()
