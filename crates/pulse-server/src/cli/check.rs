//! `pulse-server check`: would it serve?

use clap::Args;

use crate::cli::{Failure, Place, open_store};
use crate::keys::ServerKey;
use crate::metrics::Metrics;
use crate::server;
use crate::store::embedded;
use crate::tls::Certificate;

/// Which server to check.
#[derive(Debug, Args)]
pub struct Options {
    /// Which server.
    #[command(flatten)]
    pub place: Place,
}

/// Checks everything; returns what to print.
pub fn run(options: &Options) -> Result<String, Failure> {
    let config = options.place.load()?;
    let mut report = String::from("configuration ok\n");
    let certificate = Certificate::load(&config.certificate, &config.key)?;
    let link = server::link(&config, config.listen, certificate.identity());
    report += &format!("certificate ok, link {link}\n");
    ServerKey::load(&config.data_dir)?;
    report += "server key ok\n";
    if let Some(disk) = open_store(&config, Metrics::new().store)? {
        for (table, rows) in disk.check()? {
            report += &format!("store {table}: {rows} rows ok\n");
        }
        disk.close();
        let dir = embedded::directory(&config.data_dir);
        report += &format!("store ok in {}\n", dir.display());
    }
    Ok(report)
}
