//! `pulse verify`: the safety number, to be compared by the people themselves.

use clap::Args;
use pulse_client::{Command, IdentityState, SafetyNumber};

use crate::context::{Context, Reach};
use crate::exit::{Exit, Failure, NOT_REGISTERED_HINT};
use crate::screen::Style;
use crate::{json, qr, text, who};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Whom, by name or id
    who: String,

    /// The numbers were compared and are the same
    #[arg(long)]
    confirm: bool,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let client = context.open(Reach::Offline).await?;
    let view = client.view();
    let own = view.account()?.ok_or_else(|| {
        Failure::new(Exit::Home, "this home has no account yet").with_hint(NOT_REGISTERED_HINT)
    })?;
    let contact = who::resolve(&view, &arguments.who)?;
    let account = contact.account;
    if arguments.confirm {
        if contact.identity != IdentityState::Unchanged {
            client
                .command(Command::AcceptIdentityChange { account })
                .await?;
        }
        client
            .command(Command::ConfirmSafetyNumber {
                account,
                confirmed: true,
            })
            .await?;
    }
    let number = SafetyNumber::between(&own.account, &account);
    let verified = contact.verified || arguments.confirm;
    let compared = contact.compared || arguments.confirm;
    let object = json::Safety {
        event: "safety_number",
        account: account.to_string(),
        name: &contact.name,
        safety_number: number.to_string(),
        verified,
        compared,
    };
    let screen = context.screen;
    screen.show(&object, || {
        let name = text::line(&contact.name);
        let mut lines = vec![format!("Safety number with {name}:"), String::new()];
        lines.extend(rows(&number.to_string()));
        if context.terminal.output {
            lines.push(String::new());
            lines.extend(qr::lines(&number.qr_payload()).unwrap_or_default());
        }
        lines.push(String::new());
        if compared {
            lines.push(screen.style(Style::Green, "Verified: you have compared it."));
        } else {
            if verified {
                lines.push("Added by their own link; the number is not compared yet.".to_owned());
            }
            lines.push(format!(
                "Compare it with {name} face to face or on the phone. If it is the same: pulse verify {account} --confirm"
            ));
        }
        lines.join("\n")
    })
}

/// Twelve groups of five digits as three lines of four, the way people read them to each other.
fn rows(number: &str) -> Vec<String> {
    let groups: Vec<&str> = number.split_whitespace().collect();
    groups
        .chunks(4)
        .map(|row| format!("  {}", row.join("  ")))
        .collect()
}
