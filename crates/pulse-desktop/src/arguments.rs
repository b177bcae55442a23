//! The command line, as clap reads it.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use pulse_desktop::limits::SCALE_RANGE;
use pulse_desktop::native::qr_image::Wanted;
use pulse_desktop::state::{Language, ThemeChoice};

/// Talk end-to-end encrypted with people on your own server.
#[derive(Parser)]
#[command(
    name = "pulse-desktop",
    version,
    after_help = "Exit codes: 0 done · 1 no window · 2 usage · 65 bad link and no window to say so · 73 home unusable"
)]
pub(crate) struct Arguments {
    /// A Pulse link to open
    #[arg(value_name = "LINK")]
    pub(crate) link: Option<String>,

    /// The folder with this account; the default is the platform's data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) home: Option<PathBuf>,

    /// Take the passphrase of the home from the first line of a file
    #[arg(long, value_name = "FILE", conflicts_with = "key_file")]
    pub(crate) passphrase_file: Option<PathBuf>,

    /// Keep the key of the home in a file (for tests)
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Option<PathBuf>,

    /// Begin in the tray, without a window
    #[arg(long)]
    pub(crate) hidden: bool,

    /// The language, whatever the settings say
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) lang: Option<Tongue>,

    /// The colours, whatever the settings say
    #[arg(long, value_name = "THEME")]
    pub(crate) theme: Option<Colours>,

    /// How large everything is, from 0.75 to 2.5, whatever the settings say
    #[arg(long, value_name = "FACTOR", value_parser = scale)]
    pub(crate) scale: Option<f32>,

    /// Write down when things happen and what each frame takes
    #[arg(long, value_name = "FILE", hide = true)]
    pub(crate) measure: Option<PathBuf>,

    /// Say what the QR code in the clipboard's picture holds, and end
    #[arg(long, value_name = "WANTED", hide = true, value_parser = wanted)]
    pub(crate) read_clipboard: Option<Wanted>,
}

fn wanted(name: &str) -> Result<Wanted, String> {
    Wanted::of_name(name).ok_or_else(|| "link or safety-number".to_owned())
}

/// Languages as they are named on a command line.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Tongue {
    En,
    De,
    Es,
    Fr,
    Zh,
    Ar,
}

impl From<Tongue> for Language {
    fn from(tongue: Tongue) -> Self {
        match tongue {
            Tongue::En => Self::English,
            Tongue::De => Self::German,
            Tongue::Es => Self::Spanish,
            Tongue::Fr => Self::French,
            Tongue::Zh => Self::Chinese,
            Tongue::Ar => Self::Arabic,
        }
    }
}

/// Colours as they are named on a command line.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Colours {
    System,
    Light,
    Dark,
}

impl From<Colours> for ThemeChoice {
    fn from(colours: Colours) -> Self {
        match colours {
            Colours::System => Self::System,
            Colours::Light => Self::Light,
            Colours::Dark => Self::Dark,
        }
    }
}

fn scale(text: &str) -> Result<f32, String> {
    text.parse()
        .ok()
        .filter(|factor| SCALE_RANGE.contains(factor))
        .ok_or_else(|| "a number from 0.75 to 2.5, such as 1.25".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_in_order() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_scale_is_a_number_in_its_range() {
        assert_eq!(scale("1.5"), Ok(1.5));
        for wrong in ["0.5", "3", "large", "NaN"] {
            assert!(scale(wrong).is_err(), "{wrong}");
        }
    }
}
