//! `pulse-server init`: a server's directory, ready to serve.

use std::fs::OpenOptions;
use std::io::Write;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use getrandom::SysRng;
use pulse_protocol::limits::PORT_DEFAULT;
use rand_core::UnwrapErr;

use crate::cli::Failure;
use crate::config::{Config, FILE_NAME, PUBLIC_HOST_DEFAULT};
use crate::keys::{self, ServerKey};
use crate::server;
use crate::store::embedded;
use crate::tls::{Certificate, self_signed};

/// What to make.
#[derive(Debug, Args)]
pub struct Options {
    /// The server's directory.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// The name or address that people's devices reach the server by.
    #[arg(long, value_name = "HOST", default_value = PUBLIC_HOST_DEFAULT)]
    pub host: String,
    /// The UDP port.
    #[arg(long, value_name = "PORT", default_value_t = PORT_DEFAULT, value_parser = clap::value_parser!(u16).range(1..))]
    pub port: u16,
    /// Who may register.
    #[arg(long, value_enum, default_value_t = Registration::Open)]
    pub registration: Registration,
    /// Replace what is there, the key too: devices that have an account here refuse another one for good.
    #[arg(long)]
    pub force: bool,
}

/// Who may register.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Registration {
    /// Everybody, at the price of some work for their computer.
    Open,
    /// Whoever has an invite.
    Invite,
    /// Nobody.
    Closed,
}

/// Makes the directory; returns what to print.
pub fn run(options: &Options) -> Result<String, Failure> {
    let dir = &options.dir;
    let text = configuration(options);
    // A host that makes no configuration is refused before anything is made or changed.
    let config = Config::parse(&text, dir)?;
    let (certificate, key) = self_signed(&config.public_host)?;
    let secret = ServerKey::random(&mut UnwrapErr(SysRng));

    let files = [
        ("certificate.pem", certificate.as_str(), false),
        ("key.pem", &key, true),
        (keys::FILE_NAME, &secret.to_text(), true),
        (FILE_NAME, &text, false),
    ];
    if !options.force {
        for (name, _, _) in files {
            refuse_existing(&dir.join(name))?;
        }
    }
    prepare(dir).map_err(|error| Failure::io(dir, &error))?;
    for (name, text, is_secret) in files {
        let path = dir.join(name);
        write(&path, text, is_secret).map_err(|error| Failure::io(&path, &error))?;
    }
    let store = embedded::directory(dir);
    make_private(&store).map_err(|error| Failure::io(&store, &error))?;
    embedded::create(&store)?;
    let config = Config::load(&dir.join(FILE_NAME))?;
    let certificate = Certificate::load(&config.certificate, &config.key)?;
    let link = server::link(&config, config.listen, certificate.identity());
    Ok(format!(
        "made {}\nkeep a copy of {}, certificate.pem and {} elsewhere: without the first two no device finds this server again\nlink {link}\n",
        dir.join(FILE_NAME).display(),
        config.key.display(),
        keys::FILE_NAME
    ))
}

fn configuration(options: &Options) -> String {
    let registration = match options.registration {
        Registration::Open => "open",
        Registration::Invite => "invite",
        Registration::Closed => "closed",
    };
    let any = match options.host.parse() {
        Ok(IpAddr::V6(_)) => "[::]",
        _ => "0.0.0.0",
    };
    let port = options.port;
    let host = options.host.replace(['"', '\\', '\n'], " ");
    format!(
        r#"# A Pulse server. Every key is explained in docs/server.md; what is left out has its default.

# Where QUIC listens (UDP).
listen = "{any}:{port}"

# The name that links carry. Add public_port when the world sees another port.
public_host = "{host}"

# Who may register: "open" (at the price of some work), "invite" or "closed".
registration = "{registration}"

# Prometheus metrics and /health, on this machine only; or "off".
metrics_listen = "127.0.0.1:9857"

# A certificate of a public authority instead of the self-signed one:
# certificate = "/etc/letsencrypt/live/…/fullchain.pem"
# key = "/etc/letsencrypt/live/…/privkey.pem"
"#
    )
}

fn refuse_existing(path: &Path) -> Result<(), Failure> {
    match path.exists() {
        true => Err(Failure::Other(format!(
            "{} exists: this is a server already (--force replaces its key, and its devices refuse another one)",
            path.display()
        ))),
        false => Ok(()),
    }
}

fn write(path: &Path, text: &str, is_secret: bool) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if is_secret {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        options.mode(0o600);
        if path.exists() {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
        }
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Makes the directory for its owner alone. One that was there and holds other things is somebody's, and keeps its mode: what is
/// secret in it is private by itself.
fn prepare(dir: &Path) -> std::io::Result<()> {
    let is_ours = !dir.exists() || dir.join(FILE_NAME).exists() || dir.read_dir()?.next().is_none();
    match is_ours {
        true => make_private(dir),
        false => Ok(()),
    }
}

/// Makes a directory for its owner alone: what the store holds about mailboxes is nobody else's on this machine.
fn make_private(dir: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}
