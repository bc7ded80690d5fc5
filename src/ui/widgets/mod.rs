//! The pieces that pages are built of. Each one scrolls into view on focus, has an accessible name, and takes its
//! colours from the theme.

mod button;
mod callout;
mod choice;
mod copy_value;
mod disclosure;
mod empty_state;
mod field;
mod finding;
mod status_row;
mod text;
mod toggle;

pub use button::{Kind, button, link, secondary, segment};
pub use callout::{Tone, callout, problem};
pub use choice::{Choice, choice_card};
pub use copy_value::{CopyEvent, copy_button, copy_row, copy_value};
pub use disclosure::{disclosure, disclosure_line};
pub use empty_state::empty_state;
pub use field::{Field, field};
pub use finding::finding;
pub use status_row::{Status, progress_bar, status_row};
pub use text::{badge, card, galley, heading, icon, label, muted, section, small};
pub use toggle::{Look, Toggle, toggle_row};
