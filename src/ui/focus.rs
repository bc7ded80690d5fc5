//! Working with the keyboard alone: the first field of a page gets the focus, whatever has it is scrolled into view and
//! ringed, once keys and not the pointer lead.

use eframe::egui::{Context, Event, Id, Key, Rect, Response, Stroke, StrokeKind};

use super::theme::{Colors, RADIUS};

fn wanted() -> Id {
    Id::unique("onramp-focus-wanted")
}

fn keyboard() -> Id {
    Id::unique("onramp-keyboard")
}

/// The next field that calls [`first`] gets the focus.
pub fn want(ctx: &Context, wanted_now: bool) {
    ctx.data_mut(|data| data.insert_temp(wanted(), wanted_now));
}

/// Takes the focus if this is the first field of a page just entered.
pub fn first(response: &Response) {
    let ctx = &response.ctx;
    if response.enabled() && ctx.data(|data| data.get_temp(wanted()).unwrap_or(false)) {
        want(ctx, false);
        response.request_focus();
    }
}

/// Scrolls a widget into view when the keyboard reaches it. Every widget of ours calls it.
pub fn reveal(response: &Response) {
    if response.gained_focus() && by_keyboard(&response.ctx) {
        response.scroll_to_me(None);
    }
}

/// Whether the person moves with the keyboard: the last input was a moving key, not the pointer.
pub fn by_keyboard(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(keyboard()).unwrap_or(false))
}

/// Reads the input of this frame. Called once, first.
pub fn watch(ctx: &Context) {
    let change = ctx.input(|input| {
        input.events.iter().rev().find_map(|event| match event {
            Event::Key { key, pressed: true, .. } => {
                let moves = matches!(key, Key::Tab | Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight);
                moves.then_some(true)
            }
            Event::PointerButton { pressed: true, .. } => Some(false),
            _ => None,
        })
    });
    if let Some(by_keys) = change {
        ctx.data_mut(|data| data.insert_temp(keyboard(), by_keys));
    }
}

/// Rings whatever has the focus. Called once, last, so that nothing paints over it.
pub fn ring(ctx: &Context, colors: Colors) {
    if !by_keyboard(ctx) {
        return;
    }
    let Some(response) = ctx.memory(eframe::egui::Memory::focused).and_then(|id| ctx.read_response(id)) else { return };
    let visible: Rect = response.interact_rect;
    if !visible.is_positive() {
        return;
    }
    let painter = ctx.layer_painter(response.layer_id);
    let stroke = Stroke::new(2.0, colors.accent);
    painter.rect_stroke(visible.expand(3.0), f32::from(RADIUS) + 2.0, stroke, StrokeKind::Middle);
}

/// Enter was pressed and nothing of its own will answer it: the primary button should.
pub fn enter_is_free(ctx: &Context) -> bool {
    ctx.input(|input| input.key_pressed(Key::Enter) && input.modifiers.is_none())
        && ctx.memory(|memory| memory.focused().is_none())
}
