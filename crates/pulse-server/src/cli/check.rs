//! `pulse-server check`: would it serve?

use std::time::Duration;

use clap::Args;
use rustls_pki_types::UnixTime;

use crate::cli::{Failure, Place, cautions, open_store};
use crate::keys::ServerKey;
use crate::limits;
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
    if !config.is_pinned {
        report += check_dates(&certificate, &config.public_host)?;
    }
    ServerKey::load(&config.data_dir)?;
    report += "server key ok\n";
    for caution in cautions::of(&config) {
        report += &format!("caution: {caution}\n");
    }
    if let Some(disk) = open_store(&config, Metrics::new().store)? {
        for (table, rows) in disk.check()? {
            report += &format!("store {table}: {rows} rows ok\n");
        }
        disk.close();
        let dir = embedded::directory(&config.data_dir);
        if let Some(trouble) = embedded::disk_trouble(&dir, config.store_limits)? {
            return Err(Failure::Disk(trouble));
        }
        report += &format!("store ok in {}\n", dir.display());
    }
    Ok(report)
}

/// Devices look at the dates and the name of a certificate of a public authority.
fn check_dates(certificate: &Certificate, host: &str) -> Result<&'static str, Failure> {
    let now = UnixTime::now();
    certificate.check_for(host, now)?;
    let soon = Duration::from_secs(now.as_secs()) + limits::CERTIFICATE_RENEWED_BEFORE;
    match certificate.check_for(host, UnixTime::since_unix_epoch(soon)) {
        Ok(()) => Ok(""),
        Err(_) => {
            Ok("the certificate expires within two weeks: renew it, and send the server SIGHUP\n")
        }
    }
}
