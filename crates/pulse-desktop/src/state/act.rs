//! What follows from what a person did.

use pulse_client::{AccountId, ContactLink, ConversationId, LinkError};

use super::first_run::check_passphrase;
use super::problems::of_contact_link;
use super::{AppState, Phase, QrPurpose, Route, Scanned, ToastKind};
use crate::action::{Action, SettingsChange};
use crate::effect::Effect;
use crate::limits::{RECENT_EMOJI_MAX, SCALE_RANGE};
use crate::request::{Protection, Request};
use crate::state::timeline::PAGE_ROWS;

impl AppState {
    /// Takes in what a person did and says what the world has to do. While the window is locked only what unlocks, hides or ends it
    /// counts.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        if self.lock.locked && !self.counts_while_locked(&action) {
            return Vec::new();
        }
        if !comes_by_itself(&action) {
            self.forget_enter();
        }
        match action {
            Action::Go(route) => self.go(route),
            Action::Back => self.back(),
            Action::Open(overlay) => self.open_overlay(overlay),
            Action::CloseOverlay => self.close_overlay(),
            Action::OpenConversation(conversation) => self.show_conversation(conversation),
            Action::StepConversation { forward } => self.step_conversation(forward),
            Action::FocusFilter => {
                self.overlay = None;
                vec![Effect::FocusFilter]
            }
            Action::Filter(text) => self.filter(text),
            Action::OpenFirst => self.open_first(),
            Action::OpenFind => self.open_find(),
            Action::CloseFind => self.close_find(),
            Action::Find(text) => self.find(text),
            Action::StepFind { older } => self.step_find(older),
            Action::MoreMessages => self.more_messages(),
            Action::OpenMessage {
                conversation,
                message,
            } => self.show_message(conversation, message),

            Action::FirstRun(action) => self.act_first_run(action),
            Action::Unlock { passphrase } => self.unlock_home(Protection::Passphrase(passphrase)),
            Action::TryAgain => {
                self.phase = Phase::Opening;
                let protection = self.given.clone().unwrap_or(Protection::AsMade);
                vec![Effect::Ask(Request::Open(protection))]
            }
            Action::Reconnect => vec![Effect::Ask(Request::Reconnect)],

            Action::EditDraft { conversation, text } => self.edit_draft(conversation, text),
            Action::SendDraft(conversation) => self.send_draft(conversation),
            Action::Reply { conversation, text } => self.reply(conversation, text),
            Action::MarkRead(conversation) => self.mark_read(conversation),
            Action::MarkUnread(conversation) => self.mark_unread(conversation),
            Action::InsertText(text) => self.insert_text(text),
            Action::RetryMessage(message) => vec![Effect::Ask(Request::Retry(message))],
            Action::DeleteMessage(message) => self.delete_message(message),
            Action::NeedRows {
                conversation,
                first,
                end,
            } => self.need_rows(conversation, first, end),
            Action::Seen {
                conversation,
                through,
            } => self.seen(conversation, through),

            Action::AddContact { link, name } => self.add_contact(&link, &name),
            Action::Accept(account) => self.accept(account),
            Action::Block(account) => self.block(account),
            Action::Unblock(account) => vec![Effect::Ask(Request::Unblock(account))],
            Action::Rename { account, name } => {
                let name = name.trim().to_owned();
                vec![Effect::Ask(Request::Rename { account, name })]
            }
            Action::ConfirmSafetyNumber { account, confirmed } => {
                vec![Effect::Ask(Request::ConfirmSafetyNumber {
                    account,
                    confirmed,
                })]
            }
            Action::AcceptIdentityChange(account) => {
                vec![Effect::Ask(Request::AcceptIdentityChange(account))]
            }
            Action::DeleteConversation(conversation) => self.delete_conversation(conversation),

            Action::PickQrImage(purpose) => vec![Effect::PickQrImage(purpose)],
            Action::PasteQrImage(purpose) => vec![Effect::ReadClipboardImage(purpose)],
            Action::DropFile { purpose, path } => vec![Effect::ReadQrFile { purpose, path }],
            Action::Scanned(scanned) => self.scanned(scanned),
            Action::ScanTaken => {
                self.scanned = None;
                Vec::new()
            }
            Action::Copy(text) => self.copy(text),
            Action::OpenLink(link) => self.open_link(&link),
            Action::LinkFromOutside(link) => self.link_from_outside(&link),
            Action::DismissPendingLink => {
                self.pending_link = None;
                self.forget_page_error();
                Vec::new()
            }

            Action::Settings(change) => self.change_setting(change),
            Action::SetName(name) => self.set_name(name.trim()),
            Action::RevealPhrase { passphrase } => self.reveal_phrase(passphrase),
            Action::ConfirmPhrase => self.confirm_phrase(),
            Action::Lock => self.lock(),
            Action::ScreenLocked => self.screen_locked(),
            Action::UnlockApp { passphrase } => self.unlock_app(passphrase),

            Action::Undo(toast) => self.undo(toast),
            Action::DismissToast(toast) => self.dismiss(toast),
            Action::ShowWindow => vec![Effect::ShowWindow],
            Action::HideWindow => {
                let mut effects = self.rest_composer();
                effects.push(Effect::HideWindow);
                effects
            }
            Action::Quit => self.quit(),
            Action::AnswerAlarm(alarm) => self.answer_alarm(alarm),
            Action::LinkNotOpened(link) => self.toast(ToastKind::LinkNotOpened(link)),
            Action::RemoveContact(account) => self.remove_contact(account),
            Action::EmojiUsed(emoji) => self.used_emoji(&emoji),
            Action::Mute {
                conversation,
                lasts,
            } => self.mute(conversation, lasts),
            Action::Unmute(conversation) => {
                let mute = None;
                vec![Effect::Ask(Request::SetMute { conversation, mute })]
            }
            Action::HoldToasts => {
                self.hold_toasts();
                Vec::new()
            }
            Action::CopyQr(content) => {
                let mut effects = vec![Effect::CopyQr(content)];
                effects.extend(self.toast(ToastKind::Copied));
                effects
            }
            Action::SaveQr(content) => vec![Effect::SaveQr(content)],
            Action::CannotAttach => self.toast(ToastKind::Problem {
                key: "toast-text-alone".to_owned(),
                values: Vec::new(),
            }),
            Action::QrSaved(Ok(())) => self.tell("toast-saved", &[]),
            Action::QrSaved(Err(key)) => self.toast(ToastKind::Problem {
                key: key.to_owned(),
                values: Vec::new(),
            }),
        }
    }

    /// Puts text into the clipboard and says so.
    pub(super) fn copy(&mut self, text: String) -> Vec<Effect> {
        let mut effects = vec![Effect::CopyText(text)];
        effects.extend(self.toast(ToastKind::Copied));
        effects
    }

    fn unlock_home(&mut self, protection: Protection) -> Vec<Effect> {
        match &mut self.phase {
            Phase::Unlock { wrong, opening } if !*opening => {
                (*wrong, *opening) = (false, true);
                vec![Effect::Ask(Request::Open(protection))]
            }
            _ => Vec::new(),
        }
    }

    fn need_rows(
        &mut self,
        conversation: pulse_client::ConversationId,
        first: usize,
        end: usize,
    ) -> Vec<Effect> {
        let Some(timeline) = &mut self.timeline else {
            return Vec::new();
        };
        if timeline.conversation != conversation {
            return Vec::new();
        }
        timeline
            .need(first, end)
            .into_iter()
            .map(|first| {
                Effect::Ask(Request::Rows {
                    conversation,
                    first,
                    limit: PAGE_ROWS,
                })
            })
            .collect()
    }

    fn insert_text(&mut self, text: String) -> Vec<Effect> {
        let mut effects = self.used_emoji(&text);
        if let Some(conversation) = self.writes_in() {
            effects.push(Effect::InsertText { conversation, text });
        }
        effects
    }

    /// An emoji that was chosen is offered first the next time.
    fn used_emoji(&mut self, text: &str) -> Vec<Effect> {
        let is_emoji = emojis::get(text).is_some();
        let recent = &mut self.settings.recent_emoji;
        if !is_emoji || recent.first().is_some_and(|first| first == text) {
            return Vec::new();
        }
        recent.retain(|it| it != text);
        recent.insert(0, text.to_owned());
        recent.truncate(RECENT_EMOJI_MAX);
        vec![Effect::SaveSettings(self.settings.clone())]
    }

    fn add_contact(&mut self, link: &str, name: &str) -> Vec<Effect> {
        self.forget_page_error();
        match link.trim().parse::<ContactLink>() {
            Ok(link) => {
                let name = name.trim();
                // Whoever was removed a moment ago is wanted again.
                let mut effects = self.take_back(ConversationId::direct(link.account));
                effects.push(Effect::Ask(Request::AddContact {
                    link,
                    name: (!name.is_empty()).then(|| name.to_owned()),
                }));
                effects
            }
            Err(error) => {
                self.page_error = Some(contact_link_key(link, error).to_owned());
                Vec::new()
            }
        }
    }

    /// Whoever lets somebody in from the page of requests wants to read what they wrote.
    fn accept(&mut self, account: AccountId) -> Vec<Effect> {
        let mut effects = vec![Effect::Ask(Request::Accept(account))];
        if self.route == Route::Requests {
            effects.extend(self.show_conversation(ConversationId::direct(account)));
        }
        effects
    }

    /// What a QR code held goes where it was asked for.
    fn scanned(&mut self, scanned: Scanned) -> Vec<Effect> {
        if let (QrPurpose::Server, Ok(text), Phase::FirstRun(first_run)) =
            (scanned.purpose, &scanned.result, &mut self.phase)
        {
            text.clone_into(&mut first_run.server_link);
            first_run.error = None;
        }
        self.scanned = Some(scanned);
        Vec::new()
    }

    fn set_name(&mut self, name: &str) -> Vec<Effect> {
        self.forget_page_error();
        if name.is_empty() {
            self.page_error = Some("error-name-empty".to_owned());
            return Vec::new();
        }
        vec![Effect::Ask(Request::SetName(name.to_owned()))]
    }

    fn change_setting(&mut self, change: SettingsChange) -> Vec<Effect> {
        let settings = &mut self.settings;
        match change {
            SettingsChange::Theme(theme) => {
                settings.theme = theme;
                self.for_this_start.theme = None;
            }
            SettingsChange::Scale(scale) => {
                self.for_this_start.scale = None;
                settings.scale = scale.clamp(*SCALE_RANGE.start(), *SCALE_RANGE.end());
            }
            SettingsChange::Language(language) => {
                settings.language = language;
                self.for_this_start.language = None;
            }
            SettingsChange::Notifications(on) => settings.notifications = on,
            SettingsChange::NotificationContent(content) => settings.notification_content = content,
            SettingsChange::EnterSends(on) => settings.enter_sends = on,
            SettingsChange::ReducedMotion(on) => settings.reduced_motion = on,
            SettingsChange::CloseToTray(on) => settings.close_to_tray = on,
            SettingsChange::LockTimeout(timeout) => {
                settings.lock_timeout = timeout;
                self.lock.touched_at = self.now;
            }
            SettingsChange::ListWidth { kind, width } => settings.list_widths.set(kind, width),
            SettingsChange::Autostart(on) => {
                settings.autostart = on;
                return vec![Effect::Autostart(on), self.save_settings()];
            }
            // The store of the account keeps these two.
            SettingsChange::ReadReceipts(on) => {
                settings.read_receipts = on;
                return self.tell_privacy();
            }
            SettingsChange::Typing(on) => {
                settings.typing = on;
                let mut effects = self.rest_composer();
                effects.extend(self.tell_privacy());
                return effects;
            }
            SettingsChange::AppLock { present, new } => {
                self.forget_page_error();
                if let Some(new) = &new
                    && let Err(said) = check_passphrase(new, new)
                {
                    (self.page_error, self.page_error_values) = (Some(said.0), said.1);
                    return Vec::new();
                }
                return self.change_app_lock(present, new);
            }
        }
        vec![self.save_settings()]
    }

    fn tell_privacy(&self) -> Vec<Effect> {
        vec![Effect::Ask(Request::SetPrivacy {
            read_receipts: self.settings.read_receipts,
            typing: self.settings.typing,
        })]
    }

    /// A locked window can be unlocked, hidden and ended, and what asks for it from outside shows the lock. A home that was lost
    /// meanwhile can be opened again; the lock stays.
    fn counts_while_locked(&self, action: &Action) -> bool {
        match action {
            Action::UnlockApp { .. }
            | Action::ShowWindow
            | Action::HideWindow
            | Action::Quit
            | Action::OpenLink(_)
            | Action::LinkFromOutside(_)
            | Action::OpenConversation(_) => true,
            Action::TryAgain | Action::Unlock { .. } => !self.has_account_open(),
            _ => false,
        }
    }

    /// Finishes what is begun; the process ends when the client said that it is closed.
    fn quit(&mut self) -> Vec<Effect> {
        if matches!(self.phase, Phase::Closing) {
            return Vec::new();
        }
        let mut effects = self.rest_composer();
        effects.extend(self.end_all_toasts());
        self.phase = Phase::Closing;
        self.phrase = None;
        effects.push(self.save_settings());
        effects.push(Effect::Ask(Request::Shutdown));
        effects
    }
}

/// Whether a screen tells this because of what it draws, and not because somebody did something.
fn comes_by_itself(action: &Action) -> bool {
    matches!(
        action,
        Action::NeedRows { .. } | Action::Seen { .. } | Action::HoldToasts
    )
}

/// Why a contact's link cannot be used.
fn contact_link_key(link: &str, error: LinkError) -> &'static str {
    if link.trim().is_empty() {
        return "error-contact-link-empty";
    }
    of_contact_link(error)
}
