//! What forms and pages are put together from: the widgets, arranged the same way everywhere.

mod choice_card;
mod copyable;
mod drop_target;
mod emblem;
mod field;
mod form;
mod grids;
mod links;
mod logo;
mod new_passphrase;
mod person;
mod row;
mod stepper;
mod strength;
mod words;

pub(super) use super::widgets::{Tone, card, section_header as section};
pub(super) use choice_card::choice_card;
pub(super) use copyable::copyable;
pub(super) use drop_target::drop_target;
pub(super) use emblem::emblem;
pub(super) use field::{Field, field_note};
pub(super) use form::{Ending, FormStep, centred_form, page, page_ending};
pub(super) use grids::{number_grid, word_grid};
pub(super) use links::{from_hex, is_begun_link, server_name, short_id};
pub(super) use logo::logo;
pub(super) use new_passphrase::new_passphrase;
pub(super) use person::{avatar, person, person_head};
pub(super) use row::Row;
pub(super) use stepper::stepper;
use strength::strength;
pub(super) use words::{
    answer_button, answers, centred_primary, empty, form_lead, form_link, form_primary,
    form_secondary, form_small, form_title, notice, page_lead, page_primary, page_secondary,
    page_small, progress, qr_code, two_buttons,
};
