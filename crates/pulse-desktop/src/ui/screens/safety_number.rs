//! Comparing safety numbers: by reading them out, or by a picture of the other side's QR code.

use pulse_client::{AccountId, ContactRow};

use super::prelude::*;
use super::qr_input;
use crate::state::{QrPurpose, Scanned};

/// Draws the page.
pub fn show(
    ui: &mut Ui,
    cx: &Cx<'_>,
    state: &AppState,
    account: AccountId,
    memory: &mut UiMemory,
    out: &mut Actions,
) {
    let texts = cx.texts;
    memory
        .pages
        .enter(ui.ctx(), ("safety-number", Some(account)));
    let (Some(own), Some(contact)) = (&state.account, state.contact(account)) else {
        super::contact::gone(ui, cx, out);
        return;
    };
    let number = memory.pages.safety_number(own.account, account);
    let (digits, payload) = (number.to_string(), number.qr_payload());
    let scanned = match &state.scanned {
        Some(Scanned {
            purpose: QrPurpose::SafetyNumber,
            result,
        }) => Some(match result {
            Ok(text) => Ok(forms::from_hex(text).is_some_and(|bytes| number.compare(&bytes))),
            Err(key) => Err(*key),
        }),
        _ => None,
    };
    let with_name = |key: &str| texts.with(key, &[("name", contact.name.as_str().into())]);

    forms::page(ui, cx, &texts.get("safety-number-title"), out, |ui, out| {
        forms::page_lead(ui, cx, &with_name("safety-number-explained"));
        let label = texts.with(
            "safety-number-numbers",
            &[("digits", digits.as_str().into())],
        );
        forms::number_grid(ui, cx, &label, digits.split(' '));
        if forms::form_link(ui, cx, &texts.get("safety-number-copy")).clicked() {
            out.push(Action::Copy(digits.clone()));
        }
        forms::qr_code(ui, cx, &payload, &texts.get("safety-number-qr"));
        match scanned {
            Some(Ok(true)) => {
                forms::notice(ui, cx, Tone::Good, &with_name("safety-number-same"));
            }
            Some(Ok(false)) => {
                forms::notice(ui, cx, Tone::Problem, &with_name("safety-number-different"));
            }
            Some(Err(key)) => forms::notice(ui, cx, Tone::Problem, &texts.get(key)),
            None => {}
        }
        qr_input::show(ui, cx, QrPurpose::SafetyNumber, out);
        ui.add_space(space::S);
        verdict(ui, cx, contact, out);
    });
}

/// Marks the person as verified, or takes that back.
fn verdict(ui: &mut Ui, cx: &Cx<'_>, contact: &ContactRow, out: &mut Actions) {
    let texts = cx.texts;
    let account = contact.account;
    let name = contact.name.as_str();
    if contact.compared {
        let text = texts.with("safety-number-verified-text", &[("name", name.into())]);
        forms::notice(ui, cx, Tone::Good, &text);
        if forms::page_secondary(ui, cx, &texts.get("safety-number-take-back")).clicked() {
            out.push(Action::ConfirmSafetyNumber {
                account,
                confirmed: false,
            });
        }
        return;
    }
    if contact.verified {
        let text = texts.with("safety-number-by-link", &[("name", name.into())]);
        forms::notice(ui, cx, Tone::Info, &text);
    }
    if forms::page_primary(ui, cx, &texts.get("safety-number-mark"), true).clicked() {
        out.push(Action::ConfirmSafetyNumber {
            account,
            confirmed: true,
        });
    }
}
