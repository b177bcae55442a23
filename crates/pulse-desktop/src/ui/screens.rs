//! One screen per file.

pub mod account_alarms;
pub mod add_contact;
pub mod app_lock;
pub mod bubble;
pub mod composer;
pub mod contact;
pub mod conversation;
pub mod conversation_list;
pub mod emoji_picker;
pub mod first_run;
pub mod link_warning;
pub mod message_details;
pub mod mute;
pub mod my_link;
mod passphrase_gate;
mod prelude;
mod qr_input;
pub mod quick_switcher;
pub mod requests;
pub mod safety_number;
pub mod settings;
pub mod shortcut_sheet;
pub mod timeline;
pub mod trouble;
pub mod unlock;

use prelude::*;

/// What went wrong on the page that is shown, with the way on.
fn page_problem(ui: &mut Ui, cx: &Cx<'_>, state: &AppState) {
    if let Some(key) = &state.page_error {
        let text = cx.texts.with_kept(key, &state.page_error_values);
        forms::notice(ui, cx, Tone::Problem, &text);
    }
}
