//! The seam between the window and everything outside of it: the client, the desktop, files. Tests put a world of their own here.

use crate::action::Action;
use crate::effect::Effect;
use crate::native;
use crate::state::AppState;
use crate::texts::Texts;
use crate::update::Update;

/// What comes from outside.
#[derive(Clone, Debug)]
pub enum News {
    /// The client's thread told something.
    Update(Box<Update>),
    /// The desktop wants something: a click on the tray or a notification, a link, what a QR code held.
    Act(Action),
    /// The desktop looks otherwise.
    Appearance(native::Appearance),
}

/// Everything outside of the window. Nothing in it waits.
pub trait World {
    /// What happened since it was asked last.
    fn fetch(&mut self) -> Vec<News>;

    /// Does what follows from an action or an update.
    fn perform(&mut self, effect: Effect, state: &AppState, texts: &Texts);

    /// Lets what is outside of the window show the state too: the tray.
    fn show(&mut self, state: &AppState, texts: &Texts);

    /// Whether a window that is gone can be called back.
    fn has_tray(&self) -> bool;

    /// How a window is hidden on this desktop; closed, where it could not be shown again.
    fn hidden(&self) -> egui::ViewportCommand;
}
