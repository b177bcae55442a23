//! `pulse contact add`: adds somebody by their link.

use clap::Args;
use pulse_client::{Command, CommandOutput, ContactLink, ContactState};

use crate::context::{Context, Reach};
use crate::exit::{Exit, Failure};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Their contact link, as their `pulse whoami` shows it
    link: String,

    /// What you call them; without it, their own name is shown as soon as it is known
    #[arg(long)]
    name: Option<String>,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let link: ContactLink = arguments.link.trim().parse()?;
    let client = context.open(Reach::Offline).await?;
    let before = client.view().contact(link.account)?;
    let is_contact = |state| matches!(state, ContactState::Accepted | ContactState::Added);
    let state = before.map(|contact| contact.state);
    let is_known = state.is_some_and(is_contact);
    let was_blocked = state == Some(ContactState::Blocked);
    let is_named = arguments.name.is_some();
    let command = Command::AddContact {
        link,
        name: arguments.name,
    };
    let CommandOutput::ContactAdded { account } = client.command(command).await? else {
        return Err(Failure::new(
            Exit::Bug,
            "adding a contact gave something else",
        ));
    };
    super::show(context, &client, account, |name| {
        if is_known {
            return match is_named {
                true => format!("A contact already. You call them {name} now."),
                false => format!("{name} is a contact already."),
            };
        }
        let added = match was_blocked {
            true => format!("Added {name}, who is not blocked any more."),
            false => format!("Added {name}."),
        };
        // Not their name: they may have chosen it for a shell to read.
        format!("{added} Say hello: pulse send {account} \"Hello!\"")
    })
}
