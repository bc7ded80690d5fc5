//! Icons, painted with lines so that no font has to have them. Each fills the square it is given.

use eframe::egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2};

/// What is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Done.
    Check,
    /// Wrong.
    Cross,
    /// Here.
    Dot,
    /// Being worked on: a ring, half of it strong.
    Working,
    /// A hollow ring: not begun.
    Ring,
    /// Good to know.
    Info,
    /// Careful.
    Warning,
    /// Fixed, secret.
    Lock,
    /// Copy.
    Copy,
    /// Show.
    Eye,
    /// Hide.
    EyeOff,
    /// Closed.
    ChevronRight,
    /// Open.
    ChevronDown,
    /// Search.
    Search,
    /// Opens outside.
    External,
    /// Pausing.
    Clock,
    /// Could not check.
    Question,
    /// A person.
    Person,
    /// An organization.
    Building,
    /// A key.
    Key,
}

/// Paints an icon into the middle of `rect`, as large as fits.
pub fn paint(painter: &Painter, rect: Rect, icon: Icon, color: Color32) {
    let side = rect.width().min(rect.height());
    let area = Rect::from_center_size(rect.center(), Vec2::splat(side));
    let pen = Pen { painter, area, stroke: Stroke::new((side / 10.0).max(1.25), color) };
    match icon {
        Icon::Check => pen.line(&[(0.18, 0.54), (0.42, 0.77), (0.84, 0.27)]),
        Icon::Cross => {
            pen.line(&[(0.22, 0.22), (0.78, 0.78)]);
            pen.line(&[(0.78, 0.22), (0.22, 0.78)]);
        }
        Icon::Dot => pen.disc((0.5, 0.5), 0.22),
        Icon::Working => {
            painter.circle_stroke(
                pen.at((0.5, 0.5)),
                side * 0.4,
                Stroke::new(pen.stroke.width, color.gamma_multiply(0.3)),
            );
            pen.arc((0.5, 0.5), 0.4, -90.0, 90.0);
        }
        Icon::Ring => pen.ring((0.5, 0.5), 0.4),
        Icon::Info => {
            pen.ring((0.5, 0.5), 0.43);
            pen.line(&[(0.5, 0.46), (0.5, 0.7)]);
            pen.disc((0.5, 0.31), 0.06);
        }
        Icon::Warning => {
            pen.closed(&[(0.5, 0.1), (0.95, 0.88), (0.05, 0.88)]);
            pen.line(&[(0.5, 0.4), (0.5, 0.62)]);
            pen.disc((0.5, 0.75), 0.055);
        }
        Icon::Lock => {
            pen.rect((0.2, 0.44), (0.8, 0.9));
            pen.arc((0.5, 0.42), 0.19, 180.0, 360.0);
        }
        Icon::Copy => {
            pen.rect((0.34, 0.34), (0.88, 0.9));
            pen.line(&[(0.2, 0.68), (0.12, 0.68), (0.12, 0.12), (0.66, 0.12), (0.66, 0.2)]);
        }
        Icon::Eye => pen.eye(),
        Icon::EyeOff => {
            pen.eye();
            pen.line(&[(0.16, 0.86), (0.84, 0.14)]);
        }
        Icon::ChevronRight => pen.line(&[(0.38, 0.2), (0.68, 0.5), (0.38, 0.8)]),
        Icon::ChevronDown => pen.line(&[(0.2, 0.38), (0.5, 0.68), (0.8, 0.38)]),
        Icon::Search => {
            pen.ring((0.43, 0.43), 0.29);
            pen.line(&[(0.64, 0.64), (0.88, 0.88)]);
        }
        Icon::External => {
            pen.line(&[(0.42, 0.2), (0.16, 0.2), (0.16, 0.84), (0.8, 0.84), (0.8, 0.58)]);
            pen.line(&[(0.48, 0.52), (0.86, 0.14)]);
            pen.line(&[(0.6, 0.14), (0.86, 0.14), (0.86, 0.4)]);
        }
        Icon::Clock => {
            pen.ring((0.5, 0.5), 0.42);
            pen.line(&[(0.5, 0.26), (0.5, 0.52), (0.66, 0.62)]);
        }
        Icon::Question => {
            pen.ring((0.5, 0.5), 0.43);
            pen.arc((0.5, 0.4), 0.13, 180.0, 400.0);
            pen.line(&[(0.6, 0.485), (0.5, 0.56), (0.5, 0.6)]);
            pen.disc((0.5, 0.72), 0.05);
        }
        Icon::Person => {
            pen.ring((0.5, 0.32), 0.19);
            pen.arc((0.5, 0.92), 0.36, 180.0, 360.0);
        }
        Icon::Building => {
            pen.rect((0.2, 0.12), (0.8, 0.88));
            for y in [0.32, 0.5] {
                pen.disc((0.38, y), 0.045);
                pen.disc((0.62, y), 0.045);
            }
            pen.line(&[(0.5, 0.7), (0.5, 0.88)]);
        }
        Icon::Key => {
            pen.ring((0.32, 0.66), 0.2);
            pen.line(&[(0.46, 0.52), (0.86, 0.12)]);
            pen.line(&[(0.7, 0.28), (0.82, 0.4)]);
        }
    }
}

/// Onramp's mark: a lane that rises and joins a road, on a rounded square.
pub fn paint_brand(painter: &Painter, rect: Rect, ground: Color32, lane: Color32) {
    let radius = rect.width() * 0.24;
    painter.rect_filled(rect, radius, ground);
    let pen = Pen { painter, area: rect, stroke: Stroke::new(rect.width() * 0.1, lane) };
    pen.line(&[(0.24, 0.28), (0.76, 0.28)]);
    let points = (0..=16_u8).map(|i| {
        // A smooth rise: a cubic Bezier from the lower left into the road.
        let t = f32::from(i) / 16.0;
        let u = 1.0 - t;
        let mix =
            |a: f32, b: f32, c: f32, d: f32| u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d;
        pen.at((mix(0.24, 0.56, 0.4, 0.76), mix(0.76, 0.76, 0.52, 0.52)))
    });
    painter.add(Shape::line(points.collect(), pen.stroke));
}

struct Pen<'a> {
    painter: &'a Painter,
    area: Rect,
    stroke: Stroke,
}

impl Pen<'_> {
    fn at(&self, (x, y): (f32, f32)) -> Pos2 {
        pos2(self.area.left() + x * self.area.width(), self.area.top() + y * self.area.height())
    }

    fn line(&self, points: &[(f32, f32)]) {
        self.painter.add(Shape::line(points.iter().map(|p| self.at(*p)).collect(), self.stroke));
    }

    fn closed(&self, points: &[(f32, f32)]) {
        self.painter.add(Shape::closed_line(points.iter().map(|p| self.at(*p)).collect(), self.stroke));
    }

    fn rect(&self, min: (f32, f32), max: (f32, f32)) {
        let rect = Rect::from_min_max(self.at(min), self.at(max));
        self.painter.rect_stroke(rect, self.area.width() * 0.12, self.stroke, StrokeKind::Middle);
    }

    fn ring(&self, center: (f32, f32), radius: f32) {
        self.painter.circle_stroke(self.at(center), radius * self.area.width(), self.stroke);
    }

    fn disc(&self, center: (f32, f32), radius: f32) {
        self.painter.circle_filled(self.at(center), (radius * self.area.width()).max(0.8), self.stroke.color);
    }

    /// Angles in degrees, clockwise, 0 to the right.
    fn arc(&self, center: (f32, f32), radius: f32, from: f32, to: f32) {
        let middle = self.at(center);
        let points = (0..=20_u8).map(|i| {
            let angle = (from + (to - from) * f32::from(i) / 20.0).to_radians();
            middle + vec2(angle.cos(), angle.sin()) * radius * self.area.width()
        });
        self.painter.add(Shape::line(points.collect(), self.stroke));
    }

    fn eye(&self) {
        let lid = |sign: f32| {
            (0..=16_u8).map(move |i| {
                let t = f32::from(i) / 16.0;
                (0.06 + 0.88 * t, 0.5 + sign * 0.27 * (std::f32::consts::PI * t).sin())
            })
        };
        self.line(&lid(-1.0).collect::<Vec<_>>());
        self.line(&lid(1.0).collect::<Vec<_>>());
        self.ring((0.5, 0.5), 0.13);
    }
}
