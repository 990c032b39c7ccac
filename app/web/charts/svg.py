"""The few shapes that charts are made of. Colours come from the style sheet by class; nothing is styled inline."""

from collections.abc import Iterable

from markupsafe import Markup, escape


def figure(width: int, height: int, *, title: str, shapes: Iterable[Markup], css: str = "") -> Markup:
    """An SVG document of this size in user units that scales with its column; `title` says what it shows.

    A group and no image: its words and links are for those as well who do not see it.
    """
    return Markup(
        '<svg class="chart {css}" viewBox="0 0 {width} {height}" role="group" aria-label="{title}" '
        'preserveAspectRatio="xMinYMin meet">{shapes}</svg>'
    ).format(css=css, width=width, height=height, title=title, shapes=Markup("").join(shapes))


def strips(rows: Iterable[tuple[str, Markup]], axis: Iterable[Markup], *, title: str, css: str) -> Markup:
    """A chart whose words stay as large as the page's, however narrow it is: each row's text above its strip.

    `axis` is drawn behind them, in shares of the width.
    """
    lines = Markup("").join(Markup("<li>{}{}</li>").format(text, drawn) for text, drawn in rows)
    return Markup(
        '<div class="strips {css}" role="group" aria-label="{title}"><svg aria-hidden="true">{axis}</svg>'
        "<ol>{lines}</ol></div>"
    ).format(css=css, title=title, axis=Markup("").join(axis), lines=lines)


def strip(width: int, height: int, shapes: Iterable[Markup]) -> Markup:
    """A row's shapes in user units, drawn as wide as the chart; its text says the same."""
    return Markup('<svg viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>').format(
        width, height, Markup("").join(shapes)
    )


def tick(share: float, text: object, anchor: str) -> list[Markup]:
    """A line through all strips and its name above it, at this share of the width."""
    at = f"{_number(100 * share)}%"
    return [
        Markup('<line class="grid" x1="{0}" y1="15" x2="{0}" y2="100%"/>').format(at),
        Markup('<text class="tick" x="{}" y="11" text-anchor="{}">{}</text>').format(at, anchor, escape(text)),
    ]


def box(x: float, y: float, width: float, height: float, css: str, hint: str = "") -> Markup:  # noqa: PLR0917
    """A rectangle, at least one unit wide; `hint` is shown to those who point at it."""
    said = Markup("<title>{}</title>").format(hint) if hint else ""
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2">{}</rect>').format(
        css, _number(x), _number(y), _number(max(width, 1)), _number(height), said
    )


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> Markup:
    """A straight line."""
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        css, *(_number(one) for one in (x1, y1, x2, y2))
    )


def words(x: float, y: float, text: object, css: str = "", anchor: str = "start") -> Markup:
    """A text whose base line begins (`start`), is centred (`middle`) or ends (`end`) at the point."""
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        css, _number(x), _number(y), anchor, escape(text)
    )


def link(address: str, inner: Markup) -> Markup:
    """Shapes that lead somewhere."""
    return Markup('<a href="{}">{}</a>').format(address, inner)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
