//! `pulse whoami`: the account and the link to give to others.

use clap::Args;

use crate::context::{Context, Reach};
use crate::exit::{Exit, Failure, NOT_REGISTERED_HINT};
use crate::screen::Style;
use crate::{json, qr, table, text};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Draw the QR code even when the output is not a terminal
    #[arg(long)]
    qr: bool,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let client = context.open(Reach::Offline).await?;
    let account = client.view().account()?.ok_or_else(|| {
        Failure::new(Exit::Home, "this home has no account yet").with_hint(NOT_REGISTERED_HINT)
    })?;
    let screen = context.screen;
    screen.show(&json::Account::of(&account), || {
        let mut rows = vec![
            ["Name", &text::line(&account.name)]
                .map(str::to_owned)
                .to_vec(),
            vec!["Id".to_owned(), account.account.to_string()],
            vec!["Server".to_owned(), account.server.to_string()],
            vec!["Link".to_owned(), account.contact_link.to_string()],
        ];
        if !account.registered {
            let state = "the server has not confirmed it yet; run `pulse register` again";
            rows.push(vec!["State".to_owned(), screen.style(Style::Yellow, state)]);
        }
        if !account.phrase_confirmed {
            let state = "not written down yet; run `pulse phrase`";
            rows.push(vec![
                "Recovery".to_owned(),
                screen.style(Style::Yellow, state),
            ]);
        }
        let mut lines = table::aligned(&rows);
        if arguments.qr || context.terminal.output {
            let link = account.contact_link.to_string();
            lines.push(String::new());
            lines.extend(qr::lines(link.as_bytes()).unwrap_or_default());
        }
        lines.join("\n")
    })
}
