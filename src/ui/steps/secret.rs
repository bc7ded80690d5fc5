//! How long the secret is valid: the choices with the day on which each one ends, within what the organization allows.

use eframe::egui::Ui;

use super::head;
use crate::preset::schema::CredentialKind;
use crate::types::SecretLifetime;
use crate::ui::focus;
use crate::ui::icons::Icon;
use crate::ui::theme;
use crate::ui::view::View;
use crate::ui::widgets::{Choice, Tone, callout, choice_card, empty_state, section};
use crate::wizard::Action;
use crate::words::findings;
use crate::{t, words};

pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    let Some((preset, draft)) = view.choices() else { return };
    let product = preset.product.as_str();
    if !preset.credential.kinds.contains(&CredentialKind::Secret) {
        head(ui, &t!(texts, "secret-none"), "");
        let text = t!(texts, "secret-none-text", product = product);
        empty_state(ui, Icon::Key, &t!(texts, "secret-none"), &text, |_| {});
        return;
    }
    head(ui, &t!(texts, "secret-title"), &t!(texts, "secret-text", product = product));
    if let Some(obstacle) = view.findings().and_then(|found| findings::secret_obstacle(texts, found)) {
        let text = [t!(texts, "secret-forbidden-text", product = product), obstacle.text].join(" ");
        callout(ui, Tone::Danger, &obstacle.title, &text, |_| {});
        return;
    }
    section(ui, &t!(texts, "secret-choice"));
    let months = view.state.months().unwrap_or(draft.months);
    cards(ui, view, months);
    let cap = view.findings().and_then(|found| {
        let days = found.secret_rule?.max_days?;
        Some(t!(texts, "secret-capped", cap = findings::secret_cap(texts, found, days)))
    });
    if let Some(error) = view.state.problems().get(&crate::plan::DraftField::Months) {
        callout(ui, Tone::Danger, &words::field_error(texts, error), "", |_| {});
    }
    if let Some(cap) = cap {
        let [months, wanted] = [months, draft.months].map(|count| words::months(texts, count));
        let title = if months == wanted {
            String::new()
        } else {
            t!(texts, "secret-shortened", months = months, wanted = wanted)
        };
        callout(ui, Tone::Info, &title, &cap, |_| {});
    }
    ui.add_space(theme::S);
    if !preset.credential.warn.is_empty() {
        callout(ui, Tone::Warning, &t!(texts, "secret-value-title"), &preset.credential.warn, |_| {});
    }
    callout(ui, Tone::Info, &t!(texts, "secret-never-title"), &t!(texts, "secret-never-text"), |_| {});
}

fn cards(ui: &mut Ui, view: &mut View<'_>, chosen: u32) {
    let texts = view.texts;
    let longest = view.state.longest_months().unwrap_or(u32::MAX);
    let mut offered: Vec<_> = SecretLifetime::OFFERED.to_vec();
    // The longest that a policy allows, and what was chosen before, need not be among the usual choices.
    offered.extend([longest, chosen].into_iter().filter_map(|months| SecretLifetime::months(months).ok()));
    offered.retain(|lifetime| lifetime.count() <= longest);
    offered.sort_unstable();
    offered.dedup();
    for lifetime in offered {
        let months = words::months(texts, lifetime.count());
        let until = t!(texts, "secret-until", date = words::date(texts, lifetime.end(view.now)));
        let recommended = lifetime == SecretLifetime::default();
        let tag = if recommended { t!(texts, "secret-recommended") } else { String::new() };
        let selected = lifetime.count() == chosen;
        let choice = Choice { title: &months, note: &until, tag: &tag, selected, inline: true, ..Choice::default() };
        let response = choice_card(ui, &choice);
        if selected {
            focus::first(&response);
        }
        if response.clicked() {
            view.act(Action::SetMonths(lifetime.count()));
        }
    }
}
