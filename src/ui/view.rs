//! What every page is drawn from, and where it leaves what the person did. Also the window's own memory: which help is
//! shown, what is folded open. Nothing of it survives the window.

use eframe::egui::{Context, Id};
use jiff::Timestamp;

use crate::plan::Draft;
use crate::preset::Preset;
use crate::setup::Findings;
use crate::text::Texts;
use crate::wizard::{Action, State, Step};

use super::theme::Colors;

/// The state to draw, the words to use, and the actions so far.
pub struct View<'a> {
    /// What is drawn.
    pub state: &'a State,
    /// In which words.
    pub texts: &'a Texts,
    /// The time, for countdowns and dates.
    pub now: Timestamp,
    /// The colours of the theme.
    pub colors: Colors,
    /// Whether help has its own place beside the form.
    pub wide: bool,
    actions: Vec<Action>,
}

impl<'a> View<'a> {
    /// A view on which nothing was done yet.
    pub fn new(state: &'a State, texts: &'a Texts, now: Timestamp, colors: Colors) -> Self {
        Self { state, texts, now, colors, wide: false, actions: Vec::new() }
    }

    /// The person did something.
    pub fn act(&mut self, action: Action) {
        self.actions.push(action);
    }

    /// What the person did.
    pub fn into_actions(self) -> Vec<Action> {
        self.actions
    }

    /// The product of the form and the choices for it.
    pub fn choices(&self) -> Option<(&'a Preset, &'a Draft)> {
        let draft = self.state.draft.as_ref()?;
        Some((self.state.presets.iter().find(|preset| preset.id == draft.preset)?, draft))
    }

    /// The name of the product that everything is about.
    pub fn product(&self) -> String {
        self.state.preset().map(|preset| preset.product.clone()).unwrap_or_default()
    }

    /// Whether problems are shown even beside fields that nobody touched.
    pub fn strict(&self) -> bool {
        self.state.show_problems.contains(&self.state.step)
    }

    /// What is known of the tenant.
    pub fn findings(&self) -> Option<&'a Findings> {
        self.state.findings()
    }
}

/// A title and a text for the place beside the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    /// The name of the field, or nothing for the page's own help.
    pub title: String,
    /// What it means.
    pub text: String,
}

fn help_id() -> Id {
    Id::unique("onramp-help")
}

/// Says what the focused field means; kept until another field has the focus or the page changes.
pub fn set_help(ctx: &Context, help: Help) {
    ctx.data_mut(|data| data.insert_temp(help_id(), help));
}

/// What the focused field means, if one said so.
pub fn help(ctx: &Context) -> Option<Help> {
    ctx.data(|data| data.get_temp(help_id()))
}

/// Back to the page's own help.
pub fn clear_help(ctx: &Context) {
    ctx.data_mut(|data| data.remove::<Help>(help_id()));
}

/// Notes the step that is drawn; whether it is another one than last time.
pub fn entered(ctx: &Context, step: Step) -> bool {
    let id = Id::unique("onramp-step");
    let before: Option<Step> = ctx.data(|data| data.get_temp(id));
    ctx.data_mut(|data| data.insert_temp(id, step));
    before != Some(step)
}
