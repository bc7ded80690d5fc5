//! The window's loop: what the world answered and what the person did go to `wizard::update`, its effects go to the
//! port. It holds the state and changes nothing of it itself.

use eframe::egui::{Context, Ui, ViewportCommand};

use super::{frame, theme};
use crate::clock::Clock;
use crate::text::Texts;
use crate::wizard::{self, Action, Effect, Event, Message, State};
use crate::worker::Worker;

/// Where effects are carried out and events come from. Neither call may block.
pub trait Port {
    /// Begins to carry out `effects`.
    fn run(&mut self, effects: Vec<Effect>);
    /// What happened since the last call. Whoever has news also asks the window to repaint.
    fn events(&mut self) -> Vec<Event>;
}

impl Port for Worker {
    fn run(&mut self, effects: Vec<Effect>) {
        Worker::run(self, effects);
    }

    fn events(&mut self) -> Vec<Event> {
        Worker::events(self)
    }
}

/// The wizard in a window.
pub struct App {
    state: State,
    texts: Texts,
    port: Box<dyn Port>,
    clock: Clock,
    title: String,
    closing: bool,
}

impl App {
    /// Dresses the window and asks for what was kept from earlier starts.
    #[must_use]
    pub fn new(ctx: &Context, state: State, texts: Texts, mut port: Box<dyn Port>, clock: Clock) -> Self {
        theme::install(ctx);
        theme::choose(ctx, state.theme);
        port.run(vec![Effect::LoadEarlier]);
        Self { state, texts, port, clock, title: String::new(), closing: false }
    }

    /// What is shown.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    fn tell(&mut self, ctx: &Context, message: Message) {
        let mut effects = wizard::update(&mut self.state, message);
        // Only the window can close itself.
        if effects.contains(&Effect::CloseWindow) {
            effects.retain(|effect| *effect != Effect::CloseWindow);
            self.closing = true;
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        if !effects.is_empty() {
            self.port.run(effects);
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        for event in self.port.events() {
            self.tell(ctx, Message::Event(event));
        }
        if ctx.input(|input| input.viewport().close_requested()) && !self.closing {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.tell(ctx, Message::Action(Action::CloseWindow));
        }
        theme::choose(ctx, self.state.theme);
        let title = frame::title(&self.state, &self.texts);
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let actions = frame::show(ui, &self.state, &self.texts, self.clock.now());
        if actions.is_empty() {
            return;
        }
        let ctx = ui.ctx().clone();
        for action in actions {
            self.tell(&ctx, Message::Action(action));
        }
        // What was done is shown in the next frame.
        ctx.request_repaint();
    }

    fn clear_color(&self, visuals: &eframe::egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}
