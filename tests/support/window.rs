//! The window without a screen: draws a state, keeps the actions.

use eframe::egui::Theme;
use egui_kittest::{Harness, HarnessBuilder};
use onramp::text::Texts;
use onramp::ui::{self, theme};
use onramp::wizard::{Action, State};

use super::fixtures;

/// What a test looks at.
pub struct Shown {
    pub state: State,
    pub texts: Texts,
    pub actions: Vec<Action>,
}

impl Shown {
    pub fn new(state: State) -> Self {
        Self { state, texts: Texts::english(), actions: Vec::new() }
    }
}

impl eframe::App for Shown {
    fn ui(&mut self, ui: &mut eframe::egui::Ui, _frame: &mut eframe::Frame) {
        self.actions.extend(ui::show(ui, &self.state, &self.texts, fixtures::now()));
    }
}

/// A window of the usual size.
pub fn builder(theme: Theme) -> HarnessBuilder<Shown> {
    Harness::builder().with_size([1100.0, 740.0]).with_theme(theme).with_max_steps(8).with_context_setup(theme::install)
}

/// Shows a state.
pub fn build(builder: HarnessBuilder<Shown>, state: State) -> Harness<'static, Shown> {
    builder.build_eframe(|_| Shown::new(state))
}
