//! Notifications of new messages, through `org.freedesktop.Notifications`.
//!
//! One for each conversation: a newer one takes the place of the one before. What the person does with it comes back with the
//! conversation. Where no server shows notifications, nothing happens.

mod server;
mod text;

use std::collections::BTreeMap;

use futures_util::StreamExt;
use pulse_client::ConversationId;
use tokio::sync::mpsc;
use zbus::zvariant::Value;

use super::bus::{Bus, in_time};
use super::{APP_ID, NativeEvent, Outbox};
use crate::limits::{NOTIFICATION_REPLY_BYTES_MAX, NOTIFICATIONS_MAX};
use server::{NotificationsProxy, Signal};

/// What is shown. Whoever makes it decides what may be seen: with the content hidden, the title says that there is a message,
/// the body is empty and there are no buttons.
#[derive(Clone, PartialEq, Eq)]
pub struct Notice {
    /// Which conversation.
    pub conversation: ConversationId,
    /// The first line.
    pub title: String,
    /// What stands below, as plain text.
    pub body: String,
    /// Buttons below that, with their labels.
    pub buttons: Vec<(Button, String)>,
    /// Whether it may be heard.
    pub sound: bool,
}

impl std::fmt::Debug for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Notice").finish_non_exhaustive()
    }
}

/// A button of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// Answer: in the notification itself where the desktop can do that, else in the window.
    Reply,
    /// It was read.
    MarkRead,
}

/// What somebody did with a notification.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// Show the conversation.
    Open,
    /// Show it with the cursor in the composer.
    Reply,
    /// Send this.
    ReplyText(String),
    /// It was read.
    MarkRead,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Open => "Open",
            Self::Reply => "Reply",
            Self::ReplyText(_) => "ReplyText",
            Self::MarkRead => "MarkRead",
        })
    }
}

const OPEN: &str = "default";
const REPLY: &str = "reply";
/// What desktops that let people type into a notification call that.
const REPLY_INLINE: &str = "inline-reply";
const MARK_READ: &str = "mark-read";

enum Command {
    Show(Notice),
    Withdraw(ConversationId),
    WithdrawAll,
}

/// Where notices go in.
#[derive(Clone)]
pub(super) struct Sender(mpsc::UnboundedSender<Command>);

impl Sender {
    pub(super) fn show(&self, notice: Notice) {
        let _ = self.0.send(Command::Show(notice));
    }

    pub(super) fn withdraw(&self, conversation: ConversationId) {
        let _ = self.0.send(Command::Withdraw(conversation));
    }

    pub(super) fn withdraw_all(&self) {
        let _ = self.0.send(Command::WithdrawAll);
    }
}

/// Where notices come out.
pub(super) struct Receiver(mpsc::UnboundedReceiver<Command>);

pub(super) fn channel() -> (Sender, Receiver) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (Sender(sender), Receiver(receiver))
}

/// Shows what comes until nobody sends any more.
pub(super) async fn serve(bus: Bus, mut commands: Receiver, outbox: Outbox) {
    let mut shown = match connect(bus).await {
        Ok(shown) => shown,
        Err(error) => {
            tracing::info!(%error, "there are no notifications here");
            // Whoever sends need not know.
            while commands.0.recv().await.is_some() {}
            return;
        }
    };
    let signals = shown.server.inner().receive_all_signals().await;
    let owners = shown.server.inner().receive_owner_changed().await;
    let (Ok(mut signals), Ok(mut owners)) = (signals, owners) else {
        return;
    };
    loop {
        tokio::select! {
            command = commands.0.recv() => match command {
                Some(Command::Show(notice)) => shown.show(notice).await,
                Some(Command::Withdraw(conversation)) => shown.withdraw(conversation).await,
                Some(Command::WithdrawAll) => shown.withdraw_all().await,
                None => return,
            },
            Some(message) = signals.next() => {
                if let Some(event) = Signal::read(&message).and_then(|signal| shown.hear(signal)) {
                    outbox.tell(event);
                }
            }
            // Another server knows nothing of what this one showed.
            Some(_) = owners.next() => shown.forget_server(),
        }
    }
}

async fn connect(bus: Bus) -> zbus::Result<Shown> {
    let connection = bus.connection().await;
    let connection = connection.ok_or_else(|| zbus::Error::Failure("no session bus".into()))?;
    Ok(Shown {
        server: NotificationsProxy::new(&connection).await?,
        abilities: None,
        ids: BTreeMap::new(),
        token: None,
        missing_was_told: false,
    })
}

/// What the server can do.
#[derive(Clone, Copy)]
struct Abilities {
    /// It shows buttons.
    actions: bool,
    /// It reads `<b>` and the like in the body.
    markup: bool,
    /// It lets people type an answer.
    inline_reply: bool,
}

/// The notifications that stand.
struct Shown {
    server: NotificationsProxy<'static>,
    abilities: Option<Abilities>,
    ids: BTreeMap<ConversationId, u32>,
    /// Comes before the action that it belongs to.
    token: Option<(u32, String)>,
    missing_was_told: bool,
}

impl Shown {
    async fn show(&mut self, notice: Notice) {
        let conversation = notice.conversation;
        match self.try_show(notice).await {
            Ok(id) => {
                if self.ids.len() >= NOTIFICATIONS_MAX && !self.ids.contains_key(&conversation) {
                    // The server's smallest number is its oldest.
                    let oldest = self.ids.iter().min_by_key(|(_, id)| **id);
                    if let Some(oldest) = oldest.map(|(conversation, _)| *conversation) {
                        self.ids.remove(&oldest);
                    }
                }
                self.ids.insert(conversation, id);
            }
            Err(error) if !self.missing_was_told => {
                self.missing_was_told = true;
                tracing::info!(%error, "there are no notifications here");
            }
            Err(_) => {}
        }
    }

    async fn try_show(&mut self, notice: Notice) -> zbus::Result<u32> {
        let abilities = self.abilities().await?;
        let body = text::body(&notice.body, abilities.markup);
        let title = text::title(&notice.title);
        let mut actions = vec![OPEN, ""];
        if abilities.actions {
            for (button, label) in &notice.buttons {
                actions.extend([key(*button, abilities), label.as_str()]);
            }
        }
        let mut hints = BTreeMap::from([
            ("desktop-entry", Value::from(APP_ID)),
            ("category", Value::from("im.received")),
            // Normal: it may wait behind a full-screen film.
            ("urgency", Value::from(1_u8)),
        ]);
        if notice.sound {
            hints.insert("sound-name", Value::from("message-new-instant"));
        } else {
            hints.insert("suppress-sound", Value::from(true));
        }
        let earlier = self.ids.get(&notice.conversation).copied();
        // How long it stands is the desktop's affair.
        let timeout = -1;
        in_time(self.server.notify(
            "Pulse",
            earlier.unwrap_or(0),
            APP_ID,
            &title,
            &body,
            &actions,
            hints,
            timeout,
        ))
        .await
    }

    async fn abilities(&mut self) -> zbus::Result<Abilities> {
        if let Some(abilities) = self.abilities {
            return Ok(abilities);
        }
        let names = in_time(self.server.get_capabilities()).await?;
        let has = |name: &str| names.iter().any(|found| found == name);
        let abilities = Abilities {
            actions: has("actions"),
            markup: has("body-markup"),
            inline_reply: has("inline-reply"),
        };
        self.abilities = Some(abilities);
        Ok(abilities)
    }

    async fn withdraw(&mut self, conversation: ConversationId) {
        if let Some(id) = self.ids.remove(&conversation) {
            // It may have gone by itself meanwhile.
            let _ = in_time(self.server.close_notification(id)).await;
        }
    }

    async fn withdraw_all(&mut self) {
        while let Some((_, id)) = self.ids.pop_first() {
            let _ = in_time(self.server.close_notification(id)).await;
        }
    }

    fn hear(&mut self, signal: Signal) -> Option<NativeEvent> {
        let (id, answer) = match signal {
            Signal::Token { id, token } => {
                self.token = Some((id, token));
                return None;
            }
            Signal::Closed { id } => {
                self.ids.retain(|_, shown| *shown != id);
                return None;
            }
            Signal::Action { id, key } => (id, answer(&key)?),
            Signal::Replied { id, text } => (id, replied(text)),
        };
        let conversation = *self.ids.iter().find(|(_, shown)| **shown == id)?.0;
        let token = self.token.take().filter(|(of, _)| *of == id);
        Some(NativeEvent::Notification {
            conversation,
            answer,
            activation_token: token.map(|(_, token)| token),
        })
    }

    fn forget_server(&mut self) {
        self.abilities = None;
        self.ids.clear();
        self.token = None;
    }
}

fn key(button: Button, abilities: Abilities) -> &'static str {
    match button {
        Button::Reply if abilities.inline_reply => REPLY_INLINE,
        Button::Reply => REPLY,
        Button::MarkRead => MARK_READ,
    }
}

fn answer(key: &str) -> Option<Answer> {
    match key {
        OPEN => Some(Answer::Open),
        REPLY => Some(Answer::Reply),
        MARK_READ => Some(Answer::MarkRead),
        // What was typed comes as a signal of its own.
        _ => None,
    }
}

/// An empty answer, or one longer than any line, is meant for the composer.
fn replied(text: String) -> Answer {
    if text.trim().is_empty() || text.len() > NOTIFICATION_REPLY_BYTES_MAX {
        Answer::Reply
    } else {
        Answer::ReplyText(text)
    }
}
