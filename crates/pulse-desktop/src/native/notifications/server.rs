//! The notification server as the Desktop Notifications Specification describes it.

use std::collections::BTreeMap;

use zbus::Message;
use zbus::zvariant::Value;

#[zbus::proxy(
    interface = "org.freedesktop.Notifications",
    default_service = "org.freedesktop.Notifications",
    default_path = "/org/freedesktop/Notifications"
)]
pub(super) trait Notifications {
    #[expect(clippy::too_many_arguments, reason = "the specification's")]
    fn notify(
        &self,
        app_name: &str,
        replaces_id: u32,
        app_icon: &str,
        summary: &str,
        body: &str,
        actions: &[&str],
        hints: BTreeMap<&str, Value<'_>>,
        expire_timeout: i32,
    ) -> zbus::Result<u32>;

    fn close_notification(&self, id: u32) -> zbus::Result<()>;

    fn get_capabilities(&self) -> zbus::Result<Vec<String>>;
}

/// What the server says. Read from one stream, so that a token stays before its action.
pub(super) enum Signal {
    Action { id: u32, key: String },
    Replied { id: u32, text: String },
    Token { id: u32, token: String },
    Closed { id: u32 },
}

impl Signal {
    pub(super) fn read(message: &Message) -> Option<Self> {
        let header = message.header();
        let body = message.body();
        let with_text = || body.deserialize::<(u32, String)>().ok();
        match header.member()?.as_str() {
            "ActionInvoked" => with_text().map(|(id, key)| Self::Action { id, key }),
            "NotificationReplied" => with_text().map(|(id, text)| Self::Replied { id, text }),
            "ActivationToken" => with_text().map(|(id, token)| Self::Token { id, token }),
            "NotificationClosed" => {
                let (id, _reason) = body.deserialize::<(u32, u32)>().ok()?;
                Some(Self::Closed { id })
            }
            _ => None,
        }
    }
}
