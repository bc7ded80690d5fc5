//! The look of Onramp: spacing, four text sizes, fonts and semantic colours. The only place that knows a number or a
//! colour; widgets ask for "accent" or "danger", never for blue or red.

use std::sync::Arc;

use eframe::egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke, Style,
    TextStyle, Theme, ThemePreference, Ui, Visuals, vec2,
};

use crate::wizard::ThemeChoice;

/// 4 points: between an icon and its text, between lines that belong together.
pub const XS: f32 = 4.0;
/// 8 points: between things that belong together.
pub const S: f32 = 8.0;
/// 12 points: inside cards.
pub const M: f32 = 12.0;
/// 16 points: between groups.
pub const L: f32 = 16.0;
/// 24 points: between sections.
pub const XL: f32 = 24.0;
/// 32 points: around the page.
pub const XXL: f32 = 32.0;
/// The corner radius of everything with corners.
pub const RADIUS: u8 = 8;
/// The widest a form gets.
pub const FORM_WIDTH: f32 = 640.0;
/// The height of buttons and fields: comfortable for fingers, too.
pub const CONTROL_HEIGHT: f32 = 36.0;

/// The name of the font family for titles and labels.
const STRONG: &str = "strong";

/// The four text sizes, each with its weight, and the one for ids and addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// The title of a page: 24, semibold.
    Title,
    /// The title of a section: 16, semibold.
    Section,
    /// Running text: 14.
    Body,
    /// Labels and names: 14, semibold.
    Strong,
    /// Explanations: 12.
    Small,
    /// Badges and marks: 12, semibold.
    SmallStrong,
    /// Ids, addresses, requests: 12, fixed width.
    Mono,
}

impl Text {
    /// Its font.
    #[must_use]
    pub fn font(self) -> FontId {
        let strong = || FontFamily::Name(STRONG.into());
        match self {
            Self::Title => FontId::new(24.0, strong()),
            Self::Section => FontId::new(16.0, strong()),
            Self::Body => FontId::new(14.0, FontFamily::Proportional),
            Self::Strong => FontId::new(14.0, strong()),
            Self::Small => FontId::new(12.0, FontFamily::Proportional),
            Self::SmallStrong => FontId::new(12.0, strong()),
            Self::Mono => FontId::new(12.0, FontFamily::Monospace),
        }
    }

    /// The height of a line in points.
    #[must_use]
    pub fn line_height(self) -> f32 {
        match self {
            Self::Title => 32.0,
            Self::Section => 24.0,
            Self::Body | Self::Strong => 20.0,
            Self::Small | Self::SmallStrong | Self::Mono => 16.0,
        }
    }
}

/// Colours by meaning. Contrast is tested: 4.5 for text, 3 for outlines and icons (WCAG AA).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colors {
    /// Behind the rail and the footer.
    pub canvas: Color32,
    /// Behind the page.
    pub page: Color32,
    /// Behind cards on the page.
    pub card: Color32,
    /// Behind a card under the pointer.
    pub hover: Color32,
    /// Running text.
    pub text: Color32,
    /// Explanations.
    pub muted: Color32,
    /// The outline of what can be clicked or typed in.
    pub outline: Color32,
    /// Lines that only divide.
    pub hairline: Color32,
    /// What can be pressed, and where the person is.
    pub accent: Color32,
    /// The same under the pointer.
    pub accent_hover: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Behind what is chosen.
    pub accent_soft: Color32,
    /// Done, works.
    pub success: Color32,
    /// Behind it.
    pub success_soft: Color32,
    /// Worth knowing.
    pub warning: Color32,
    /// Behind it.
    pub warning_soft: Color32,
    /// Wrong, stopped.
    pub danger: Color32,
    /// Behind it.
    pub danger_soft: Color32,
    /// Text on danger.
    pub on_danger: Color32,
}

/// The light theme.
pub const LIGHT: Colors = Colors {
    canvas: Color32::from_rgb(0xf3, 0xf4, 0xf8),
    page: Color32::from_rgb(0xff, 0xff, 0xff),
    card: Color32::from_rgb(0xff, 0xff, 0xff),
    hover: Color32::from_rgb(0xf5, 0xf7, 0xfc),
    text: Color32::from_rgb(0x1a, 0x1d, 0x29),
    muted: Color32::from_rgb(0x55, 0x5b, 0x6e),
    outline: Color32::from_rgb(0x83, 0x89, 0x9b),
    hairline: Color32::from_rgb(0xe1, 0xe4, 0xec),
    accent: Color32::from_rgb(0x2f, 0x55, 0xc7),
    accent_hover: Color32::from_rgb(0x24, 0x43, 0xa3),
    on_accent: Color32::from_rgb(0xff, 0xff, 0xff),
    accent_soft: Color32::from_rgb(0xe6, 0xed, 0xfd),
    success: Color32::from_rgb(0x1b, 0x75, 0x46),
    success_soft: Color32::from_rgb(0xe8, 0xf5, 0xee),
    warning: Color32::from_rgb(0x86, 0x58, 0x00),
    warning_soft: Color32::from_rgb(0xfd, 0xf4, 0xe0),
    danger: Color32::from_rgb(0xb3, 0x26, 0x1e),
    danger_soft: Color32::from_rgb(0xfc, 0xec, 0xea),
    on_danger: Color32::from_rgb(0xff, 0xff, 0xff),
};

/// The dark theme.
pub const DARK: Colors = Colors {
    canvas: Color32::from_rgb(0x16, 0x18, 0x1f),
    page: Color32::from_rgb(0x1d, 0x20, 0x29),
    card: Color32::from_rgb(0x24, 0x27, 0x32),
    hover: Color32::from_rgb(0x2a, 0x2e, 0x3b),
    text: Color32::from_rgb(0xed, 0xef, 0xf5),
    muted: Color32::from_rgb(0xac, 0xb2, 0xc3),
    outline: Color32::from_rgb(0x7d, 0x85, 0x98),
    hairline: Color32::from_rgb(0x35, 0x3a, 0x48),
    accent: Color32::from_rgb(0x93, 0xb1, 0xff),
    accent_hover: Color32::from_rgb(0xb3, 0xc8, 0xff),
    on_accent: Color32::from_rgb(0x12, 0x16, 0x24),
    accent_soft: Color32::from_rgb(0x28, 0x33, 0x52),
    success: Color32::from_rgb(0x74, 0xd0, 0x9c),
    success_soft: Color32::from_rgb(0x1e, 0x35, 0x2b),
    warning: Color32::from_rgb(0xf0, 0xc3, 0x66),
    warning_soft: Color32::from_rgb(0x3a, 0x32, 0x1d),
    danger: Color32::from_rgb(0xff, 0x9f, 0x96),
    danger_soft: Color32::from_rgb(0x44, 0x26, 0x26),
    on_danger: Color32::from_rgb(0x2a, 0x0d, 0x0b),
};

/// The colours of the theme that is shown.
#[must_use]
pub fn colors(ui: &Ui) -> Colors {
    of(if ui.visuals().dark_mode { Theme::Dark } else { Theme::Light })
}

/// The colours of a theme.
#[must_use]
pub fn of(theme: Theme) -> Colors {
    match theme {
        Theme::Dark => DARK,
        Theme::Light => LIGHT,
    }
}

/// Sets fonts and styles, once per window.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    for theme in [Theme::Light, Theme::Dark] {
        ctx.set_style_of(theme, style(theme));
    }
    // Not every system tells its theme (X11, many Wayland desktops); light is what Microsoft's portals show there.
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
}

/// Light, dark, or as the system.
pub fn choose(ctx: &Context, choice: ThemeChoice) {
    let preference = match choice {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Light => ThemePreference::Light,
        ThemeChoice::Dark => ThemePreference::Dark,
    };
    if ctx.options(|options| options.theme_preference) != preference {
        ctx.set_theme(preference);
    }
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let faces: [(&str, &'static [u8], FontFamily); 2] = [
        ("Inter-Regular", include_bytes!("../../assets/fonts/Inter-Regular.ttf"), FontFamily::Proportional),
        ("Inter-SemiBold", include_bytes!("../../assets/fonts/Inter-SemiBold.ttf"), FontFamily::Name(STRONG.into())),
    ];
    let fallbacks = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for (name, bytes, family) in faces {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        let mut list = vec![name.to_owned()];
        list.extend(fallbacks.iter().cloned());
        fonts.families.insert(family, list);
    }
    fonts
}

fn style(theme: Theme) -> Style {
    let colors = of(theme);
    let mut style = theme.default_style();
    style.visuals = visuals(theme, colors);
    style.text_styles = [
        (TextStyle::Heading, Text::Title.font()),
        (TextStyle::Body, Text::Body.font()),
        (TextStyle::Button, Text::Body.font()),
        (TextStyle::Small, Text::Small.font()),
        (TextStyle::Monospace, Text::Mono.font()),
    ]
    .into();
    style.spacing.item_spacing = vec2(S, S);
    style.spacing.button_padding = vec2(M, S);
    // Lines of text stay as high as text; what can be pressed brings its own height.
    style.spacing.interact_size = vec2(CONTROL_HEIGHT, Text::Body.line_height());
    style.spacing.scroll.content_margin = Margin::ZERO;
    style.spacing.scroll.active_handle_opacity = 0.25;
    style.spacing.scroll.interact_handle_opacity = 0.5;
    // Labels are read, not selected: what is worth copying has a Copy button.
    style.interaction.selectable_labels = false;
    style.visuals.text_cursor.blink = false;
    style.animation_time = 0.0;
    style.scroll_animation = eframe::egui::style::ScrollAnimation::none();
    style
}

fn visuals(theme: Theme, colors: Colors) -> Visuals {
    let mut visuals = theme.default_visuals();
    let radius = CornerRadius::same(RADIUS);
    visuals.override_text_color = Some(colors.text);
    visuals.weak_text_color = Some(colors.muted);
    visuals.panel_fill = colors.page;
    visuals.window_fill = colors.page;
    visuals.window_stroke = Stroke::new(1.0, colors.hairline);
    visuals.window_corner_radius = radius;
    visuals.menu_corner_radius = radius;
    visuals.extreme_bg_color = colors.card;
    visuals.text_edit_bg_color = Some(colors.card);
    visuals.faint_bg_color = colors.canvas;
    visuals.code_bg_color = colors.canvas;
    visuals.hyperlink_color = colors.accent;
    visuals.error_fg_color = colors.danger;
    visuals.warn_fg_color = colors.warning;
    visuals.selection.bg_fill =
        if theme == Theme::Dark { colors.accent_soft } else { Color32::from_rgb(0xc9, 0xd8, 0xfb) };
    visuals.selection.stroke = Stroke::new(2.0, colors.accent);
    visuals.text_cursor.stroke = Stroke::new(1.5, colors.accent);
    visuals.popup_shadow = Shadow { offset: [0, 8], blur: 24, spread: 0, color: Color32::from_black_alpha(40) };
    visuals.window_shadow = visuals.popup_shadow;
    for widget in [
        &mut visuals.widgets.noninteractive,
        &mut visuals.widgets.inactive,
        &mut visuals.widgets.hovered,
        &mut visuals.widgets.active,
        &mut visuals.widgets.open,
    ] {
        widget.corner_radius = radius;
        widget.bg_fill = colors.card;
        widget.weak_bg_fill = colors.card;
        widget.bg_stroke = Stroke::new(1.0, colors.outline);
        widget.fg_stroke = Stroke::new(1.5, colors.text);
        widget.expansion = 0.0;
    }
    visuals.widgets.noninteractive.bg_stroke = Stroke::new(1.0, colors.hairline);
    visuals.widgets.hovered.bg_stroke = Stroke::new(1.0, colors.text);
    visuals
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2 relative luminance.
    fn luminance(color: Color32) -> f64 {
        let channel = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn assert_at_least(least: f64, theme: &str, pairs: &[(&str, Color32, Color32)]) {
        for (name, front, back) in pairs {
            let found = contrast(*front, *back);
            assert!(found >= least, "{theme}: {name} has {found:.2}, needs {least}");
        }
    }

    #[test]
    fn black_on_white_has_the_greatest_contrast() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
    }

    #[test]
    fn text_can_be_read_in_both_themes() {
        for (theme, c) in [("light", LIGHT), ("dark", DARK)] {
            let mut pairs = vec![
                ("on accent", c.on_accent, c.accent),
                ("on accent under the pointer", c.on_accent, c.accent_hover),
                ("on danger", c.on_danger, c.danger),
                ("success on its ground", c.success, c.success_soft),
                ("warning on its ground", c.warning, c.warning_soft),
                ("danger on its ground", c.danger, c.danger_soft),
                ("accent on its ground", c.accent, c.accent_soft),
            ];
            for ground in
                [c.canvas, c.page, c.card, c.hover, c.accent_soft, c.success_soft, c.warning_soft, c.danger_soft]
            {
                pairs.push(("text", c.text, ground));
                pairs.push(("muted", c.muted, ground));
            }
            for ground in [c.canvas, c.page, c.card, c.hover] {
                pairs.push(("accent", c.accent, ground));
                pairs.push(("danger", c.danger, ground));
                pairs.push(("success", c.success, ground));
                pairs.push(("warning", c.warning, ground));
            }
            assert_at_least(4.5, theme, &pairs);
        }
    }

    #[test]
    fn outlines_and_icons_can_be_seen_in_both_themes() {
        for (theme, c) in [("light", LIGHT), ("dark", DARK)] {
            let grounds = [c.canvas, c.page, c.card, c.hover];
            let pairs: Vec<_> = grounds.iter().map(|ground| ("outline", c.outline, *ground)).collect();
            assert_at_least(3.0, theme, &pairs);
        }
    }
}
