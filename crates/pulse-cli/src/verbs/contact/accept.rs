//! `pulse contact accept`: lets somebody in who wrote to us.

use clap::Args;
use pulse_client::Command;

use crate::context::{Context, Reach};
use crate::exit::Failure;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Who, by name or id
    who: String,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let command = |account| Command::AcceptContact { account };
    super::change(context, Reach::Online, &arguments.who, command, |name| {
        format!("{name} is a contact now.")
    })
    .await
}
