//! What people do in Pulse, in several clicks and keys each.

use atspi::State;

use super::person::Person;
use super::server::Server;
use super::tree::Thing;

const PASSPHRASE: &str = "correct horse battery staple lamp";
const COMPOSER: &str = "Message";

impl Person {
    /// From the welcome to an account whose phrase was written down.
    pub(crate) fn registers(&self, server: &Server) {
        self.registers_and(server, |_| {});
    }

    /// The same, with somebody who looks at each page.
    pub(crate) fn registers_and(&self, server: &Server, mut looks_at: impl FnMut(&str)) {
        self.sees("Welcome to Pulse");
        looks_at("the welcome");
        self.clicks("Create account");
        self.sees("Which server?");
        looks_at("the server");
        self.types_into("Server link", &server.link);
        self.clicks("Continue");
        self.sees("What is your name?");
        looks_at("the name");
        self.types_into("Your name", &self.name);
        self.clicks("Continue");
        self.sees("Protect your messages");
        // There is no keychain here, so nothing else is offered.
        self.waits_for("is not asked for a passphrase", |tree| {
            tree.field("The same again").map(|_| ())
        });
        looks_at("the protection");
        self.types_into("Passphrase", PASSPHRASE);
        self.types_into("The same again", PASSPHRASE);
        self.clicks("Create account");
        self.sees("Your recovery phrase");
        let words = self.reads_phrase();
        looks_at("the phrase");
        self.clicks("I wrote them down");
        self.sees("Check your notes");
        looks_at("the check of the phrase");
        for (number, word) in (1..).zip(&words) {
            let field = format!("Word {number}");
            if self.tree().field(&field).is_some() {
                self.types_into(&field, word);
            }
        }
        self.clicks("Check and finish");
        self.sees_no_more("Check your notes");
    }

    /// The 24 words, as they are read out: `Word 3: absent`.
    fn reads_phrase(&self) -> Vec<String> {
        self.waits_for("does not see 24 words", |tree| {
            let words: Vec<String> = (1..=24)
                .filter_map(|number| {
                    let prefix = format!("Word {number}: ");
                    let mut things = tree.things.iter();
                    things.find_map(|thing| thing.name.strip_prefix(&prefix).map(str::to_owned))
                })
                .collect();
            (words.len() == 24).then_some(words)
        })
    }

    /// Types the passphrase after a start.
    pub(crate) fn unlocks(&self) {
        self.sees("Unlock Pulse");
        self.types_into("Passphrase", PASSPHRASE);
        self.presses("Return");
        self.sees_no_more("Unlock Pulse");
    }

    /// Copies the own link, which another window can paste then.
    pub(crate) fn copies_own_link(&self) {
        self.clicks("Menu");
        self.clicks("My link");
        self.clicks("Copy link");
        self.sees("opied");
    }

    /// Adds somebody by the link that they copied, and opens the conversation.
    pub(crate) fn adds_by_pasted_link_of(&self, other: &Person) {
        other.copies_own_link();
        self.clicks("New conversation");
        self.clicks_into("Contact link");
        self.presses("ctrl+v");
        self.sees("The link is good");
        self.types_into("Name (only you see it)", &other.name);
        self.clicks("Add contact");
        self.can_write();
    }

    /// Types into the composer and sends with Enter.
    pub(crate) fn writes(&self, text: &str) {
        self.types_into(COMPOSER, text);
        self.presses("Return");
        self.sees_once(text);
    }

    /// Types into the composer and sends nothing.
    pub(crate) fn begins_to_write(&self, text: &str) {
        self.types_into(COMPOSER, text);
        self.has_written(text);
    }

    /// What the composer holds.
    pub(crate) fn has_written(&self, text: &str) {
        self.waits_for(&format!("has not written {text:?}"), |tree| {
            let field = tree.field(COMPOSER)?;
            (self.reads(field)? == text).then_some(())
        });
    }

    /// Opens a conversation from the list.
    pub(crate) fn opens(&self, name: &str) {
        self.clicks_on(name);
        self.can_write();
    }

    /// Sees the request of somebody who calls themselves so, and lets them in.
    pub(crate) fn accepts(&self, name: &str) {
        self.opens_requests();
        self.sees(name);
        self.clicks_on(&format!("Accept {name}"));
    }

    /// The page with the requests, from the line above the list.
    pub(crate) fn opens_requests(&self) {
        self.clicks_on(" request");
    }

    /// Looks at a message until a screen reader says so of it.
    #[track_caller]
    pub(crate) fn sees_status_of(&self, text: &str, status: &str) {
        self.waits_for(&format!("does not see {text:?} as {status}"), |tree| {
            let mut things = tree.things.iter();
            things
                .any(|thing| thing.name.contains(text) && thing.says(status))
                .then_some(())
        });
    }

    /// Compares safety numbers with somebody and finds them the same.
    pub(crate) fn verifies(&self, other: &Person) {
        for person in [self, other] {
            let name = if person.name == self.name {
                &other.name
            } else {
                &self.name
            };
            person.clicks_on_head_of(name);
            person.clicks_on("Safety number");
        }
        let ours = self.reads_safety_number();
        assert_eq!(ours, other.reads_safety_number(), "safety numbers differ");
        self.clicks("Mark as verified");
        self.sees("You can rely on it");
        for person in [self, other] {
            person.presses("Escape");
            person.sees("Account id");
            person.presses("Escape");
            person.can_write();
        }
    }

    fn reads_safety_number(&self) -> String {
        self.waits_for("does not see the safety number", |tree| {
            let mut things = tree.things.iter();
            things.find_map(|thing| {
                let number = thing.name.strip_prefix("Safety number: ")?;
                number
                    .contains(|c: char| c.is_ascii_digit())
                    .then(|| number.to_owned())
            })
        })
    }

    #[track_caller]
    fn can_write(&self) {
        self.waits_for("cannot write", |tree| tree.field(COMPOSER).map(|_| ()));
    }

    /// Goes round with Tab until a stop comes for the second time, and returns the stops. `None` is one of which a screen reader
    /// knows nothing: the end of the round, after which the next Tab begins anew, and no other.
    pub(crate) fn goes_round_with_tab(&self, at_most: usize) -> Vec<Option<Thing>> {
        let mut stops: Vec<Option<Thing>> = Vec::new();
        for _ in 0..at_most {
            let last = self.tree().focused().cloned();
            self.presses("Tab");
            let stop = self.next_focus(last.as_ref());
            let is_known = |stop: &Thing| stops.iter().flatten().any(|it| it.is_same(stop));
            if stop.as_ref().is_some_and(is_known) {
                break;
            }
            stops.push(stop);
        }
        stops
    }

    /// What has the keyboard once that is another thing than before; nothing when that does not happen soon.
    fn next_focus(&self, last: Option<&Thing>) -> Option<Thing> {
        let mut looks = 0..40;
        super::process::look_until(|| {
            let focused = self
                .tree()
                .focused()
                .filter(|thing| thing.is(State::Focused))
                .cloned();
            let is_other = match (&focused, last) {
                (Some(now), Some(last)) => !now.is_same(last),
                (Some(_), None) => true,
                (None, _) => false,
            };
            if is_other {
                return Some(focused);
            }
            looks.next().is_none().then_some(None)
        })
    }
}
