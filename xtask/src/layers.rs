//! `cargo xtask layers`: which crate may know which. The picture is in ARCHITECTURE.md; this is its check.

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::metadata::{Kind, Metadata, Package};

pub(crate) const SUMMARY: &str = "check that crates depend on each other as drawn";

/// What a crate of ours may use of ours, and what its tests may use besides.
struct Layer {
    name: &'static str,
    uses: &'static [&'static str],
    tests_use: &'static [&'static str],
}

const LAYERS: &[Layer] = &[
    Layer {
        name: "pulse-crypto",
        uses: &[],
        tests_use: &[],
    },
    Layer {
        name: "pulse-protocol",
        uses: &["pulse-crypto"],
        tests_use: &[],
    },
    Layer {
        name: "pulse-engine",
        uses: &["pulse-crypto", "pulse-protocol"],
        tests_use: &[],
    },
    Layer {
        name: "pulse-client",
        uses: &["pulse-crypto", "pulse-protocol", "pulse-engine"],
        tests_use: &["pulse-server"],
    },
    Layer {
        name: "pulse-server",
        uses: &["pulse-crypto", "pulse-protocol"],
        tests_use: &[],
    },
    Layer {
        name: "pulse-cli",
        uses: &["pulse-client"],
        tests_use: &[],
    },
    Layer {
        name: "pulse-desktop",
        uses: &["pulse-client"],
        tests_use: &["pulse-server"],
    },
    Layer {
        name: "pulse-mobile",
        uses: &["pulse-client"],
        tests_use: &["pulse-server"],
    },
    Layer {
        name: "pulse-sim",
        uses: &[
            "pulse-crypto",
            "pulse-protocol",
            "pulse-engine",
            "pulse-client",
            "pulse-server",
        ],
        tests_use: &[],
    },
    Layer {
        name: "xtask",
        uses: &[],
        tests_use: &[],
    },
];

/// Crates that take time and randomness as arguments and touch neither disk nor network.
const PURE: &[&str] = &["pulse-crypto", "pulse-protocol", "pulse-engine"];

/// What a pure crate must not contain, directly or through others: runtimes, sockets, files.
const IMPURE: &[&str] = &[
    "async-std",
    "fjall",
    "mio",
    "quinn",
    "reqwest",
    "rusqlite",
    "smol",
    "socket2",
    "tempfile",
    "tokio",
];

/// What a pure crate must not name itself. Others below it may mention these for features that we leave off.
const IMPURE_DIRECTLY: &[&str] = &["chrono", "fastrand", "getrandom", "rand", "time"];

pub(crate) fn run(config: &Config, _arguments: &[String]) -> Outcome {
    let metadata = Metadata::read(config)?;
    let mut findings = Vec::new();
    for package in metadata.members() {
        match LAYERS.iter().find(|layer| layer.name == package.name) {
            Some(layer) => check_layer(&metadata, package, layer, &mut findings),
            None => findings.push(format!(
                "{} has no place in the table of layers",
                package.name
            )),
        }
        if PURE.contains(&package.name.as_str()) {
            check_purity(&metadata, package, &mut findings);
        }
        if package.name == "pulse-server" {
            check_server(&metadata, package, &mut findings);
        }
    }
    Failure::unless_empty("dependencies that the layers forbid", &findings)?;
    println!(
        "{} crates depend on each other as drawn.",
        metadata.members().count()
    );
    Ok(())
}

fn check_layer(metadata: &Metadata, package: &Package, layer: &Layer, findings: &mut Vec<String>) {
    for (dependency, kind) in metadata.dependencies(package) {
        if !metadata.is_member(dependency) {
            continue;
        }
        let name = dependency.name.as_str();
        let allowed = layer.uses.contains(&name)
            || (kind == Kind::Development && layer.tests_use.contains(&name));
        if !allowed {
            findings.push(format!("{} must not use {name} ({kind:?})", package.name));
        }
    }
}

fn check_purity(metadata: &Metadata, package: &Package, findings: &mut Vec<String>) {
    for (dependency, path) in metadata.reach(package) {
        if IMPURE.contains(&dependency.name.as_str()) {
            findings.push(format!(
                "a pure crate reaches outside: {}",
                path.join(" -> ")
            ));
        }
    }
    for (dependency, kind) in metadata.dependencies(package) {
        if kind == Kind::Normal && IMPURE_DIRECTLY.contains(&dependency.name.as_str()) {
            findings.push(format!(
                "{} is pure and must not use {}",
                package.name, dependency.name
            ));
        }
    }
}

/// The server cannot name plaintext: the engine, where it lives, is out of reach whichever way.
fn check_server(metadata: &Metadata, server: &Package, findings: &mut Vec<String>) {
    for (dependency, path) in metadata.reach(server) {
        if dependency.name == "pulse-engine" {
            findings.push(format!(
                "the server reaches the engine: {}",
                path.join(" -> ")
            ));
        }
    }
}
