//! Opens the real window: tries the graphics hardware first, then OpenGL, then whatever there is, and says in plain
//! words when there is no screen at all.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use eframe::egui::ViewportBuilder;
use eframe::egui_wgpu::{WgpuConfiguration, WgpuSetup, WgpuSetupCreateNew};

use super::app::{App, Port};
use crate::clock::Clock;
use crate::t;
use crate::text::Texts;
use crate::wizard::State;

/// How the window is painted (`--renderer`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Renderer {
    /// The best there is.
    #[default]
    Auto,
    /// wgpu only, on hardware or software.
    Wgpu,
    /// OpenGL only.
    Glow,
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// No screen, or no way to it.
    #[error("no display")]
    NoDisplay(#[source] eframe::Error),
    /// A screen, but nothing can paint on it.
    #[error("no renderer")]
    NoRenderer(#[source] eframe::Error),
    /// Something else.
    #[error("the window failed")]
    Other(#[source] eframe::Error),
}

impl WindowError {
    /// One line of plain words, for the terminal.
    #[must_use]
    pub fn in_words(&self, texts: &Texts) -> String {
        match self {
            Self::NoDisplay(_) => t!(texts, "trouble-no-display"),
            Self::NoRenderer(_) => t!(texts, "trouble-no-renderer"),
            Self::Other(error) => t!(texts, "trouble-window", why = error.to_string()),
        }
    }
}

/// What the window needs at its start.
pub struct Launch {
    /// What is shown first.
    pub state: State,
    /// In which words.
    pub texts: Texts,
    /// What time it is.
    pub clock: Clock,
    /// How it is painted.
    pub renderer: Renderer,
}

/// Wakes the window up from any thread, when there is news in the port.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// Opens the window and returns when it is closed. `port` is called once, when there is a window.
///
/// # Errors
/// There is no screen, or nothing can paint on it.
pub fn open(launch: Launch, port: impl FnOnce(Wake) -> Box<dyn Port>) -> Result<(), WindowError> {
    let renderer = launch.renderer;
    // The attempts share what only the one that succeeds may use up.
    let parts = Rc::new(RefCell::new(Some((launch, port))));
    let mut result = Ok(());
    for (kind, software) in ladder(renderer) {
        let parts = Rc::clone(&parts);
        result = eframe::run_native(
            "onramp",
            options(kind, software),
            Box::new(move |creation| {
                let Some((launch, port)) = parts.borrow_mut().take() else {
                    return Err("the window was opened twice".into());
                };
                let ctx = creation.egui_ctx.clone();
                let wake: Wake = Arc::new(move || ctx.request_repaint());
                let port = port(wake);
                Ok(Box::new(App::new(&creation.egui_ctx, launch.state, launch.texts, port, launch.clock)))
            }),
        );
        match &result {
            Err(error) if nothing_was_painted(error) => {
                tracing::warn!(renderer = %kind, "this renderer does not work here");
            }
            _ => break,
        }
    }
    result.map_err(|error| match error {
        eframe::Error::WinitEventLoop(_) | eframe::Error::Winit(_) => WindowError::NoDisplay(error),
        error if nothing_was_painted(&error) => WindowError::NoRenderer(error),
        error => WindowError::Other(error),
    })
}

/// What is tried, in order: the renderer, and whether a software adapter is good enough for it.
fn ladder(renderer: Renderer) -> Vec<(eframe::Renderer, bool)> {
    match renderer {
        Renderer::Auto => {
            vec![(eframe::Renderer::Wgpu, false), (eframe::Renderer::Glow, true), (eframe::Renderer::Wgpu, true)]
        }
        Renderer::Wgpu => vec![(eframe::Renderer::Wgpu, true)],
        Renderer::Glow => vec![(eframe::Renderer::Glow, true)],
    }
}

/// Only such errors leave the event loop usable for another attempt.
fn nothing_was_painted(error: &eframe::Error) -> bool {
    matches!(
        error,
        eframe::Error::Wgpu(_)
            | eframe::Error::OpenGL(_)
            | eframe::Error::Glutin(_)
            | eframe::Error::NoGlutinConfigs(..)
    )
}

fn options(renderer: eframe::Renderer, software: bool) -> eframe::NativeOptions {
    let mut setup = WgpuSetupCreateNew::without_display_handle();
    // On Windows, the software adapter (WARP) is what makes remote desktops and servers work.
    if !software && !cfg!(windows) {
        setup.native_adapter_selector = Some(Arc::new(|adapters, surface| {
            adapters
                .iter()
                .filter(|adapter| surface.is_none_or(|surface| adapter.is_surface_supported(surface)))
                .find(|adapter| adapter.get_info().device_type != eframe::wgpu::DeviceType::Cpu)
                .cloned()
                .ok_or_else(|| "only software adapters".to_owned())
        }));
    }
    let mut viewport = ViewportBuilder::default()
        .with_title("Onramp")
        .with_app_id("onramp")
        .with_inner_size([1100.0, 740.0])
        .with_min_inner_size([880.0, 620.0]);
    match eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")) {
        Ok(icon) => viewport = viewport.with_icon(icon),
        Err(error) => tracing::warn!(%error, "the window's icon cannot be read"),
    }
    eframe::NativeOptions {
        renderer,
        viewport,
        wgpu_options: WgpuConfiguration { wgpu_setup: WgpuSetup::CreateNew(setup), ..WgpuConfiguration::default() },
        ..eframe::NativeOptions::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hardware_is_tried_before_opengl_before_software() {
        let order = ladder(Renderer::Auto);
        assert_eq!(order[0], (eframe::Renderer::Wgpu, false));
        assert_eq!(order[1].0, eframe::Renderer::Glow);
        assert_eq!(order[2], (eframe::Renderer::Wgpu, true));
    }

    #[test]
    fn a_named_renderer_is_the_only_one_tried() {
        assert_eq!(ladder(Renderer::Glow), [(eframe::Renderer::Glow, true)]);
        assert_eq!(ladder(Renderer::Wgpu), [(eframe::Renderer::Wgpu, true)]);
    }
}
