//! `pulse contact …`: what changes one contact.

mod accept;
mod add;
mod block;
mod rename;
mod unblock;

use clap::Subcommand;
use pulse_client::{AccountId, Client, Command, ContactRow, ContactState};

use crate::context::{Context, Reach};
use crate::exit::{Exit, Failure};
use crate::{json, text, who};

/// What to do with a contact.
#[derive(Subcommand)]
pub(crate) enum Verb {
    /// Add somebody by the link they gave you
    Add(add::Arguments),
    /// Let somebody in who wrote to you
    Accept(accept::Arguments),
    /// Hear nothing of somebody any more
    Block(block::Arguments),
    /// Take a block back
    Unblock(unblock::Arguments),
    /// Call somebody by a name of your own
    Rename(rename::Arguments),
}

pub(crate) async fn run(verb: Verb, context: &Context) -> Result<(), Failure> {
    match verb {
        Verb::Add(arguments) => add::run(arguments, context).await,
        Verb::Accept(arguments) => accept::run(arguments, context).await,
        Verb::Block(arguments) => block::run(arguments, context).await,
        Verb::Unblock(arguments) => unblock::run(arguments, context).await,
        Verb::Rename(arguments) => rename::run(arguments, context).await,
    }
}

/// Does something to one contact, and shows them as they are then.
async fn change(
    context: &Context,
    reach: Reach,
    who: &str,
    command: impl FnOnce(AccountId) -> Command,
    sentence: impl FnOnce(&str) -> String,
) -> Result<(), Failure> {
    let client = context.open(reach).await?;
    let account = who::resolve(&client.view(), who)?.account;
    client.command(command(account)).await?;
    show(context, &client, account, sentence)
}

/// Shows the contact as it is now: the object for scripts, `sentence` (made with the name) for people.
fn show(
    context: &Context,
    client: &Client,
    account: AccountId,
    sentence: impl FnOnce(&str) -> String,
) -> Result<(), Failure> {
    let contact = client.view().contact(account)?.ok_or_else(|| {
        Failure::new(Exit::Bug, "the contact was changed and is not in the store")
    })?;
    context.screen.show(&json::Contact::of(&contact), || {
        sentence(&text::line(&contact.name))
    })?;
    if contact.state != ContactState::Blocked {
        tell_namesakes(context, client, &contact)?;
    }
    Ok(())
}

/// Whom a verb means must not become a question unnoticed.
fn tell_namesakes(context: &Context, client: &Client, contact: &ContactRow) -> Result<(), Failure> {
    let name = contact.name.to_lowercase();
    let is_namesake =
        |row: &&ContactRow| row.account != contact.account && row.name.to_lowercase() == name;
    let contacts = client.view().contacts()?;
    for other in contacts.iter().filter(is_namesake) {
        context.screen.note(&format!(
            "Somebody else goes by that name: {}. Tell them apart: pulse contact rename {} NAME",
            other.account, contact.account
        ));
    }
    Ok(())
}
