//! `pulse contact rename`: a name of our own for somebody.

use clap::Args;
use pulse_client::Command;

use crate::context::{Context, Reach};
use crate::exit::Failure;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Who, by name or id
    who: String,

    /// The new name; an empty one goes back to theirs
    name: String,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let Arguments { who, name } = arguments;
    let command = |account| Command::RenameContact { account, name };
    super::change(context, Reach::Offline, &who, command, |name| {
        format!("They are called {name} now.")
    })
    .await
}
