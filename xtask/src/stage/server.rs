//! A `pulse-server` in a folder, that can be killed and started again.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::UdpSocket;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use super::Stage;
use crate::failure::{Failure, Outcome};
use crate::process;

/// A server and its process, when it runs.
pub(crate) struct Server {
    program: PathBuf,
    folder: PathBuf,
    port: u16,
    link: String,
    metrics: String,
    starts: u32,
    child: Option<Child>,
    /// Open for as long as the server may write.
    output: Option<BufReader<ChildStdout>>,
    is_kept: bool,
}

impl Server {
    /// `pulse-server init` on a free port of 127.0.0.1.
    ///
    /// `lenient` asks for hardly any proof of work: where hundreds of things are tried, the work is not what is tried.
    pub(crate) fn init(stage: &Stage, lenient: bool) -> Outcome<Self> {
        Self::init_named(stage, "server", lenient)
    }

    /// [`Server::init`] in a folder of this name, for stages with several.
    pub(crate) fn init_named(stage: &Stage, name: &str, lenient: bool) -> Outcome<Self> {
        let program = stage.program("pulse-server");
        let folder = stage.folder().join(name);
        let port = free_port()?;
        let port_text = port.to_string();
        let mut init = Command::new(&program);
        init.args(["init", "--host", "127.0.0.1", "--port", &port_text, "--dir"])
            .arg(&folder);
        process::capture(&mut init)?;
        configure(&folder.join("pulse.toml"), port, lenient)?;
        Ok(Self {
            program,
            folder,
            port,
            link: String::new(),
            metrics: String::new(),
            starts: 0,
            child: None,
            output: None,
            is_kept: false,
        })
    }

    /// Changes a value of its configuration, which it reads at the next start; `table` is "" for the top one.
    pub(crate) fn set(&self, table: &str, key: &str, value: &str) -> Outcome {
        let file = self.folder.join("pulse.toml");
        let text = fs::read_to_string(&file)?;
        Ok(fs::write(&file, with_value(&text, table, key, value))?)
    }

    /// `pulse-server serve`, until it says that it listens.
    pub(crate) fn start(&mut self) -> Outcome {
        self.starts += 1;
        let mut log = self.folder.clone().into_os_string();
        log.push(format!("-{}.log", self.starts));
        let log = PathBuf::from(log);
        let mut child = Command::new(&self.program)
            .args(["serve", "--dir"])
            .arg(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(&log)?)
            .spawn()?;
        let output = child.stdout.take();
        self.child = Some(child);
        self.output = output.map(BufReader::new);
        self.wait_until_ready(&log)
    }

    /// SIGKILL: no goodbye, no last write.
    pub(crate) fn kill(&mut self) -> Outcome {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// Whether it still runs.
    pub(crate) fn is_running(&mut self) -> bool {
        self.child
            .as_mut()
            .is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// The link that people register with.
    pub(crate) fn link(&self) -> &str {
        &self.link
    }

    /// Where its metrics are, as `host:port`.
    pub(crate) fn metrics(&self) -> &str {
        &self.metrics
    }

    /// Its process, while it runs.
    pub(crate) fn process_id(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Where it listens.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Its folder: everything it knows.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Leaves it running when the stage is left, and returns its process id.
    pub(crate) fn keep(&mut self) -> Option<u32> {
        self.is_kept = true;
        self.child.as_ref().map(Child::id)
    }

    /// The link is the last of what it says, once it listens.
    fn wait_until_ready(&mut self, log: &Path) -> Outcome {
        let mut line = String::new();
        while let Some(output) = &mut self.output
            && output.read_line(&mut line)? > 0
        {
            if let Some(link) = line.strip_prefix("link ") {
                link.trim().clone_into(&mut self.link);
                return Ok(());
            }
            if let Some(url) = line.strip_prefix("metrics on ") {
                self.metrics = address(url);
            }
            line.clear();
        }
        Err(Failure::new(format!(
            "the server did not start; it said:\n{}",
            fs::read_to_string(log)?
        )))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if !self.is_kept {
            let _ = self.kill();
        }
    }
}

/// `host:port` of a URL.
fn address(url: &str) -> String {
    let url = url.trim();
    let address = url.strip_prefix("http://").unwrap_or(url);
    address.split('/').next().unwrap_or_default().to_owned()
}

/// A port of 127.0.0.1 that nobody had a moment ago.
fn free_port() -> Outcome<u16> {
    Ok(UdpSocket::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Keeps the server to this machine, and its metrics off the port that another server may have.
fn configure(file: &Path, port: u16, lenient: bool) -> Outcome {
    let mut text = fs::read_to_string(file)?;
    text = with_value(&text, "", "listen", &format!("\"127.0.0.1:{port}\""));
    text = with_value(&text, "", "metrics_listen", "\"127.0.0.1:0\"");
    if lenient {
        text = with_value(&text, "limits", "registration_difficulty", "1");
        text = with_value(&text, "limits", "stamp_difficulty", "1");
    }
    Ok(fs::write(file, text)?)
}

/// TOML with `key` set in `table` (the top one is ""), wherever it stood or did not stand before.
fn with_value(text: &str, table: &str, key: &str, value: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut here = String::new();
    let mut insert_at = table.is_empty().then_some(0);
    for line in text.lines() {
        if let Some(name) = line
            .trim()
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            name.clone_into(&mut here);
        }
        let is_value = line
            .split('=')
            .next()
            .is_some_and(|name| name.trim() == key);
        if here == table && is_value && line.contains('=') {
            continue;
        }
        lines.push(line.to_owned());
        if here == table && insert_at.is_none() {
            insert_at = Some(lines.len());
        }
    }
    let at = insert_at.unwrap_or_else(|| {
        lines.push(format!("[{table}]"));
        lines.len()
    });
    lines.insert(at, format!("{key} = {value}"));
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_set_wherever_it_stands() {
        let text = "listen = \"a\"\n[limits]\nx = 1\n[limits.rates]\nx = 2\n";
        let text = with_value(text, "", "listen", "\"b\"");
        let text = with_value(&text, "limits", "x", "3");
        let text = with_value(&text, "limits", "y", "4");
        assert_eq!(
            text,
            "listen = \"b\"\n[limits]\ny = 4\nx = 3\n[limits.rates]\nx = 2\n"
        );
        assert_eq!(with_value("a = 1\n", "t", "b", "2"), "a = 1\n[t]\nb = 2\n");
    }
}
