//! File dialogs and links, through the desktop's portal: dialogs look as the desktop's own, links open in the program that the
//! person chose for them, and both work from within a sandbox.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::future::Future;
use std::path::PathBuf;

use futures_util::StreamExt;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{MatchRule, MessageStream};

use super::bus::{Bus, in_time};

/// What a dialog asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileQuestion {
    title: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Open {
        files: String,
        patterns: Vec<String>,
    },
    Save {
        name: String,
    },
}

impl FileQuestion {
    /// Which file to open. `files` names the kind of files that the `patterns` (as `*.png`) leave.
    pub fn open(title: String, files: String, patterns: &[&str]) -> Self {
        let patterns = patterns.iter().map(|&it| it.to_owned()).collect();
        Self {
            title,
            kind: Kind::Open { files, patterns },
        }
    }

    /// Where to save a file that is called `name` unless somebody says otherwise. The dialog asks before it replaces one.
    pub fn save(title: String, name: String) -> Self {
        Self {
            title,
            kind: Kind::Save { name },
        }
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileAnswer {
    /// This file.
    Chosen(PathBuf),
    /// None: somebody thought better of it.
    Cancelled,
    /// This desktop has no file dialogs for us; there must be another way.
    Unavailable,
}

const PORTAL: &str = "org.freedesktop.portal.Desktop";

#[zbus::proxy(
    interface = "org.freedesktop.portal.FileChooser",
    default_service = "org.freedesktop.portal.Desktop",
    default_path = "/org/freedesktop/portal/desktop"
)]
trait FileChooser {
    fn open_file(
        &self,
        parent_window: &str,
        title: &str,
        options: BTreeMap<&str, Value<'_>>,
    ) -> zbus::Result<OwnedObjectPath>;

    fn save_file(
        &self,
        parent_window: &str,
        title: &str,
        options: BTreeMap<&str, Value<'_>>,
    ) -> zbus::Result<OwnedObjectPath>;
}

#[zbus::proxy(
    interface = "org.freedesktop.portal.OpenURI",
    default_service = "org.freedesktop.portal.Desktop",
    default_path = "/org/freedesktop/portal/desktop"
)]
trait OpenLinks {
    #[zbus(name = "OpenURI")]
    fn open_uri(
        &self,
        parent_window: &str,
        uri: &str,
        options: BTreeMap<&str, Value<'_>>,
    ) -> zbus::Result<OwnedObjectPath>;
}

/// Opens a link in whatever the desktop opens it with. False when there is nothing for it here.
pub(super) async fn open_link(bus: &Bus, link: &str) -> bool {
    let opened = try_open_link(bus, link).await.unwrap_or_else(|error| {
        tracing::info!(%error, "the desktop opens no links");
        None
    });
    // 1: whoever was asked which program to take thought better of it.
    matches!(opened, Some(0 | 1))
}

/// The portal's answer, when there is one.
async fn try_open_link(bus: &Bus, link: &str) -> zbus::Result<Option<u32>> {
    let Some(connection) = bus.connection().await else {
        return Ok(None);
    };
    let links = OpenLinksProxy::new(&connection).await?;
    let call = links.open_uri("", link, BTreeMap::new());
    let message = answered(&connection, links.inner(), call).await?;
    Ok(message.and_then(|message| {
        let body = message.body();
        let answer = body.deserialize::<(u32, BTreeMap<String, OwnedValue>)>();
        answer.ok().map(|(code, _)| code)
    }))
}

/// Shows the dialog and waits for the person.
pub(super) async fn ask(bus: &Bus, question: FileQuestion) -> FileAnswer {
    match try_ask(bus, question).await {
        Ok(answer) => answer,
        Err(error) => {
            tracing::info!(%error, "there is no file dialog here");
            FileAnswer::Unavailable
        }
    }
}

async fn try_ask(bus: &Bus, question: FileQuestion) -> zbus::Result<FileAnswer> {
    let Some(connection) = bus.connection().await else {
        return Ok(FileAnswer::Unavailable);
    };
    let chooser = FileChooserProxy::new(&connection).await?;
    let title = question.title.as_str();
    let message = match question.kind {
        Kind::Open { files, patterns } => {
            // 0: a pattern for names.
            let patterns: Vec<(u32, String)> = patterns.into_iter().map(|it| (0, it)).collect();
            let filters = vec![(files, patterns)];
            let options = BTreeMap::from([("filters", Value::from(filters))]);
            let call = chooser.open_file("", title, options);
            answered(&connection, chooser.inner(), call).await?
        }
        Kind::Save { name } => {
            let options = BTreeMap::from([("current_name", Value::from(name))]);
            let call = chooser.save_file("", title, options);
            answered(&connection, chooser.inner(), call).await?
        }
    };
    Ok(message.map_or(FileAnswer::Unavailable, |message| answer(&message)))
}

/// Asks the portal and waits for the person's answer, however long they take. `None` when the portal went away meanwhile.
async fn answered(
    connection: &zbus::Connection,
    portal: &zbus::Proxy<'_>,
    call: impl Future<Output = zbus::Result<OwnedObjectPath>>,
) -> zbus::Result<Option<zbus::Message>> {
    let responses = MatchRule::builder()
        .msg_type(zbus::message::Type::Signal)
        .sender(PORTAL)?
        .interface("org.freedesktop.portal.Request")?
        .member("Response")?
        .build();
    // Listen before the question is there: it could be answered before its name is known here.
    let mut responses = MessageStream::for_match_rule(responses, connection, None).await?;
    let mut owners = portal.receive_owner_changed().await?;
    let request = in_time(call).await?;
    loop {
        tokio::select! {
            Some(message) = responses.next() => {
                let message = message?;
                if message.header().path().is_some_and(|path| *path == *request) {
                    return Ok(Some(message));
                }
            }
            // The first owner is the one that has just been started for this.
            Some(owner) = owners.next() => if owner.is_none() {
                return Ok(None);
            },
            else => return Ok(None),
        }
    }
}

fn answer(message: &zbus::Message) -> FileAnswer {
    let body = message.body();
    let Ok((code, mut results)) = body.deserialize::<(u32, BTreeMap<String, OwnedValue>)>() else {
        return FileAnswer::Unavailable;
    };
    match code {
        0 => {
            let uris = results.remove("uris").map(Vec::<String>::try_from);
            let uri = uris
                .and_then(Result::ok)
                .and_then(|uris| uris.into_iter().next());
            uri.and_then(|uri| path_of(&uri))
                .map_or(FileAnswer::Unavailable, FileAnswer::Chosen)
        }
        1 => FileAnswer::Cancelled,
        _ => FileAnswer::Unavailable,
    }
}

/// The path in a `file:` URI of this machine.
fn path_of(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    if !path.starts_with('/') {
        return None;
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut left = path.bytes();
    while let Some(byte) = left.next() {
        bytes.push(if byte == b'%' {
            let high = char::from(left.next()?).to_digit(16)?;
            let low = char::from(left.next()?).to_digit(16)?;
            u8::try_from(high * 16 + low).ok()?
        } else {
            byte
        });
    }
    // No path holds it, and the system would take what is before it for the path.
    if bytes.contains(&0) {
        return None;
    }
    Some(PathBuf::from(os_string(bytes)?))
}

#[cfg(unix)]
fn os_string(bytes: Vec<u8>) -> Option<OsString> {
    Some(std::os::unix::ffi::OsStringExt::from_vec(bytes))
}

#[cfg(not(unix))]
fn os_string(bytes: Vec<u8>) -> Option<OsString> {
    String::from_utf8(bytes).ok().map(OsString::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_come_out_of_uris_byte_by_byte() {
        let path = |uri| path_of(uri).map(|path| path.to_string_lossy().into_owned());
        assert_eq!(
            path("file:///home/a/My%20code%20%C3%A4.png").as_deref(),
            Some("/home/a/My code ä.png")
        );
        assert_eq!(path("file://localhost/a").as_deref(), Some("/a"));
        for wrong in [
            "https://a/b",
            "file://host/b",
            "file:///a%2",
            "file:///a%zz",
            "file:///a%00b",
        ] {
            assert_eq!(path(wrong), None, "{wrong}");
        }
    }
}
