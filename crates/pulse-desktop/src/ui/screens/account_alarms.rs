//! What happened to the account, over every page until it is answered.

use egui::{Frame, Margin, Panel, Ui};

use crate::action::{Action, Actions};
use crate::state::{AccountAlarm, AppState};
use crate::theme::space;
use crate::ui::Cx;
use crate::ui::widgets::{Banner, Tone};

/// Draws them above the panes; nothing when there are none.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, state: &AppState, out: &mut Actions) {
    if state.settings.alarms.is_empty() {
        return;
    }
    let margin = Margin::same(space::S as i8);
    Panel::top("account-alarms")
        .show_separator_line(false)
        .frame(Frame::new().fill(cx.theme.surface).inner_margin(margin))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            let answer = cx.texts.get("alarm-answer");
            for alarm in &state.settings.alarms {
                let text = cx.texts.get(key(*alarm));
                let banner = Banner::new(Tone::Problem, &text).action(&answer);
                let shown = ui.push_id(alarm, |ui| banner.show(ui, cx));
                if shown.inner.is_some() {
                    out.push(Action::AnswerAlarm(*alarm));
                }
            }
        });
}

fn key(alarm: AccountAlarm) -> &'static str {
    match alarm {
        AccountAlarm::DeviceAdded => "alarm-device-added",
        AccountAlarm::DevicesForked => "alarm-devices-forked",
        AccountAlarm::DeviceRemoved => "alarm-device-removed",
        AccountAlarm::DeviceCloned => "alarm-device-cloned",
    }
}
