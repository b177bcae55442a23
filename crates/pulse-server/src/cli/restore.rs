//! `pulse-server restore`: makes a server that was put back from a copy safe to serve.

use clap::Args;
use getrandom::SysRng;
use rand_core::{Rng, UnwrapErr};

use crate::cli::{Failure, Place, refuse_root};
use crate::config::StoreKind;
use crate::keys::ServerKey;
use crate::server;
use crate::store::{Table, embedded, restore};
use crate::tls::Certificate;

/// Which server was put back.
#[derive(Debug, Args)]
pub struct Options {
    /// Which server.
    #[command(flatten)]
    pub place: Place,
}

/// Checks what was put back and renews its mailboxes; returns what to print.
pub fn run(options: &Options) -> Result<String, Failure> {
    let config = options.place.load()?;
    let certificate = Certificate::load(&config.certificate, &config.key)?;
    let link = server::link(&config, config.listen, certificate.identity());
    ServerKey::load(&config.data_dir)?;
    if config.store == StoreKind::Memory {
        let text = "this server keeps its store in memory: there is nothing to restore";
        return Err(Failure::Other(text.to_owned()));
    }
    let dir = embedded::directory(&config.data_dir);
    if !dir.is_dir() {
        return Err(Failure::Other(format!(
            "{} is not there: put the whole copy of the server's directory back first",
            dir.display()
        )));
    }
    refuse_root(&dir)?;
    let restored = restore::restore(&dir, UnwrapErr(SysRng).next_u64())?;
    let mut report = format!("certificate ok, link {link}\n");
    for (table, rows) in &restored.tables {
        report += &format!("store {table}: {rows} rows ok\n");
    }
    report += &format!(
        "restored: {} accounts; {} mailboxes begin anew with {} envelopes; {} one-time prekeys dropped\n\
         Start the server. Each device takes what waits, sends again what nobody confirmed, and brings new prekeys.\n",
        restored.rows(Table::Accounts),
        restored.rows(Table::Mailboxes),
        restored.rows(Table::Envelopes),
        restored.prekeys_dropped,
    );
    Ok(report)
}
