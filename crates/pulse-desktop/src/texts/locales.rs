//! The files of each language. A new file of texts is named here once.

use crate::state::Language;

/// One language's files.
#[derive(Debug)]
pub struct Locale {
    /// Which language.
    pub language: Language,
    /// Its tag in BCP 47, and the name of its folder.
    pub tag: &'static str,
    /// What it calls itself, for the list of languages.
    pub name: &'static str,
    /// Names and contents of its files.
    pub files: &'static [(&'static str, &'static str)],
}

impl Locale {
    /// The files of a language; English for [`Language::System`].
    pub fn of(language: Language) -> &'static Self {
        LOCALES
            .iter()
            .find(|locale| locale.language == language)
            .unwrap_or(&LOCALES[0])
    }
}

/// The names of the files, once for all languages.
macro_rules! files {
    ($tag:literal) => {
        files!($tag:
            "account_alarms",
            "add_contact",
            "app",
            "bubble",
            "composer",
            "contact",
            "conversation",
            "conversation_list",
            "emoji_picker",
            "errors",
            "first_run",
            "lock",
            "message_details",
            "my_link",
            "native",
            "pages",
            "qr_input",
            "quick_switcher",
            "requests",
            "rich_text",
            "safety_number",
            "settings",
            "shortcuts",
            "time",
            "timeline",
            "toasts",
            "trouble",
            "unlock",
            "widgets",
        )
    };
    ($tag:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../locales/", $tag, "/", $name, ".ftl")))),*]
    };
}

/// All languages, English first.
pub const LOCALES: &[Locale] = &[
    Locale {
        language: Language::English,
        tag: "en",
        name: "English",
        files: files!("en"),
    },
    Locale {
        language: Language::German,
        tag: "de",
        name: "Deutsch",
        files: files!("de"),
    },
    Locale {
        language: Language::Spanish,
        tag: "es",
        name: "Español",
        files: files!("es"),
    },
    Locale {
        language: Language::French,
        tag: "fr",
        name: "Français",
        files: files!("fr"),
    },
    Locale {
        language: Language::Chinese,
        tag: "zh",
        name: "中文",
        files: files!("zh"),
    },
    Locale {
        language: Language::Arabic,
        tag: "ar",
        name: "العربية",
        files: files!("ar"),
    },
];
