//! From the arguments to the window, and to its end. The client opens the home while the window is being made.

use std::cell::RefCell;
use std::io;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::SystemTime;

use egui::ViewportBuilder;
use pulse_client::Timestamp;

use crate::app::{App, Beginning};
use crate::bell::Bell;
use crate::core::{Core, CoreOptions};
use crate::fonts::{self, WindowFonts};
use crate::limits::{TEXTURE_SIDE_MAX, WINDOW_SIZE_FIRST, WINDOW_SIZE_MIN};
use crate::measure::Measure;
use crate::native::autostart::Autostart;
use crate::native::graphics_driver::GraphicsDriver;
use crate::native::links::is_pulse_scheme;
use crate::native::settings_file::SettingsFile;
use crate::native::single_instance::{self, FirstInstance, Handover, Start};
use crate::native::{APP_ID, Native, window_place};
use crate::outside::{Outside, Parts};
use crate::request::{Protection, Request};
use crate::state::{AppState, ForThisStart, Language, Settings, ThemeChoice};

/// How Pulse is started.
pub struct RunOptions {
    /// The folder with the account.
    pub home: PathBuf,
    /// What the home is opened with, when that was given.
    pub given: Option<Protection>,
    /// A link to open. Of one that is not of Pulse the window says so.
    pub link: Option<String>,
    /// Whether to begin in the tray.
    pub hidden: bool,
    /// A language instead of that of the settings.
    pub language: Option<Language>,
    /// Colours instead of those of the settings.
    pub theme: Option<ThemeChoice>,
    /// A scale instead of that of the settings.
    pub scale: Option<f32>,
    /// The system's language.
    pub system_language: String,
    /// Where programs keep their configuration.
    pub config_home: Option<PathBuf>,
    /// The link of the server that this computer suggests for a new account.
    pub suggested_server: Option<String>,
    /// What Wayland gave so that a window may come to the front.
    pub activation_token: Option<String>,
    /// Whether windows are those of Wayland.
    pub is_wayland: bool,
    /// Keeps marks of what happens when.
    pub measure: Measure,
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// What was given is no link of Pulse, and there is no window to say so in.
    #[error("this is not a Pulse link; one begins with pulse://")]
    Link,
    /// Nothing says where the home is.
    #[error("no data folder is known; give one with --home DIR")]
    NoHomeFolder,
    /// The home's folder cannot be used.
    #[error("the home cannot be used: {0}; choose a folder of your own with --home DIR")]
    Home(#[source] io::Error),
    /// No thread could be made.
    #[error("the system gives no thread or event queue: {0}")]
    System(#[source] io::Error),
    /// There is no display, or it cannot draw.
    #[error("no window can be opened: {0}; is there a display (DISPLAY or WAYLAND_DISPLAY)?")]
    Window(String),
    /// The marks cannot be written.
    #[error("the measurement cannot be written: {0}")]
    Measure(#[source] io::Error),
}

impl Failure {
    /// The exit code; they are those of `docs/cli.md`.
    pub fn code(&self) -> u8 {
        match self {
            Self::Link => 65,
            Self::NoHomeFolder | Self::Home(_) => 73,
            Self::Measure(_) => 74,
            Self::System(_) | Self::Window(_) => 1,
        }
    }
}

/// Shows the window until Pulse ends; or tells a window of this home that is there already, and is done.
///
/// # Errors
/// When there can be no window, or the home's folder cannot be used.
pub fn run(mut options: RunOptions) -> Result<(), Failure> {
    // What is no link of Pulse is not looked at, and need not be carried anywhere.
    let is_odd = |link: &mut String| !is_pulse_scheme(link);
    let odd = options.link.take_if(is_odd).map(|_| Handover {
        link: Some(String::new()),
        ..Handover::default()
    });
    let is_misused = odd.is_some();
    let handover = Handover {
        link: odd
            .as_ref()
            .map_or_else(|| options.link.clone(), |odd| odd.link.clone()),
        activation_token: options.activation_token.clone(),
    };
    let first = match single_instance::start(&options.home, &handover).map_err(Failure::Home)? {
        Start::First(first) => first,
        Start::HandedOver => return Ok(()),
    };
    // Before there is another thread. A window that is not shown may never need it.
    let driver = match options.hidden || options.is_wayland {
        true => None,
        false => GraphicsDriver::load(),
    };
    let bell = Arc::new(Bell::default());
    let waker: Arc<dyn Fn() + Send + Sync> = {
        let bell = Arc::clone(&bell);
        Arc::new(move || bell.ring())
    };
    let core_options = CoreOptions {
        home: options.home.clone(),
        connect: true,
    };
    let (core, updates, core_thread) =
        Core::start(core_options, waker.clone()).map_err(Failure::System)?;
    let open = options.given.clone().unwrap_or(Protection::AsMade);
    core.send(Request::Open(open));

    let (settings_file, settings) = SettingsFile::load(&options.home);
    let (native, events) = Native::start(waker.clone(), program()).map_err(Failure::System)?;
    if let Err(error) = native.end_on_signals() {
        tracing::warn!(%error, "signals end Pulse without order");
    }
    let starts = listen(first, odd, waker).map_err(Failure::System)?;
    let autostart = options
        .config_home
        .as_ref()
        .map(|config| Autostart::new(config, command(&options)));
    let state = state(&options, settings, autostart.as_ref());
    let world = Outside::new(Parts {
        core,
        updates,
        native,
        events,
        starts: starts.1,
        settings_file,
        autostart,
        began_hidden: options.hidden,
        is_wayland: options.is_wayland,
    });
    let beginning = Beginning {
        state,
        system_language: options.system_language,
        zone: Box::new(jiff::tz::TimeZone::system),
        clock: Box::new(now),
        world: Box::new(world),
        measure: options.measure,
        hidden: options.hidden,
    };
    let shown = live(beginning, &bell, driver);
    // The window is gone, and with it the last who could ask: the client closes the home. The right to be its window ends after.
    let _ = core_thread.join();
    drop(starts.0);
    shown.map_err(|error| match is_misused {
        true => Failure::Link,
        false => Failure::Window(error.to_string()),
    })
}

/// Lives with a window and without one, by turns, until Pulse ends. Where a window that was hidden cannot be shown again, it is
/// closed instead, and the next is made when somebody asks for it.
fn live(beginning: Beginning, bell: &Bell, mut driver: Option<GraphicsDriver>) -> eframe::Result {
    let mut ctx = egui::Context::default();
    let app = Rc::new(RefCell::new(App::new(&ctx, beginning)));
    loop {
        bell.wake_too(&ctx);
        let goes_on = (app.borrow_mut()).wait_unseen(&ctx, |at_most| bell.wait(at_most));
        if !goes_on {
            return Ok(());
        }
        let native_options = eframe::NativeOptions {
            viewport: viewport(&app.borrow().state().settings),
            persist_window: false,
            // Asked for by `fonts`, and later.
            system_font_fallback: false,
            ..eframe::NativeOptions::default()
        };
        let shown = Shown {
            app: Rc::clone(&app),
            fonts: WindowFonts::default(),
            driver: driver.take(),
            was_drawn: false,
        };
        let creator: eframe::AppCreator<'_> = Box::new(move |cc| {
            shown.app.borrow().dress(&cc.egui_ctx);
            shown.fonts.install(&cc.egui_ctx);
            Ok(Box::new(shown))
        });
        eframe::run_native_ext("Pulse", native_options, Some(ctx), creator)?;
        // What one window has of textures and places is nothing to the next.
        ctx = egui::Context::default();
        if !app.borrow_mut().leave(&ctx) {
            return Ok(());
        }
    }
}

/// The app in a window that may go before the app does.
struct Shown {
    app: Rc<RefCell<App>>,
    fonts: WindowFonts,
    /// Until the window has drawn.
    driver: Option<GraphicsDriver>,
    was_drawn: bool,
}

impl eframe::App for Shown {
    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        self.app.borrow_mut().logic(ctx, frame);
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.app.borrow_mut().ui(ui, frame);
        self.fonts.follow(ui.ctx());
        if std::mem::replace(&mut self.was_drawn, true) {
            self.driver = None;
            fonts::look_for_system_fonts();
        }
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        self.app.borrow().clear_color(visuals)
    }

    fn raw_input_hook(&mut self, _ctx: &egui::Context, input: &mut egui::RawInput) {
        let side = input.max_texture_side.get_or_insert(TEXTURE_SIDE_MAX);
        *side = TEXTURE_SIDE_MAX.min(*side);
    }
}

/// What the window begins with.
fn state(options: &RunOptions, mut settings: Settings, autostart: Option<&Autostart>) -> AppState {
    let for_this_start = ForThisStart {
        theme: (options.theme).map(|theme| std::mem::replace(&mut settings.theme, theme)),
        scale: (options.scale).map(|scale| std::mem::replace(&mut settings.scale, scale)),
        language: (options.language)
            .map(|language| std::mem::replace(&mut settings.language, language)),
    };
    // The desktop's own settings may have changed it.
    settings.autostart = autostart.is_some_and(Autostart::is_on);
    AppState {
        settings,
        for_this_start,
        given: options.given.clone(),
        pending_link: options.link.clone(),
        suggested_server: options.suggested_server.clone(),
        words_to_ask: words_to_ask(),
        ..AppState::default()
    }
}

/// Four different words out of 24, in order. What is asked need not be secret, only not always the same.
fn words_to_ask() -> Vec<usize> {
    use std::hash::{BuildHasher, RandomState};
    let dice = RandomState::new();
    let mut words: Vec<_> = (1..=crate::limits::WORDS_OF_PHRASE).collect();
    words.sort_by_key(|word| dice.hash_one(word));
    words.truncate(crate::limits::WORDS_ASKED);
    words.sort_unstable();
    words
}

fn viewport(settings: &Settings) -> ViewportBuilder {
    let viewport = ViewportBuilder::default()
        .with_title("Pulse")
        .with_app_id(APP_ID)
        .with_inner_size(WINDOW_SIZE_FIRST)
        .with_min_inner_size(WINDOW_SIZE_MIN)
        .with_icon(icon());
    match settings.window {
        Some(place) => window_place::restored(viewport, place, settings.scale),
        None => viewport,
    }
}

fn icon() -> egui::IconData {
    let bytes = include_bytes!("../packaging/icons/64.png");
    image::load_from_memory_with_format(bytes, image::ImageFormat::Png).map_or_else(
        |_| egui::IconData::default(),
        |picture| {
            let picture = picture.into_rgba8();
            egui::IconData {
                width: picture.width(),
                height: picture.height(),
                rgba: picture.into_raw(),
            }
        },
    )
}

/// Hears of further starts of Pulse with this home. The right to hear lasts as long as the first of the two.
fn listen(
    mut first: FirstInstance,
    odd: Option<Handover>,
    waker: Arc<dyn Fn() + Send + Sync>,
) -> io::Result<(FirstInstance, mpsc::Receiver<Handover>)> {
    let (sender, starts) = mpsc::channel();
    if let Some(odd) = odd {
        // The window says it as of any start that comes later.
        let _ = sender.send(odd);
    }
    first.listen(move |handover| {
        if sender.send(handover).is_ok() {
            waker();
        }
    })?;
    Ok((first, starts))
}

/// This program.
fn program() -> PathBuf {
    std::env::current_exe().unwrap_or_else(|_| PathBuf::from("pulse-desktop"))
}

/// The program and its arguments, as they start Pulse with the session.
fn command(options: &RunOptions) -> Vec<String> {
    let mut command = vec![program().to_string_lossy().into_owned()];
    command.push("--home".to_owned());
    command.push(options.home.to_string_lossy().into_owned());
    let file = match &options.given {
        Some(Protection::KeyFile(path)) => Some(("--key-file", path)),
        Some(Protection::PassphraseFile(path)) => Some(("--passphrase-file", path)),
        _ => None,
    };
    if let Some((option, path)) = file {
        command.push(option.to_owned());
        command.push(path.to_string_lossy().into_owned());
    }
    command
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let millis = since.map_or(0, |since| since.as_millis());
    Timestamp::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_different_words_are_asked() {
        for _ in 0..50 {
            let words = words_to_ask();
            assert_eq!(words.len(), crate::limits::WORDS_ASKED);
            assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(words.iter().all(|word| (1..=24).contains(word)));
        }
    }

    #[test]
    fn there_is_an_icon() {
        assert_eq!(icon().rgba.len(), 64 * 64 * 4);
    }
}
