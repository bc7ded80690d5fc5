//! Signing in with a code on another device: the code large, the address, how long it is good, and the way back to the
//! browser. Draws only.

use std::time::Duration;

use eframe::egui::{FontId, Label, RichText, Ui};

use crate::signin::DeviceCode;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{Tone, callout, card, copy_button, copy_row, label, link, secondary};
use crate::wizard::Action;
use crate::{t, words};

/// How large the code is drawn: to be read from a step away.
const CODE_SIZE: f32 = 36.0;

/// The way to a code, for people without a browser here, with a word about its limits.
pub fn offer(ui: &mut Ui, view: &mut View<'_>) {
    if link(ui, &t!(view.texts, "connect-code"), None).clicked() {
        view.act(Action::SignInWithCode);
    }
    label(ui, Text::Small, view.colors.muted, &t!(view.texts, "connect-code-note"));
}

/// Waits for the person to type the code elsewhere.
pub fn waiting(ui: &mut Ui, view: &mut View<'_>, code: Option<&DeviceCode>) {
    let texts = view.texts;
    let Some(code) = code else {
        callout(ui, Tone::Info, &t!(texts, "connect-code-title"), &t!(texts, "connect-code-start"), |_| {});
        ways_out(ui, view);
        return;
    };
    callout(ui, Tone::Info, &t!(texts, "connect-code-title"), &t!(texts, "connect-code-text"), |_| {});
    ui.add_space(theme::S);
    card(ui, |ui| {
        label(ui, Text::Strong, view.colors.text, &t!(texts, "connect-code-name"));
        let font = FontId::new(CODE_SIZE, Text::Title.font().family);
        // Selected and copied as it is; spelled out by screen readers as a text of its own.
        ui.add(Label::new(RichText::new(&code.code).font(font).color(view.colors.text)).selectable(true));
        ui.horizontal(|ui| {
            copy_button(ui, view, &t!(texts, "connect-code-copy"), &code.code);
            let left = words::left(code.expires, view.now);
            let time = t!(texts, "connect-code-left", time = words::duration(texts, left));
            label(ui, Text::Small, view.colors.muted, &time);
        });
        ui.add_space(theme::S);
        copy_row(ui, view, &t!(texts, "connect-code-address"), &code.address);
        if link(ui, &t!(texts, "connect-code-open"), Some(Icon::External)).clicked() {
            view.act(Action::OpenLink(code.address.clone()));
        }
    });
    ui.ctx().request_repaint_after(Duration::from_secs(1));
    ui.add_space(theme::S);
    label(ui, Text::Small, view.colors.muted, &t!(texts, "connect-code-warning"));
    ui.add_space(theme::S);
    ways_out(ui, view);
}

fn ways_out(ui: &mut Ui, view: &mut View<'_>) {
    ui.horizontal(|ui| {
        if secondary(ui, &t!(view.texts, "connect-cancel")).clicked() {
            view.act(Action::CancelSignIn);
        }
        if secondary(ui, &t!(view.texts, "connect-browser")).clicked() {
            view.act(Action::SignInWithBrowser);
        }
    });
}
