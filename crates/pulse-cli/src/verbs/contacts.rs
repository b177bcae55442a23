//! `pulse contacts`: everybody we know, and who waits to be known.

use pulse_client::{ContactRow, ContactState, IdentityState};

use crate::context::{Context, Reach};
use crate::exit::Failure;
use crate::screen::{Screen, Style};
use crate::{json, table, text};

pub(crate) async fn run(context: &Context) -> Result<(), Failure> {
    let client = context.open(Reach::Offline).await?;
    let contacts = client.view().contacts()?;
    let screen = context.screen;
    if screen.is_json() {
        return contacts
            .iter()
            .try_for_each(|row| screen.object(&json::Contact::of(row)));
    }
    if contacts.is_empty() {
        return screen.line("No contacts yet. Add one with `pulse contact add LINK`.");
    }
    let rows: Vec<Vec<String>> = contacts.iter().map(row).collect();
    for (line, contact) in table::aligned(&rows).iter().zip(&contacts) {
        screen.line(tinted(screen, line, contact))?;
    }
    if contacts
        .iter()
        .any(|row| row.state == ContactState::Requested)
    {
        screen.note("\nSomebody waits for your answer: `pulse contact accept WHO` or `pulse contact block WHO`.");
    }
    Ok(())
}

fn row(contact: &ContactRow) -> Vec<String> {
    let name = text::shorten(&text::line(&contact.name), 32);
    let verified = match (contact.compared, contact.verified) {
        (true, _) => "verified",
        (false, true) => "by their link",
        (false, false) => "",
    };
    vec![
        name,
        state(contact).to_owned(),
        verified.to_owned(),
        contact.account.to_string(),
    ]
}

/// Where we stand, in words.
fn state(contact: &ContactRow) -> &'static str {
    match (contact.state, contact.identity) {
        (ContactState::Blocked, _) => "blocked",
        (ContactState::Requested, _) => "wants to write to you",
        (_, IdentityState::Forked) => "CHECK: two device lists",
        (_, IdentityState::Recovered) => "account recovered",
        (_, IdentityState::DevicesChanged) => "devices changed",
        (ContactState::Added, _) => "not answered yet",
        (ContactState::Accepted, _) => "contact",
    }
}

fn tinted(screen: Screen, line: &str, contact: &ContactRow) -> String {
    match (contact.state, contact.identity) {
        (ContactState::Blocked, _) => screen.style(Style::Dim, line),
        (_, IdentityState::Forked) => screen.style(Style::Red, line),
        (ContactState::Requested, _) | (_, IdentityState::Recovered) => {
            screen.style(Style::Yellow, line)
        }
        _ => line.to_owned(),
    }
}
