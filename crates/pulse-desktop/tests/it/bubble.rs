//! A message in its bubble: where the time stands, and how much of a long text is seen.

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use pulse_desktop::state::Language;

use super::stage::{Stage, WIDE};
use crate::scenes::{cast, conversations};

/// The time stood over the first words of every short Arabic or Hebrew message.
#[test]
fn the_time_stands_below_a_text_that_ends_where_it_would_be() {
    let height = |text: &str, language| {
        let state = conversations::with(1, vec![cast::theirs(1, 1, text, 60)]);
        let stage = Stage::new(state, WIDE, language);
        let messages = stage.harness.query_all_by_role(Role::ListItem);
        let message = messages.filter(|message| {
            let label = message.accesskit_node().label();
            label.is_some_and(|label| label.contains(text) && label.contains(": "))
        });
        message
            .map(|message| message.rect().height())
            .next()
            .unwrap()
    };
    let usual = height("peace", Language::English);
    assert!(height("שלום", Language::English) > usual + 10.0);
    assert_eq!(
        height("שלום", Language::Arabic),
        height("peace", Language::Arabic)
    );
}

#[test]
fn a_long_message_is_folded_until_it_is_asked_for() {
    let text: String = (1..=200).map(|line| format!("line {line}\n")).collect();
    let mut stage = Stage::wide(conversations::with(1, vec![cast::theirs(1, 1, &text, 60)]));
    let height = |stage: &Stage| {
        let mut rows = stage.harness.query_all_by_role(Role::ListItem);
        let row = rows.find(|row| row.rect().left() > 320.0).unwrap();
        (row.rect().top(), row.rect().height())
    };
    let (_, folded) = height(&stage);
    assert!(folded < 500.0, "{folded}");
    stage.button("Read more");
    let (top, whole) = height(&stage);
    assert!(whole > 3_000.0, "{whole}");
    assert!(top > 56.0, "its beginning is in sight: {top}");
    assert!(!stage.shows("Read more"));
}

#[test]
fn a_message_that_is_hardly_longer_than_a_folded_one_is_shown_whole() {
    let text: String = (1..=23).map(|line| format!("line {line}\n")).collect();
    let stage = Stage::wide(conversations::with(1, vec![cast::theirs(1, 1, &text, 60)]));
    assert!(!stage.shows("Read more"));
}
