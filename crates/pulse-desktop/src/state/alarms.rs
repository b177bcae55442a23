//! What happened to the account that somebody else may have done: it is shown until the person has answered.

use pulse_client::{ConversationId, Notice};
use serde::{Deserialize, Serialize};

use super::AppState;
use crate::effect::Effect;

/// One such thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountAlarm {
    /// A device was added that this one does not know.
    DeviceAdded,
    /// The server or a contact knows another list of devices than this one.
    DevicesForked,
    /// This device is no longer one of the account's.
    DeviceRemoved,
    /// Another device of the account exists twice.
    DeviceCloned,
}

impl AccountAlarm {
    /// Whether it lasts, and is told with each connection: a list of devices that forked stays so until the server shows another,
    /// and a device that was removed is refused whenever it comes.
    fn lasts(self) -> bool {
        matches!(self, Self::DevicesForked | Self::DeviceRemoved)
    }
}

impl AppState {
    /// Shows an alarm until it is answered, over restarts too: the client tells most of them once. Who has answered one that
    /// lasts is not asked again before the next start.
    pub(super) fn alarm(&mut self, alarm: AccountAlarm) -> Vec<Effect> {
        if self.alarms_answered.contains(&alarm) {
            return Vec::new();
        }
        if !self.settings.alarms.insert(alarm) {
            return Vec::new();
        }
        vec![self.save_settings()]
    }

    /// What needs no answer is told in passing.
    pub(super) fn notice(&mut self, notice: &Notice) -> Vec<Effect> {
        match notice {
            Notice::RegisteredAgain => self.tell("notice-registered-again", &[]),
            Notice::OldPrekeys => self.tell("notice-old-prekeys", &[]),
            Notice::ContactCloned { account } => {
                let chat = self.chat_or_contact(ConversationId::direct(*account));
                let name = chat.map_or_else(String::new, |chat| chat.name.clone());
                self.tell("notice-contact-cloned", &[("name", &name)])
            }
            Notice::OwnDeviceCloned => self.alarm(AccountAlarm::DeviceCloned),
            Notice::PutAside => self.tell("notice-put-aside", &[]),
            // The page says it when it lasts.
            Notice::NoWayBack { .. } => Vec::new(),
        }
    }

    /// The person has read an alarm.
    pub(super) fn answer_alarm(&mut self, alarm: AccountAlarm) -> Vec<Effect> {
        if alarm.lasts() {
            self.alarms_answered.insert(alarm);
        }
        if !self.settings.alarms.remove(&alarm) {
            return Vec::new();
        }
        vec![self.save_settings()]
    }
}
