//! Which product: a search, the products as cards, and on top what an earlier start left unfinished.

use eframe::egui::Ui;

use super::head;
use crate::preset::Preset;
use crate::preset::schema::{Mode, Tier};
use crate::ui::focus;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, Text};
use crate::ui::view::View;
use crate::ui::widgets::{
    Choice, Field, Kind, Tone, button, callout, choice_card, empty_state, field, label, secondary,
};
use crate::wizard::Action;
use crate::{t, words};

pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    head(ui, &t!(texts, "product-title"), &t!(texts, "product-text"));
    unfinished(ui, view);
    if view.strict() && view.state.draft.is_none() {
        callout(ui, Tone::Warning, &t!(texts, "product-problem"), "", |_| {});
        ui.add_space(theme::S);
    }
    if let Some((preset, _)) = view.choices()
        && preset.mode == Mode::Guide
    {
        let (title, text) = (t!(texts, "product-guide-title"), t!(texts, "product-guide-text"));
        callout(ui, Tone::Info, &title, &text, |_| {});
        ui.add_space(theme::S);
    }
    let search = Field {
        key: "product-search",
        label: &t!(texts, "product-search"),
        hint: &t!(texts, "product-search-hint"),
        first: true,
        ..Field::default()
    };
    if let Some(typed) = field(ui, view, &search, &view.state.search) {
        view.act(Action::Search(typed));
    }
    ui.add_space(theme::S);

    let wanted = view.state.search.trim().to_lowercase();
    let found: Vec<_> = view.state.presets.iter().filter(|preset| matches(preset, &wanted)).collect();
    if found.is_empty() {
        let title = t!(texts, "product-none", search = view.state.search.trim());
        let clear = empty_state(ui, Icon::Search, &title, &t!(texts, "product-none-text"), |ui| {
            secondary(ui, &t!(texts, "product-clear")).clicked()
        });
        if clear {
            view.act(Action::Search(String::new()));
        }
        return;
    }
    let chosen = view.state.draft.as_ref().map(|draft| draft.preset.as_str());
    for preset in &found {
        if card(ui, view, preset, chosen == Some(preset.id.as_str())) {
            view.act(Action::ChooseProduct(preset.id.clone()));
        }
    }
    // Typing a name and pressing Enter takes the one product that is left.
    if let ([only], None) = (found.as_slice(), chosen)
        && !wanted.is_empty()
        && focus::enter_is_free(ui.ctx())
    {
        view.act(Action::ChooseProduct(only.id.clone()));
    }
}

fn matches(preset: &Preset, wanted: &str) -> bool {
    [&preset.name, &preset.vendor, &preset.product, &preset.category]
        .into_iter()
        .any(|text| text.to_lowercase().contains(wanted))
}

fn card(ui: &mut Ui, view: &View<'_>, preset: &Preset, selected: bool) -> bool {
    let texts = view.texts;
    let reviewed = t!(texts, "reviewed-on", date = words::iso_date(texts, &preset.reviewed));
    let by = t!(texts, "product-by", vendor = preset.vendor.as_str(), category = preset.category.as_str());
    let tag = match (preset.mode, preset.tier) {
        (Mode::Guide, _) => t!(texts, "product-guide"),
        (Mode::App, Tier::Community) => t!(texts, "tier-community"),
        (Mode::App, Tier::Builtin) => String::new(),
    };
    let choice = Choice {
        title: &preset.name,
        note: &preset.summary,
        meta: &format!("{by}\n{}, {reviewed}", words::confidence(texts, preset.confidence)),
        tag: &tag,
        selected,
        ..Choice::default()
    };
    choice_card(ui, &choice).clicked()
}

fn unfinished(ui: &mut Ui, view: &mut View<'_>) {
    let texts = view.texts;
    for earlier in &view.state.resumable {
        let (name, product, tenant) = (earlier.app_name.as_str(), earlier.product.as_str(), earlier.tenant.as_str());
        let date = words::date(texts, earlier.begun);
        let (title, text) = if earlier.awaits_approval {
            let text = t!(texts, "resume-awaiting-text", name = name, product = product, tenant = tenant, date = date);
            (t!(texts, "resume-awaiting-title"), text)
        } else if earlier.secret_lost {
            let text = t!(texts, "resume-secret-text", name = name, product = product, tenant = tenant, date = date);
            (t!(texts, "resume-secret-title"), text)
        } else {
            let text = t!(texts, "resume-text", name = name, product = product, tenant = tenant, date = date);
            (t!(texts, "resume-title"), text)
        };
        callout(ui, Tone::Info, &title, &text, |ui| {
            // Those of the cloud that the window is open for need no word about it.
            if view.state.demo.is_none() && earlier.cloud != view.state.cloud_in_use() {
                let cloud = words::cloud(texts, &earlier.cloud);
                label(ui, Text::Body, view.colors.muted, &t!(texts, "unfinished-cloud", cloud = cloud));
            }
            ui.add_space(theme::XS);
            ui.horizontal_wrapped(|ui| {
                let go_on =
                    if earlier.awaits_approval { t!(texts, "awaiting-check") } else { t!(texts, "resume-resume") };
                if button(ui, Kind::Secondary, &go_on, true).clicked() {
                    view.act(Action::ResumeEarlier(earlier.id));
                }
                if secondary(ui, &t!(texts, "undo")).clicked() {
                    view.act(Action::UndoEarlier(earlier.id));
                }
                if secondary(ui, &t!(texts, "resume-not-now")).clicked() {
                    view.act(Action::DismissEarlier);
                }
            });
        });
        ui.add_space(theme::L);
    }
}
