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
        let mut canvas = Canvas { width, height, ppp, pixels: vec![[0.0; 4]; width * height] };
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
        let bytes = canvas.pixels.iter().flat_map(|p| p.map(|c| c.round().clamp(0.0, 255.0) as u8)).collect();
        image::RgbaImage::from_raw(width as u32, height as u32, bytes).ok_or_else(|| "bad size".to_owned())
    }
}

struct Canvas {
    width: usize,
    height: usize,
    ppp: f32,
    pixels: Vec<[f32; 4]>,
}

fn cross(a: [f32; 2], b: [f32; 2], c: [f32; 2]) -> f32 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

fn blend(pixel: &mut [f32; 4], source: [f32; 4]) {
    let keep = 1.0 - source[3] / 255.0;
    for c in 0..4 {
        pixel[c] = (source[c] + pixel[c] * keep).round();
    }
}

impl Canvas {
    /// Blends one textured triangle (premultiplied alpha, gamma space, top-left fill rule).
    fn fill(&mut self, clip: Rect, texture: &Texture, mut v: [epaint::Vertex; 3]) {
        let mut p = v.map(|v| [v.pos.x * self.ppp, v.pos.y * self.ppp]);
        let mut area = cross(p[0], p[1], p[2]);
        if area == 0.0 {
            return;
        }
        if area < 0.0 {
            p.swap(1, 2);
            v.swap(1, 2);
            area = -area;
        }
        let clip = [clip.min.x, clip.min.y, clip.max.x, clip.max.y].map(|c| (c * self.ppp).round());
        let range = |axis: usize, size: usize| {
            let low = p.iter().map(|p| p[axis]).fold(f32::INFINITY, f32::min).max(clip[axis]).max(0.0);
            let high = p.iter().map(|p| p[axis]).fold(f32::NEG_INFINITY, f32::max).min(clip[axis + 2]).min(size as f32);
            (low.floor() as usize, high.ceil().max(0.0) as usize)
        };
        let ((x0, x1), (y0, y1)) = (range(0, self.width), range(1, self.height));
        let edges = [(1, 2), (2, 0), (0, 1)].map(|(i, j): (usize, usize)| (p[i], p[j]));
        let top_left = edges.map(|(a, b)| (a[1] == b[1] && b[0] > a[0]) || b[1] < a[1]);
        let colors = v.map(|v| v.color.to_array().map(f32::from));
        // Most of a window is flat: one colour, one texel. Then there is nothing to interpolate.
        let flat = (colors[0] == colors[1] && colors[1] == colors[2] && v[0].uv == v[1].uv && v[1].uv == v[2].uv)
            .then(|| {
                let texel = texture.sample(v[0].uv.x, v[0].uv.y);
                let source: [f32; 4] = std::array::from_fn(|c| colors[0][c] * texel[c] / 255.0);
                source
            });
        for y in y0..y1 {
            let middle = y as f32 + 0.5;
            if !(clip[1] <= middle && middle < clip[3]) {
                continue;
            }
            for x in x0..x1 {
                let at = [x as f32 + 0.5, middle];
                if !(clip[0] <= at[0] && at[0] < clip[2]) {
                    continue;
                }
                let w = [0, 1, 2].map(|i| cross(edges[i].0, edges[i].1, at));
                if (0..3).any(|i| w[i] < 0.0 || (w[i] == 0.0 && !top_left[i])) {
                    continue;
                }
                let pixel = &mut self.pixels[y * self.width + x];
                if let Some(source) = flat {
                    blend(pixel, source);
                    continue;
                }
                let w = w.map(|w| w / area);
                let u = (0..3).map(|i| w[i] * v[i].uv.x).sum();
                let t = (0..3).map(|i| w[i] * v[i].uv.y).sum();
                let texel = texture.sample(u, t);
                let mix = |c: usize| (0..3).map(|i| w[i] * colors[i][c]).sum::<f32>();
                blend(pixel, std::array::from_fn(|c| mix(c) * texel[c] / 255.0));
            }
        }
    }
}
