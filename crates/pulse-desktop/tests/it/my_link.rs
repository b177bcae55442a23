//! The own link: read from the screen, sent as text or as a picture.

use egui::accesskit::Role;
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

/// The code beside an empty list is read from another screen by a phone, not looked at.
#[test]
fn every_code_has_modules_of_four_points() {
    let link = cast::me().contact_link.to_string();
    let code = qrcode::QrCode::with_error_correction_level(&link, qrcode::EcLevel::M).unwrap();
    let modules = (code.width() + 8) as f32;
    for state in [conversations::nobody(), conversations::page(Route::MyLink)] {
        let stage = Stage::wide(state);
        let side = stage
            .node(Role::Image, "QR code of your link")
            .rect()
            .width();
        assert_eq!(side % modules, 0.0, "{side} points for {modules} modules");
        assert!(side >= 4.0 * modules, "{side} points for {modules} modules");
    }
}
