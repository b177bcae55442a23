//! The parts that screens are made of, one per file. Each draws itself from the theme, can be reached with the keyboard,
//! tells assistive technology its role and name, turns around with the direction of the language and keeps still when
//! motion is off.

mod avatar;
mod badge;
mod banner;
mod button;
mod empty_state;
mod icon_button;
mod list_row;
mod menu;
mod page;
mod progress;
mod qr_code;
mod row;
mod scroll_keys;
mod search_field;
mod section;
mod sheet;
mod status_ticks;
mod surface;
mod text;
mod text_field;
mod text_menu;
mod title;
mod toast;
mod toggle;
mod tone;
mod tooltip;

pub use avatar::{Avatar, initials};
pub use badge::{badge, dot};
pub use banner::Banner;
pub use button::Button;
pub use empty_state::EmptyState;
pub use icon_button::IconButton;
pub use list_row::ListRow;
pub use menu::{MenuItem, context_menu, keyboard_menu, menu_separator, popup_menu};
pub use page::{bar, card};
pub use progress::{progress_bar, spinner};
pub use qr_code::QrCode;
pub use row::{row, row_end};
pub use scroll_keys::scroll_keys;
pub use search_field::SearchField;
pub use section::{section_header, separator};
pub use sheet::Sheet;
pub use status_ticks::StatusTicks;
pub use surface::{fade, focus_ring, row_surface, target};
pub use text::{Text, galley, paint_line};
pub use text_field::TextField;
pub use text_menu::TextMenu;
pub use title::title;
pub use toast::{Toast, ToastResponse};
pub use toggle::Toggle;
pub use tone::Tone;
pub use tooltip::tooltip;
