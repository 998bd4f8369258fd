"""Charts of a table's column, drawn by reportlab.graphics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reportlab.graphics.charts.barcharts import HorizontalBarChart, VerticalBarChart
from reportlab.graphics.charts.linecharts import HorizontalLineChart
from reportlab.graphics.charts.piecharts import Pie
from reportlab.graphics.shapes import Circle, Drawing, Rect, String

from ingest.samples.figures import write_number
from ingest.samples.styles import BOLD, GREY, INK, REGULAR, WHITE

if TYPE_CHECKING:
    from ingest.samples.figures import Grid
    from ingest.samples.styles import Colours


def draw_chart(grid: Grid, colours: Colours, width: float, language: str) -> Drawing:
    """Draw the chart that the table asks for, `width` points wide."""
    chart = grid.sheet.chart
    assert chart is not None
    makers = {"bars": _bars, "line": _line, "pie": _pie, "pyramid": _pyramid}
    return makers[chart.kind](grid, colours, width, language)


def _labels(grid: Grid, language: str, longest: int = 99) -> list[str]:
    return [(row.en if language == "en" else row.id)[:longest] for row in grid.rows]


def _column(grid: Grid) -> list[float]:
    assert grid.sheet.chart is not None
    return [line[grid.sheet.chart.column - 1] for line in grid.values]


def _decimals(grid: Grid) -> int:
    assert grid.sheet.chart is not None
    return grid.sheet.columns[grid.sheet.chart.column - 1].decimals


def _style_axes(chart: Any, language: str, decimals: int) -> None:
    for axis in (chart.categoryAxis, chart.valueAxis):
        axis.labels.fontName = REGULAR
        axis.labels.fontSize = 6.5
        axis.labels.fillColor = GREY
        axis.strokeColor = None
    chart.valueAxis.gridStrokeColor = GREY
    chart.valueAxis.gridStrokeWidth = 0.2
    chart.valueAxis.visibleGrid = True
    chart.valueAxis.maximumTicks = 6
    chart.valueAxis.labelTextFormat = lambda value: write_number(value, decimals, language)


def _bars(grid: Grid, colours: Colours, width: float, language: str) -> Drawing:
    drawing, chart = Drawing(width, 140), VerticalBarChart()
    chart.x, chart.y, chart.width, chart.height = 38, 22, width - 48, 108
    chart.data = [_column(grid)]
    chart.valueAxis.valueMin = 0
    chart.categoryAxis.categoryNames = _labels(grid, language, 3 if len(grid.rows) > 6 else 99)
    chart.bars[0].fillColor, chart.bars[0].strokeColor = colours.strong, None
    chart.barWidth, chart.groupSpacing = 6, 4
    _style_axes(chart, language, 0)
    drawing.add(chart)
    return drawing


def _line(grid: Grid, colours: Colours, width: float, language: str) -> Drawing:
    drawing, chart = Drawing(width, 140), HorizontalLineChart()
    chart.x, chart.y, chart.width, chart.height = 44, 22, width - 58, 104
    values, decimals = _column(grid), _decimals(grid)
    room = (max(values) - min(values)) * 0.25 or 1
    chart.data = [values]
    chart.valueAxis.valueMin, chart.valueAxis.valueMax = min(values) - room, max(values) + room
    chart.categoryAxis.categoryNames = _labels(grid, language, 3 if len(grid.rows) > 6 else 99)
    chart.lines[0].strokeColor, chart.lines[0].strokeWidth = colours.strong, 1.8
    chart.lineLabels.fontName, chart.lineLabels.fontSize = BOLD, 6.5
    chart.lineLabels.fillColor = INK
    chart.lineLabels.dy = 7
    chart.lineLabelFormat = lambda value: write_number(value, decimals, language)
    chart.lines[0].symbol = None
    _style_axes(chart, language, min(decimals, 1))
    drawing.add(chart)
    _mark_points(drawing, chart, values, colours)
    return drawing


def _mark_points(drawing: Drawing, chart: Any, values: list[float], colours: Colours) -> None:
    low, high = chart.valueAxis.valueMin, chart.valueAxis.valueMax
    step = chart.width / len(values)
    for n, value in enumerate(values):
        y = chart.y + chart.height * (value - low) / (high - low)
        point = Circle(chart.x + step * (n + 0.5), y, 2.4, fillColor=WHITE, strokeColor=colours.strong, strokeWidth=1.3)
        drawing.add(point)


def _pie(grid: Grid, colours: Colours, width: float, language: str) -> Drawing:
    values = _column(grid)
    rows = sorted(zip(values, _labels(grid, language), strict=True), reverse=True)
    tints = [colours.deep, colours.strong, colours.middle, colours.accent, colours.soft]
    drawing, pie = Drawing(width, max(128, 13 * len(rows) + 14)), Pie()
    pie.width = pie.height = 104
    pie.x, pie.y = 10, drawing.height - 116
    pie.data = [value for value, _ in rows]
    pie.slices.strokeColor, pie.slices.strokeWidth = WHITE, 0.8
    for n, (value, label) in enumerate(rows):
        colour = tints[n % len(tints)]
        pie.slices[n].fillColor = colour
        y = drawing.height - 18 - 13 * n
        share = write_number(100 * value / sum(values), 1, language)
        drawing.add(Rect(132, y, 8, 8, fillColor=colour, strokeColor=None))
        drawing.add(String(145, y + 1, f"{label}  {share} %", fontName=REGULAR, fontSize=7.2, fillColor=INK))
    drawing.add(pie)
    return drawing


def _pyramid(grid: Grid, colours: Colours, width: float, language: str) -> Drawing:
    """Men to the left, women to the right: columns 1 and 2 of the table."""
    drawing = Drawing(width, 150)
    middle, breadth = 34.0, (width - 40) / 2 - 17
    for side, colour in ((0, colours.strong), (1, colours.accent)):
        chart = HorizontalBarChart()
        chart.x = 2 if side == 0 else 2 + breadth + middle
        chart.y, chart.width, chart.height = 14, breadth, 124
        values = [line[side] for line in grid.values]
        chart.data = [[-value for value in values] if side == 0 else values]
        most = max(max(line[:2]) for line in grid.values)
        chart.valueAxis.valueMin, chart.valueAxis.valueMax = (-most, 0) if side == 0 else (0, most)
        chart.bars[0].fillColor, chart.bars[0].strokeColor = colour, None
        chart.barWidth, chart.groupSpacing = 6, 1
        _style_axes(chart, language, 0)
        chart.valueAxis.labelTextFormat = lambda value: write_number(abs(value), 0, language)
        chart.valueAxis.maximumTicks = 4
        chart.categoryAxis.visible = False
        drawing.add(chart)
        column = grid.sheet.columns[side]
        name = column.en if language == "en" else column.id
        drawing.add(
            String(chart.x + breadth / 2, 141, name, textAnchor="middle", fontName=BOLD, fontSize=7.2, fillColor=INK)
        )
    for n, label in enumerate(_labels(grid, language)):
        y = 14 + 124 * (n + 0.5) / len(grid.rows) - 2
        x = 2 + breadth + middle / 2
        drawing.add(String(x, y, label, textAnchor="middle", fontName=REGULAR, fontSize=5.8, fillColor=GREY))
    return drawing
