//! The own link: read from the screen, sent as text or as a picture.

use pulse_desktop::state::Route;
use pulse_desktop::{Action, Effect};

use super::stage::Stage;
use crate::scenes::{cast, conversations};

#[test]
fn the_own_code_is_copied_and_saved_as_a_picture() {
    let mut stage = Stage::wide(conversations::page(Route::MyLink));
    let link = cast::me().contact_link.to_string();
    stage.button("Copy picture");
    stage.button("Save picture");
    let effects = &stage.play().effects;
    let copies = |effect: &Effect| matches!(effect, Effect::CopyQr(code) if *code == link);
    let saves = |effect: &Effect| matches!(effect, Effect::SaveQr(code) if *code == link);
    assert!(effects.iter().any(copies));
    assert!(effects.iter().any(saves));
    assert!(stage.shows("Copied"));
    stage.happens(|state| {
        state.act(Action::QrSaved(Ok(())));
        state.act(Action::QrSaved(Err("qr-not-written")));
    });
    assert!(stage.shows("Saved"));
    assert!(stage.shows_containing("could not be saved there"));
}
