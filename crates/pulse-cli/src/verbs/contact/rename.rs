//! `pulse contact rename`: a name of our own for somebody.

use clap::Args;
use pulse_client::Command;

use crate::context::{Context, Reach};
use crate::exit::Failure;
use crate::who;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Who, by name or id
    who: String,

    /// The new name; an empty one goes back to theirs
    name: String,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let client = context.open(Reach::Offline).await?;
    let contact = who::resolve(&client.view(), &arguments.who)?;
    let account = contact.account;
    client
        .command(Command::RenameContact {
            account,
            name: arguments.name,
        })
        .await?;
    super::show(context, &client, account, |name| {
        format!("They are called {name} now.")
    })
}
