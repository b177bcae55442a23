//! `cargo xtask providers`: one implementation of each thing cryptographic, so that there is one to trust; and no library that
//! would write into our logs.

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::metadata::Metadata;

pub(crate) const SUMMARY: &str =
    "check that there is one cryptographic provider, and one source of logs";

/// Other providers of TLS and its cryptography. AWS-LC is ours.
const FORBIDDEN: &[&str] = &[
    "ring",
    "aws-lc-fips-sys",
    "boring",
    "boring-sys",
    "mbedtls",
    "native-tls",
    "openssl",
    "rustls-graviola",
    "rustls-mbedcrypto-provider",
    "rustls-openssl",
    "rustls-rustcrypto",
    "rustls-symcrypt",
    "s2n-tls",
    "schannel",
];

/// Two versions of these in one program would be two implementations.
const SINGLE: &[&str] = &[
    "aws-lc-rs",
    "aws-lc-sys",
    "rustls",
    "quinn",
    "libcrux-ml-kem",
    "hkdf",
    "hmac",
    "sha2",
];

/// SQLCipher brings OpenSSL's cipher for the file on the disk; nobody else may lean on it.
const OPENSSL_USERS: &[&str] = &["libsqlite3-sys"];

/// It would bring what libraries log into our logs, and some of them log the addresses that a person opens.
const LOGS_OF_LIBRARIES: &str = "tracing-log";

pub(crate) fn run(config: &Config, _arguments: &[String]) -> Outcome {
    let metadata = Metadata::read(config)?;
    let mut findings = Vec::new();
    for name in FORBIDDEN {
        for user in shipped_dependents(&metadata, name) {
            findings.push(format!("{user} brings in {name}"));
        }
    }
    for name in SINGLE {
        let versions: Vec<&str> = shipped(&metadata)
            .filter(|package| package.name == *name)
            .map(|package| package.version.as_str())
            .collect();
        if versions.len() > 1 {
            findings.push(format!(
                "{name} is there in versions {}",
                versions.join(" and ")
            ));
        }
    }
    for user in shipped_dependents(&metadata, "openssl-sys") {
        if !OPENSSL_USERS.contains(&user) {
            findings.push(format!(
                "{user} brings in openssl-sys, which is SQLCipher's alone"
            ));
        }
    }
    for user in shipped_dependents(&metadata, LOGS_OF_LIBRARIES) {
        findings.push(format!(
            "{user} brings in {LOGS_OF_LIBRARIES}: what libraries log may name what a person opens"
        ));
    }
    Failure::unless_empty("what programs may not bring along", &findings)?;
    println!(
        "AWS-LC is the only provider; OpenSSL is SQLCipher's alone; what libraries log stays theirs."
    );
    Ok(())
}

/// What is in a program that people run: benchmarks may compare us with whom they like.
fn shipped(metadata: &Metadata) -> impl Iterator<Item = &crate::metadata::Package> {
    let mut ids = std::collections::BTreeSet::new();
    for member in metadata.members() {
        ids.insert(member.id.as_str());
        ids.extend(
            metadata
                .reach(member)
                .iter()
                .map(|(package, _)| package.id.as_str()),
        );
    }
    metadata
        .packages
        .values()
        .filter(move |package| ids.contains(package.id.as_str()))
}

fn shipped_dependents<'a>(metadata: &'a Metadata, name: &'a str) -> Vec<&'a str> {
    let dependents: Vec<&str> = metadata
        .dependents(name)
        .map(|package| package.id.as_str())
        .collect();
    shipped(metadata)
        .filter(|package| dependents.contains(&package.id.as_str()))
        .map(|package| package.name.as_str())
        .collect()
}
