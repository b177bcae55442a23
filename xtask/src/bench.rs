//! `cargo xtask bench`: release builds measured against the targets of `docs/performance.md`.
//!
//! Nothing here fails because it is slow: a figure says what it is and whether it reaches its target. What does fail is a
//! measurement that did not measure what it says (a message lost, a process that ended with an error).

mod client;
mod conditions;
mod cores;
mod counters;
mod crypto;
mod desktop;
mod figure;
mod samples;
mod server;
mod size;

use std::fs;
use std::path::PathBuf;

use serde_json::json;

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use conditions::Conditions;
use figure::Figure;

pub(crate) const SUMMARY: &str = "measure release builds against their targets ([crypto|size|server|client|desktop] [--json FILE])";

/// A part measures one thing and adds its figures.
type Part = (&'static str, fn(&Config) -> Outcome<Vec<Figure>>);

const PARTS: &[Part] = &[
    ("crypto", crypto::measure),
    ("size", size::measure),
    ("server", server::measure),
    ("client", client::measure),
    ("desktop", desktop::measure),
];

pub(crate) fn run(config: &Config, arguments: &[String]) -> Outcome {
    let (parts, file) = options(config, arguments)?;
    let conditions = Conditions::now(config);
    println!("{conditions}\n");
    let mut figures = Vec::new();
    for (name, measure) in parts {
        println!("=== {name}");
        figures.extend(measure(config)?);
    }
    println!("\n{conditions}\n\n{}", figure::table(&figures));
    let report = json!({
        "conditions": conditions.to_json(),
        "figures": figures.iter().map(Figure::to_json).collect::<Vec<_>>(),
    });
    fs::write(&file, format!("{report:#}\n"))?;
    println!("\nAs JSON in {}", file.display());
    Ok(())
}

/// The parts asked for, all when none is named, and where the JSON goes.
fn options(config: &Config, arguments: &[String]) -> Outcome<(Vec<&'static Part>, PathBuf)> {
    let mut parts = Vec::new();
    let mut file = config.target_dir.join("bench.json");
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--json" {
            let path = rest.next();
            file = path.ok_or_else(|| Failure::new("--json FILE"))?.into();
            continue;
        }
        let part = PARTS.iter().find(|(name, _)| name == argument);
        parts.push(
            part.ok_or_else(|| {
                Failure::new("bench takes crypto, size, server, client or desktop")
            })?,
        );
    }
    if parts.is_empty() {
        parts.extend(PARTS);
    }
    Ok((parts, file))
}
