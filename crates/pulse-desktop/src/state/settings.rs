//! What the person chose. Kept in the home as a small file; none of it is secret.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{AccountAlarm, AppState};
use crate::effect::Effect;

/// All of it. An unknown or missing field in the file is the default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light, dark, or as the system.
    pub theme: ThemeChoice,
    /// How large everything is; 1 is as the system says.
    pub scale: f32,
    /// Which language.
    pub language: Language,
    /// Whether to notify at all.
    pub notifications: bool,
    /// What a notification shows.
    pub notification_content: NotificationContent,
    /// Whether others learn that their messages were read. The store of the account keeps it; this is what it said.
    #[serde(skip)]
    pub read_receipts: bool,
    /// Whether others see that we write. The store of the account keeps it; this is what it said.
    #[serde(skip)]
    pub typing: bool,
    /// Whether Enter sends.
    pub enter_sends: bool,
    /// Less movement, whatever the system says.
    pub reduced_motion: bool,
    /// Stay in the tray when the window is closed.
    pub close_to_tray: bool,
    /// Start with the session.
    pub autostart: bool,
    /// When the window locks itself.
    pub lock_timeout: LockTimeout,
    /// Where the window was.
    pub window: Option<WindowPlace>,
    /// How wide the list was drawn to be.
    pub list_widths: ListWidths,
    /// Emoji used lately, newest first.
    pub recent_emoji: Vec<String>,
    /// What happened to the account and nobody has answered yet: it is told once, and must outlive the window.
    pub alarms: BTreeSet<AccountAlarm>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            scale: 1.0,
            language: Language::System,
            notifications: true,
            notification_content: NotificationContent::NameAndText,
            read_receipts: true,
            typing: true,
            enter_sends: true,
            reduced_motion: false,
            close_to_tray: true,
            autostart: false,
            lock_timeout: LockTimeout::Never,
            window: None,
            list_widths: ListWidths::default(),
            recent_emoji: Vec::new(),
            alarms: BTreeSet::new(),
        }
    }
}

/// What was chosen for this start alone, and what is kept instead: a choice on the command line is not one for good.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ForThisStart {
    /// The colours that are kept.
    pub theme: Option<ThemeChoice>,
    /// The scale that is kept.
    pub scale: Option<f32>,
    /// The language that is kept.
    pub language: Option<Language>,
}

impl ForThisStart {
    /// The settings as they are kept.
    pub fn kept(&self, settings: &Settings) -> Settings {
        Settings {
            theme: self.theme.unwrap_or(settings.theme),
            scale: self.scale.unwrap_or(settings.scale),
            language: self.language.unwrap_or(settings.language),
            ..settings.clone()
        }
    }
}

impl AppState {
    /// Keeps the settings.
    pub(super) fn save_settings(&self) -> Effect {
        Effect::SaveSettings(self.for_this_start.kept(&self.settings))
    }
}

/// Which colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Which language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// The system's, or English when Pulse does not speak it.
    #[default]
    System,
    /// English.
    English,
    /// Deutsch.
    German,
    /// Español.
    Spanish,
    /// Français.
    French,
    /// 中文.
    Chinese,
    /// العربية.
    Arabic,
}

/// What a notification shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotificationContent {
    /// Who, and what they wrote.
    #[default]
    NameAndText,
    /// Who.
    Name,
    /// That there is something.
    Nothing,
}

/// When the window locks itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LockTimeout {
    /// Only by hand, and with the screen.
    #[default]
    Never,
    /// After a minute without touch.
    OneMinute,
    /// After five.
    FiveMinutes,
    /// After fifteen.
    FifteenMinutes,
    /// After an hour.
    OneHour,
}

impl LockTimeout {
    /// In milliseconds; `None` for never.
    pub fn after_ms(self) -> Option<u64> {
        const MINUTE_MS: u64 = 60_000;
        match self {
            Self::Never => None,
            Self::OneMinute => Some(MINUTE_MS),
            Self::FiveMinutes => Some(5 * MINUTE_MS),
            Self::FifteenMinutes => Some(15 * MINUTE_MS),
            Self::OneHour => Some(60 * MINUTE_MS),
        }
    }
}

/// Where the window was, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WindowPlace {
    /// The left upper corner, where the system tells it.
    pub position: Option<(f32, f32)>,
    /// Width and height.
    pub size: (f32, f32),
    /// Whether it filled the screen.
    pub maximized: bool,
}

/// How wide somebody drew the list to be, in points: one width for each kind of window, as one that suits a wide window leaves too
/// little of a narrow one. Whatever stands here, the list is no wider than its window allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListWidths {
    /// In a wide window.
    pub wide: Option<f32>,
    /// In one that is little wider than a phone.
    pub narrow: Option<f32>,
}

/// Which of the two widths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// That of a wide window.
    Wide,
    /// That of one that is little wider than a phone.
    Narrow,
}

impl ListWidths {
    /// The one that was drawn, if any.
    pub fn of(self, kind: ListKind) -> Option<f32> {
        match kind {
            ListKind::Wide => self.wide,
            ListKind::Narrow => self.narrow,
        }
    }

    /// Keeps one.
    pub fn set(&mut self, kind: ListKind, width: f32) {
        match kind {
            ListKind::Wide => self.wide = Some(width),
            ListKind::Narrow => self.narrow = Some(width),
        }
    }
}
