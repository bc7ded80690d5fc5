//! A tiny, deterministic rasterizer for egui's output, so that picture tests need no graphics driver and give the same
//! bits everywhere.

use std::collections::HashMap;

use eframe::egui::{self, Color32, ImageData, Rect, TextureId, TexturesDelta, epaint};
use egui_kittest::TestRenderer;

#[derive(Default)]
pub struct CpuRenderer {
    textures: HashMap<TextureId, Texture>,
}

struct Texture {
    size: [usize; 2],
    pixels: Vec<Color32>,
    linear: bool,
}

impl Texture {
    fn texel(&self, x: isize, y: isize) -> [f32; 4] {
        let x = x.clamp(0, self.size[0] as isize - 1) as usize;
        let y = y.clamp(0, self.size[1] as isize - 1) as usize;
        self.pixels[y * self.size[0] + x].to_array().map(f32::from)
    }

    fn sample(&self, u: f32, v: f32) -> [f32; 4] {
        let (x, y) = (u * self.size[0] as f32, v * self.size[1] as f32);
        if !self.linear {
            return self.texel(x.floor() as isize, y.floor() as isize);
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (x0, y0) = (x.floor(), y.floor());
        let (fx, fy) = (x - x0, y - y0);
        let (x0, y0) = (x0 as isize, y0 as isize);
        let lerp = |a: [f32; 4], b: [f32; 4], t: f32| std::array::from_fn(|i| a[i] + (b[i] - a[i]) * t);
        let top = lerp(self.texel(x0, y0), self.texel(x0 + 1, y0), fx);
        let bottom = lerp(self.texel(x0, y0 + 1), self.texel(x0 + 1, y0 + 1), fx);
        lerp(top, bottom, fy)
    }
}

impl TestRenderer for CpuRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for (id, images) in delta.set.drain() {
            for image in images {
                let ImageData::Color(color) = &image.image;
                match image.pos {
                    None => {
                        let texture = Texture {
                            size: color.size,
                            pixels: color.pixels.clone(),
                            linear: image.options.magnification == egui::TextureFilter::Linear,
                        };
                        self.textures.insert(id, texture);
                    }
                    Some([x, y]) => {
                        let texture = self.textures.get_mut(&id).expect("a patch of a known texture");
                        for row in 0..color.size[1] {
                            let to = (y + row) * texture.size[0] + x;
                            let from = row * color.size[0];
                            texture.pixels[to..to + color.size[0]]
                                .copy_from_slice(&color.pixels[from..from + color.size[0]]);
                        }
                    }
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&id);
        }
    }

    fn render(&mut self, ctx: &egui::Context, output: &egui::FullOutput) -> Result<image::RgbaImage, String> {
        let ppp = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * ppp;
        let (width, height) = (size.x.round() as usize, size.y.round() as usize);
        let mut canvas = Canvas { width, height, ppp, pixels: vec![[0; 4]; width * height] };
        for primitive in ctx.tessellate(output.shapes.clone(), ppp) {
            let epaint::Primitive::Mesh(mesh) = &primitive.primitive else {
                return Err("paint callbacks need a GPU".to_owned());
            };
            let Some(texture) = self.textures.get(&mesh.texture_id) else {
                return Err(format!("unknown texture {:?}", mesh.texture_id));
            };
            for triangle in mesh.indices.chunks_exact(3) {
                let corners = [0, 1, 2].map(|i| mesh.vertices[triangle[i] as usize]);
                canvas.fill(primitive.clip_rect, texture, corners);
            }
        }
        image::RgbaImage::from_raw(width as u32, height as u32, canvas.pixels.into_flattened())
            .ok_or_else(|| "bad size".to_owned())
    }
}

struct Canvas {
    width: usize,
    height: usize,
    ppp: f32,
    pixels: Vec<[u8; 4]>,
}

/// One side of a triangle: which points are inside, by Direct3D's and OpenGL's top-left rule.
#[derive(Clone, Copy)]
struct Edge {
    from: [f32; 2],
    to: [f32; 2],
    counts: bool,
}

impl Edge {
    fn new(from: [f32; 2], to: [f32; 2]) -> Self {
        Self { from, to, counts: (from[1] == to[1] && to[0] > from[0]) || to[1] < from[1] }
    }

    fn value(self, x: f32, y: f32) -> f32 {
        (self.to[0] - self.from[0]) * (y - self.from[1]) - (self.to[1] - self.from[1]) * (x - self.from[0])
    }

    fn inside(self, x: usize, y: f32) -> bool {
        let value = self.value(x as f32 + 0.5, y);
        value > 0.0 || (value == 0.0 && self.counts)
    }

    /// Narrows the pixels `[low, high)` of a row to those inside.
    fn narrow(self, y: f32, low: &mut usize, high: &mut usize) {
        let slope = self.to[1] - self.from[1];
        if slope == 0.0 {
            if *low < *high && !self.inside(*low, y) {
                *high = *low;
            }
            return;
        }
        let border = self.from[0] + (self.to[0] - self.from[0]) * (y - self.from[1]) / slope;
        // Close to the border by calculation, exact by trying.
        let mut x = (border - 0.5).floor().clamp(*low as f32, *high as f32) as usize;
        if slope < 0.0 {
            while x > *low && self.inside(x - 1, y) {
                x -= 1;
            }
            while x < *high && !self.inside(x, y) {
                x += 1;
            }
            *low = x;
        } else {
            while x > *low && !self.inside(x - 1, y) {
                x -= 1;
            }
            while x < *high && self.inside(x, y) {
                x += 1;
            }
            *high = x;
        }
    }
}

fn blend(pixel: &mut [u8; 4], source: [f32; 4]) {
    let keep = 1.0 - source[3] / 255.0;
    for c in 0..4 {
        pixel[c] = (source[c] + f32::from(pixel[c]) * keep).round() as u8;
    }
}

impl Canvas {
    /// Blends one textured triangle (premultiplied alpha, gamma space).
    fn fill(&mut self, clip: Rect, texture: &Texture, mut v: [epaint::Vertex; 3]) {
        let place = |v: epaint::Vertex| [v.pos.x * self.ppp, v.pos.y * self.ppp];
        let area_of =
            |p: [[f32; 2]; 3]| (p[1][0] - p[0][0]) * (p[2][1] - p[0][1]) - (p[1][1] - p[0][1]) * (p[2][0] - p[0][0]);
        let mut p = v.map(place);
        let mut area = area_of(p);
        if area == 0.0 {
            return;
        }
        if area < 0.0 {
            v.swap(1, 2);
            p.swap(1, 2);
            area = -area;
        }
        let clip = [clip.min.x, clip.min.y, clip.max.x, clip.max.y].map(|c| (c * self.ppp).round().max(0.0));
        let left = clip[0] as usize;
        let right = (clip[2] as usize).min(self.width);
        let top = p[0][1].min(p[1][1]).min(p[2][1]).max(clip[1]).floor() as usize;
        let bottom = p[0][1].max(p[1][1]).max(p[2][1]).min(clip[3]).ceil().max(0.0) as usize;
        let edges = [Edge::new(p[1], p[2]), Edge::new(p[2], p[0]), Edge::new(p[0], p[1])];
        let colors = v.map(|v| v.color.to_array().map(f32::from));
        // Most of a window is flat: one colour, one texel. Then there is nothing to interpolate.
        let same = v[0].color == v[1].color && v[1].color == v[2].color && v[0].uv == v[1].uv && v[1].uv == v[2].uv;
        let texel = texture.sample(v[0].uv.x, v[0].uv.y);
        let flat = [0, 1, 2, 3].map(|c| colors[0][c] * texel[c] / 255.0);
        for row in top..bottom.min(self.height) {
            let y = row as f32 + 0.5;
            let (mut low, mut high) = (left, right);
            for edge in edges {
                edge.narrow(y, &mut low, &mut high);
            }
            if low >= high || y < clip[1] || y >= clip[3] {
                continue;
            }
            let line = &mut self.pixels[row * self.width + low..row * self.width + high];
            if same && flat[3] >= 255.0 {
                line.fill(flat.map(|c| c.round() as u8));
            } else if same {
                for pixel in line {
                    blend(pixel, flat);
                }
            } else {
                for (i, pixel) in line.iter_mut().enumerate() {
                    let x = (low + i) as f32 + 0.5;
                    let w = [edges[0].value(x, y) / area, edges[1].value(x, y) / area, edges[2].value(x, y) / area];
                    let u = w[0] * v[0].uv.x + w[1] * v[1].uv.x + w[2] * v[2].uv.x;
                    let t = w[0] * v[0].uv.y + w[1] * v[1].uv.y + w[2] * v[2].uv.y;
                    let texel = texture.sample(u, t);
                    if texel[3] == 0.0 {
                        continue;
                    }
                    let mut source = [0.0; 4];
                    for c in 0..4 {
                        let mixed = w[0] * colors[0][c] + w[1] * colors[1][c] + w[2] * colors[2][c];
                        source[c] = mixed * texel[c] / 255.0;
                    }
                    blend(pixel, source);
                }
            }
        }
    }
}
