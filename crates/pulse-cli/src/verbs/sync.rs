//! `pulse sync`: sends what is queued, fetches what waits, and ends.

use std::time::Duration;

use clap::Args;

use crate::arguments::seconds;
use crate::context::{Context, Reach};
use crate::exit::{Exit, Failure};
use crate::{held, json, progress, text, trouble};

#[derive(Args)]
pub(crate) struct Arguments {
    /// How long to try
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    timeout: Duration,
}

pub(crate) async fn run(arguments: Arguments, context: &Context) -> Result<(), Failure> {
    let client = context.open(Reach::Online).await?;
    let syncing = client.sync(arguments.timeout);
    let synced = progress::during(context.screen, &client, "Syncing", syncing).await;
    let report = match synced {
        Ok(report) => report,
        Err(error) => return Err(trouble::explained(&client, error).await),
    };
    context.screen.show(&json::Sync::of(report), || {
        let waiting = match report.queued {
            0 => "nothing waits",
            _ => "some still wait",
        };
        format!(
            "{} sent, {} received; {waiting}.",
            report.sent, report.received
        )
    })?;
    let status = client.status().await?;
    if let Some(failure) = trouble::lasting(&status).or_else(|| trouble::passing(&status)) {
        return Err(failure);
    }
    // These wait for people, and this was told; a script that syncs now and then has nothing to mend.
    for held in held::all(&client.view())? {
        context
            .screen
            .note(&format!("Waits: {}.", held::line(&held)));
    }
    let late = report.queued.saturating_sub(report.held);
    if late > 0 {
        let what = format!("{late} of your messages could not be sent in time");
        let mut failure = Failure::new(Exit::Queued, what).with_hint("They stay queued.");
        if let Some(put_off) = &status.put_off {
            let said = put_off.refusal.to_string();
            let said = text::line(&said);
            failure.what = format!("{}: {said}", failure.what);
            failure.refusal = Some(put_off.refusal.code);
        }
        return Err(failure);
    }
    if !report.is_caught_up && status.connected_lanes().is_empty() {
        return Err(Failure::unreachable());
    }
    if !report.is_caught_up {
        return Err(
            Failure::new(Exit::Queued, "not everything could be fetched in time")
                .with_hint("Run `pulse sync` again."),
        );
    }
    Ok(())
}
