//! `pulse`: Pulse on the command line, the smallest complete client.
//!
//! Each verb is a file under `verbs/`: its arguments and a `run`. Here a verb meets the things all of them need: the
//! options, the screen, the home, the signals, and the exit code that `exit.rs` gives to every way of failing.

mod arguments;
mod config;
mod context;
mod exit;
mod held;
mod json;
mod progress;
mod prompt;
mod qr;
mod screen;
mod signals;
mod table;
mod text;
mod time;
mod trouble;
mod verbs;
mod who;

use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;
use config::Config;
use context::Context;
use exit::{Exit, Failure};
use screen::Screen;

fn main() -> ExitCode {
    caught(run_verb).unwrap_or_else(|bug| end(Screen::plain(), Err(bug)))
}

/// A panic is a bug, and scripts learn that from the exit code as from every other end. What was committed stays; the report was
/// printed as the panic began.
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Failure> {
    std::panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let bug = Failure::new(Exit::Bug, "this is a bug in pulse, reported above");
        bug.with_hint(BUG_HINT)
    })
}

const BUG_HINT: &str = "Nothing that was accepted or shown is lost. Try again, and tell the people who maintain your copy of Pulse.";

fn run_verb() -> ExitCode {
    let config = Config::from_environment();
    config::start_logging(&config);
    let arguments = Arguments::parse();
    let screen = Screen::new(arguments.options.json, &config);
    let context = match Context::new(arguments.options, config, screen) {
        Ok(context) => context,
        Err(failure) => return end(Screen::plain(), Err(failure)),
    };
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return end(context.screen, Err(Failure::from(error))),
    };
    let verb = || runtime.block_on(run(arguments.verb, &context));
    let result = match caught(verb) {
        Ok(result) => result,
        Err(bug) => {
            end(context.screen, Err(bug));
            // At once: the home was not closed in order, and whatever would be dropped here could wait for it.
            std::process::exit(Exit::Bug.code().into());
        }
    };
    // What is left on the runtime is a blocked read of standard input at most; nobody waits for that.
    runtime.shutdown_background();
    end(context.screen, result)
}

/// Runs the verb until it ends or a signal comes; either way the home is closed in order.
async fn run(verb: verbs::Verb, context: &Context) -> Result<(), Failure> {
    let mut verb = std::pin::pin!(verb.run(context));
    let signal = tokio::select! {
        result = &mut verb => Err(result),
        signal = signals::received() => Ok(signal),
    };
    let result = match signal {
        Ok(signal) => context.end(signal, verb).await,
        Err(result) => result,
    };
    let closed = context.close().await;
    result.and(closed)
}

fn end(screen: Screen, result: Result<(), Failure>) -> ExitCode {
    let result = result.and_then(|()| screen.flush());
    let Err(failure) = result else {
        return ExitCode::SUCCESS;
    };
    // Who reads us has gone away, as `head` does. That is how pipes end.
    if failure.exit == Exit::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    screen.failure(&failure);
    ExitCode::from(failure.exit.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_with_the_exit_code_of_a_bug() {
        let bug = caught(|| panic!("on purpose")).unwrap_err();
        assert_eq!(bug.exit.code(), 1);
        assert!(bug.hint.is_some());
        assert_eq!(caught(|| 75).unwrap(), 75);
    }
}
