//! A conversation of a hundred thousand messages.

use egui::Key;
use egui::accesskit::Role;
use pulse_client::MessageStatus;
use pulse_desktop::state::Timeline;
use pulse_desktop::{AppState, Effect, Request, Update};

use super::stage::Stage;
use crate::scenes::{cast, conversations};

const TOTAL: usize = 100_000;

fn row(position: usize) -> pulse_client::MessageRow {
    let number = u32::try_from(position).unwrap();
    let words = match position % 7 {
        0 => {
            "A longer message that needs more than one line in any window, because it tells about \
              a whole day and about the evening too, and about who was there."
        }
        1 => "Yes",
        2 => "one\ntwo\nthree\nfour",
        3 => "See https://example.org/a/page?with=words",
        4 => "👍",
        5 => "What *is* it?",
        _ => "An ordinary line",
    };
    let text = format!("{words} #{position}");
    let seconds_ago = 60 * u64::from(u32::try_from(TOTAL - position).unwrap());
    if position.is_multiple_of(3) {
        cast::ours(1, number, &text, seconds_ago, MessageStatus::Read)
    } else {
        cast::theirs(1, number, &text, seconds_ago)
    }
}

/// All of it, with nothing loaded yet.
pub(crate) fn long() -> AppState {
    let mut state = conversations::with(1, Vec::new());
    state.timeline = Some(Timeline::new(cast::conversation(1), TOTAL, None));
    state
}

/// Answers what the window asked the store for, until it asks for nothing more.
pub(crate) fn answer(stage: &mut Stage) {
    for _ in 0..4 {
        let is_asked = load(stage) > 0;
        stage.harness.run();
        if !is_asked {
            return;
        }
    }
}

/// Answers what was asked in the last frame. Returns how many questions that were.
fn load(stage: &mut Stage) -> usize {
    let effects = std::mem::take(&mut stage.harness.state_mut().effects);
    let mut asked = 0;
    for effect in effects {
        if let Effect::Ask(Request::Rows { first, limit, .. }) = effect {
            asked += 1;
            let rows = (first..(first + limit).min(TOTAL)).map(row).collect();
            stage.harness.state_mut().state.apply(Update::Rows {
                conversation: cast::conversation(1),
                first,
                rows,
                total: TOTAL,
            });
        }
    }
    asked
}

fn opened() -> Stage {
    let mut stage = Stage::wide(long());
    answer(&mut stage);
    stage
}

#[test]
fn it_opens_at_its_end_and_asks_only_for_what_is_near() {
    let stage = opened();
    assert!(stage.shows_containing("#99999"));
    let loaded = stage.state().timeline.as_ref().unwrap().loaded().count();
    assert!(loaded < 1_000, "{loaded} rows are loaded");
}

#[test]
fn scrolling_up_moves_what_is_read_by_as_much_and_never_jumps() {
    let mut stage = opened();
    for _ in 0..30 {
        let middle = middle_label(&stage);
        let before = stage.top_of(&middle);
        stage.scroll(60.0);
        answer(&mut stage);
        let after = stage.top_of(&middle);
        let moved = after - before;
        assert!((moved - 60.0).abs() < 1.5, "{middle} moved by {moved}");
    }
}

/// A message in the middle of the view, by the end of its label.
fn middle_label(stage: &Stage) -> String {
    use egui_kittest::kittest::{NodeT, Queryable};
    let nodes = stage.harness.query_all_by_role(Role::ListItem);
    let mut labels: Vec<_> = nodes
        .filter(|node| node.rect().left() > 330.0)
        .map(|node| (node.rect().top(), node.accesskit_node().label().unwrap()))
        .filter(|(top, label)| (150.0..450.0).contains(top) && label.contains('#'))
        .collect();
    labels.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (_, label) = labels.remove(labels.len() / 2);
    label[label.find('#').unwrap()..].to_owned()
}

#[test]
fn a_row_that_arrives_while_one_reads_above_moves_nothing() {
    let mut stage = opened();
    stage.scroll(2_000.0);
    answer(&mut stage);
    let middle = middle_label(&stage);
    let before = stage.top_of(&middle);
    stage.happens(|state| {
        state.apply(Update::RowAdded {
            row: cast::theirs(1, 200_000, "the newest", 0),
            position: TOTAL,
            total: TOTAL + 1,
        });
    });
    assert!((stage.top_of(&middle) - before).abs() < 1.0);
    stage.button("Jump to newest");
    assert!(stage.shows_containing("the newest"));
}

#[test]
fn page_keys_scroll_while_one_writes() {
    let mut stage = opened();
    stage.press(Key::PageUp);
    answer(&mut stage);
    assert!(!stage.shows_containing("#99999"));
    stage.press(Key::PageDown);
    stage.press(Key::PageDown);
    assert!(stage.shows_containing("#99999"));
}

#[test]
fn the_place_is_kept_while_another_conversation_is_open() {
    let mut stage = opened();
    stage.scroll(3_000.0);
    answer(&mut stage);
    let middle = middle_label(&stage);
    let before = stage.top_of(&middle);
    stage.click(Role::ListItem, "Greta Lindqvist");
    stage.click(Role::ListItem, "Bob Okafor");
    stage.happens(|state| {
        state.apply(Update::ConversationOpened {
            conversation: cast::conversation(1),
            total: TOTAL,
            first_unread: None,
            draft: String::new(),
        });
    });
    answer(&mut stage);
    assert!((stage.top_of(&middle) - before).abs() < 1.0);
}

#[test]
fn opening_leads_to_the_first_unread_message() {
    let mut state = long();
    state.timeline = Some(Timeline::new(
        cast::conversation(1),
        TOTAL,
        Some(TOTAL - 200),
    ));
    let mut stage = Stage::wide(state);
    answer(&mut stage);
    let marker = stage.top_of("New messages");
    assert!((60.0..300.0).contains(&marker), "{marker}");
    assert!(stage.shows_containing(&format!("#{}", TOTAL - 200)));
}

/// How much work a frame is: what is laid out for it, drawn in it, and asked after it. All of that depends on the window, and on
/// nothing of a conversation but how tall its rows are. How long it takes is measured by `cargo xtask bench desktop`.
#[test]
fn a_frame_costs_little_wherever_one_is() {
    // The lowest row has one line and a margin.
    const ROWS_SEEN_MAX: usize = 24;
    // The words and the time of each, the same of what is measured around it when it comes near, and the rest of the window. The
    // most is 154, where a jump has led.
    const GALLEYS_MAX: usize = 220;
    // What is seen may lie on the border of two pages.
    const QUESTIONS_MAX: usize = 2;

    let mut stage = Stage::wide(long());
    let mut most = (0, 0, 0);
    for step in 0..200 {
        let is_jump = step % 50 == 49;
        stage.harness.hover_at(egui::pos2(700.0, 350.0));
        stage.harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, if is_jump { 40_000.0 } else { 37.0 }),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: egui::Modifiers::NONE,
        });
        loop {
            stage.harness.step();
            let galleys = (stage.harness.ctx).fonts(|fonts| fonts.num_galleys_in_cache());
            let rows = stage.labels(Role::ListItem);
            let rows = rows.iter().filter(|label| label.contains('#')).count();
            let asked = load(&mut stage);
            most = (most.0.max(galleys), most.1.max(rows), most.2.max(asked));
            if asked == 0 {
                break;
            }
        }
    }
    let (galleys, rows, asked) = most;
    assert!(rows <= ROWS_SEEN_MAX, "{rows} rows are drawn");
    assert!(galleys <= GALLEYS_MAX, "{galleys} texts are laid out");
    assert!(asked <= QUESTIONS_MAX, "{asked} questions are asked");
}
