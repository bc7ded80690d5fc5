//! Questions in front of the window. The safe answer has the focus, Escape takes it too.

use eframe::egui::accesskit::Role;
use eframe::egui::{Align, Context, CornerRadius, Frame, Id, Layout, Margin, Modal, Stroke};

use super::theme::{self, RADIUS, Text};
use super::view::View;
use super::widgets::{Kind, button, label, section};
use crate::t;
use crate::wizard::{Action, Dialog};

struct Words {
    title: String,
    text: String,
    confirm: String,
    cancel: String,
    /// Whether confirming takes something away.
    takes: bool,
}

/// Draws the open dialog, if there is one.
pub fn show(ctx: &Context, view: &mut View<'_>) {
    let shown = Id::unique("onramp-dialog-shown");
    let Some(dialog) = &view.state.dialog else {
        ctx.data_mut(|data| data.remove::<bool>(shown));
        return;
    };
    let fresh = !ctx.data(|data| data.get_temp(shown).unwrap_or(false));
    ctx.data_mut(|data| data.insert_temp(shown, true));
    let words = words(view, dialog);
    let colors = view.colors;
    let frame = Frame::new()
        .fill(colors.page)
        .stroke(Stroke::new(1.0, colors.hairline))
        .corner_radius(CornerRadius::same(RADIUS))
        .shadow(ctx.global_style().visuals.window_shadow)
        .inner_margin(Margin::same(24));
    let area = Modal::default_area(Id::unique("onramp-dialog")).role(Role::AlertDialog).accessible_name(&words.title);
    let modal = Modal::new(Id::unique("onramp-dialog")).area(area).frame(frame).show(ctx, |ui| {
        ui.set_width(400.0_f32.min(ctx.content_rect().width() - 80.0));
        section(ui, &words.title);
        label(ui, Text::Body, colors.muted, &words.text);
        ui.add_space(theme::L);
        let mut action = None;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let cancel = button(ui, Kind::Secondary, &words.cancel, true);
            if fresh {
                cancel.request_focus();
            }
            if cancel.clicked() {
                action = Some(Action::DialogCancel);
            }
            let kind = if words.takes { Kind::Danger } else { Kind::Primary };
            if button(ui, kind, &words.confirm, true).clicked() {
                action = Some(Action::DialogConfirm);
            }
        });
        action
    });
    let closing = modal.should_close();
    match modal.inner {
        Some(action) => view.act(action),
        None if closing => view.act(Action::DialogCancel),
        None => {}
    }
}

fn words(view: &View<'_>, dialog: &Dialog) -> Words {
    let texts = view.texts;
    match dialog {
        Dialog::CloseDuringSetup => Words {
            title: t!(texts, "dialog-close-title"),
            text: t!(texts, "dialog-close-text"),
            confirm: t!(texts, "dialog-close-confirm"),
            cancel: t!(texts, "dialog-close-cancel"),
            takes: false,
        },
        Dialog::CloseWhileWaiting => Words {
            title: t!(texts, "dialog-waiting-title"),
            text: t!(texts, "dialog-waiting-text"),
            confirm: t!(texts, "dialog-waiting-confirm"),
            cancel: t!(texts, "dialog-waiting-cancel"),
            takes: false,
        },
        Dialog::LeaveWithoutSecret { .. } => Words {
            title: t!(texts, "dialog-secret-title"),
            text: t!(texts, "dialog-secret-text"),
            confirm: t!(texts, "dialog-secret-confirm"),
            cancel: t!(texts, "dialog-secret-cancel"),
            takes: true,
        },
        Dialog::Undo(setup) => {
            let earlier = view.state.resumable.iter().find(|earlier| earlier.id == *setup);
            let plan = earlier.map(|earlier| &earlier.plan).or(view.state.plan.as_ref());
            if let Some(plan) = plan.filter(|plan| plan.reuse.is_some()) {
                let tenant = earlier.map(|earlier| earlier.tenant.clone()).or_else(|| view.state.tenant_title());
                let (name, tenant) = (plan.app_name.as_str(), tenant.unwrap_or_default());
                return Words {
                    title: t!(texts, "dialog-undo-reuse"),
                    text: t!(texts, "dialog-undo-reuse-text", name = name, tenant = tenant),
                    confirm: t!(texts, "dialog-undo-reuse-confirm"),
                    cancel: t!(texts, "dialog-undo-cancel"),
                    takes: true,
                };
            }
            let named = match earlier {
                Some(earlier) => Some((earlier.tenant.clone(), earlier.product.clone())),
                None => view.state.tenant_title().map(|tenant| (tenant, view.product())),
            };
            Words {
                title: t!(texts, "dialog-undo-title"),
                text: match named {
                    Some((tenant, product)) => t!(texts, "dialog-undo-text", tenant = tenant, product = product),
                    None => t!(texts, "dialog-undo-text-plain"),
                },
                confirm: t!(texts, "dialog-undo-confirm"),
                cancel: t!(texts, "dialog-undo-cancel"),
                takes: true,
            }
        }
        Dialog::Revoke(_) => Words {
            title: t!(texts, "dialog-revoke-title"),
            text: t!(texts, "dialog-revoke-text", product = view.product()),
            confirm: t!(texts, "dialog-revoke-confirm"),
            cancel: t!(texts, "dialog-revoke-cancel"),
            takes: true,
        },
        Dialog::Overwrite(path) => Words {
            title: t!(texts, "dialog-overwrite-title"),
            text: t!(texts, "dialog-overwrite-text", path = path.display().to_string()),
            confirm: t!(texts, "dialog-overwrite-confirm"),
            cancel: t!(texts, "dialog-overwrite-cancel"),
            takes: true,
        },
    }
}
