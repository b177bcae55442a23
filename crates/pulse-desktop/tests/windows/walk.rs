//! The walk of a screen reader and of a keyboard through the app: whatever can be used says what it is, and Tab leads to it.

use std::collections::BTreeSet;

use atspi::{Role, State};

use super::desk::Desk;
use super::person::Person;
use super::tree::{Thing, Tree};

/// More stops than any screen has.
const STOPS_MAX: usize = 150;

#[test]
fn everything_has_a_name_and_can_be_reached_by_keyboard() {
    let desk = Desk::set("walk");
    let server = desk.server();
    let (mut alice, mut bob) = (desk.person("Alice"), desk.person("Bob"));
    let mut walk = Walk::default();
    alice.starts();
    alice.registers_and(&server, |page| walk.looks_at(&alice, page));
    bob.starts();
    bob.registers(&server);
    walk.looks_at(&alice, "an empty list");
    alice.adds_by_pasted_link_of(&bob);
    walk.looks_at(&bob, "the own link");
    alice.writes("Hello Bob");
    walk.looks_at(&alice, "a conversation");
    for (keys, page) in OVERLAYS {
        alice.presses(keys);
        walk.looks_at(&alice, page);
        alice.presses("Escape");
    }
    bob.opens_requests();
    bob.sees("Accept Alice");
    walk.looks_at(&bob, "the requests");
    alice.clicks_on_head_of("Bob");
    walk.looks_at(&alice, "a contact");
    alice.clicks_on("Safety number");
    walk.looks_at(&alice, "a safety number");
    for page in SETTINGS {
        alice.clicks("Menu");
        alice.clicks("Settings");
        alice.clicks_on(page);
        walk.looks_at(&alice, page);
    }
    alice.clicks("New conversation");
    walk.looks_at(&alice, "adding a contact");
    walk.ends();
}

/// What keys lay over a page, or put on it.
const OVERLAYS: &[(&str, &str)] = &[
    ("ctrl+k", "the quick switcher"),
    ("ctrl+f", "a search in the conversation"),
    ("ctrl+e", "the emoji picker"),
    ("F1", "the shortcuts"),
];

/// The pages of the settings, by the words of their lines; the profile has the own name.
const SETTINGS: &[&str] = &[
    "Alice, ",
    "Privacy",
    "Notifications",
    "Appearance",
    "Storage",
    "About Pulse",
];

/// What was found on the way.
#[derive(Default)]
struct Walk {
    screens: usize,
    offenders: Vec<String>,
}

impl Walk {
    /// Reads a screen, then goes once round with Tab.
    fn looks_at(&mut self, person: &Person, page: &str) {
        self.screens += 1;
        // Short words that go by themselves in the middle of the round would take the focus with them.
        person.waits_for("is still told something short", |tree| {
            let passing = |thing: &Thing| thing.name.starts_with("Dismiss: ");
            (!tree.things.iter().any(passing)).then_some(())
        });
        let tree = person.settled_tree();
        for thing in tree.things.iter().filter(|thing| is_nameless(thing)) {
            self.offenders
                .push(format!("{page}: a {:?} without a name", thing.role));
        }
        for name in doubles(&tree) {
            self.offenders
                .push(format!("{page}: two buttons with the name {name:?}"));
        }
        let round = person.goes_round_with_tab(STOPS_MAX);
        for unknown in unknown_stops(&round) {
            self.offenders.push(format!("{page}: {unknown}"));
        }
        let visited: Vec<&Thing> = round.iter().flatten().collect();
        let tree = person.tree();
        for thing in tree.reachable().filter(|thing| can_be_used(thing)) {
            if !visited.iter().any(|stop| stop.is_same(thing)) {
                self.offenders
                    .push(format!("{page}: Tab does not lead to {thing}"));
            }
        }
    }

    fn ends(self) {
        for offender in &self.offenders {
            eprintln!("{offender}");
        }
        assert!(
            self.offenders.is_empty(),
            "{} findings on {} screens",
            self.offenders.len(),
            self.screens
        );
    }
}

/// What Tab leads to although a screen reader cannot say what it is. The end of the round is nothing, once.
fn unknown_stops(round: &[Option<Thing>]) -> Vec<String> {
    let mut unknown = Vec::new();
    let nothing = round.iter().filter(|stop| stop.is_none()).count();
    if nothing > 1 {
        unknown.push(format!("Tab leads to nothing, {nothing} times in a round"));
    }
    let nameless = round
        .iter()
        .flatten()
        .filter(|stop| stop.name.is_empty() || stop.is_container() || stop.role == Role::Invalid);
    unknown.extend(nameless.map(|stop| format!("Tab leads to {stop}, which says nothing")));
    unknown
}

fn is_nameless(thing: &Thing) -> bool {
    let is_anything = !matches!(thing.role, Role::Unknown | Role::Invalid);
    thing.is_interactive() && (thing.name.is_empty() || !is_anything)
}

/// A screen reader's list of buttons must tell them apart.
fn doubles(tree: &Tree) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let buttons = tree.reachable().filter(|thing| {
        matches!(thing.role, Role::Button | Role::ToggleButton) && !thing.name.is_empty()
    });
    buttons
        .filter(|thing| !seen.insert(thing.name.clone()))
        .map(|thing| thing.name.clone())
        .collect()
}

fn can_be_used(thing: &Thing) -> bool {
    thing.is_interactive() && thing.is(State::Focusable) && thing.is(State::Enabled)
}
