"""Affine maps, the way PDF writes them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Matrix:
    """An affine map (a b c d e f) as PDF writes it: x' = a x + c y + e, y' = b x + d y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def __matmul__(self, then: Matrix) -> Matrix:
        """Apply self first, then the other (row vectors, as in ISO 32000-2, 8.3.3)."""
        return Matrix(
            self.a * then.a + self.b * then.c,
            self.a * then.b + self.b * then.d,
            self.c * then.a + self.d * then.c,
            self.c * then.b + self.d * then.d,
            self.e * then.a + self.f * then.c + then.e,
            self.e * then.b + self.f * then.d + then.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def vector(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y, self.b * x + self.d * y

    def inverse(self) -> Matrix:
        """Invert; raises ZeroDivisionError where the map is flat."""
        det = self.a * self.d - self.b * self.c
        a, b, c, d = self.d / det, -self.b / det, -self.c / det, self.a / det
        return Matrix(a, b, c, d, -(self.e * a + self.f * c), -(self.e * b + self.f * d))

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Bound the image of a rectangle."""
        corners = [self.point(x, y) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


IDENTITY = Matrix(1, 0, 0, 1, 0, 0)
