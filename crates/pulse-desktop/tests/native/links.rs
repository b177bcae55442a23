//! Links that open in the browser, and what happens where there is none.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use pulse_desktop::native::NativeEvent;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

use super::desktop::{PORTAL, PORTAL_PATH};
use super::stage::{Desktop, PATIENCE, Window, without_programs};

const LINK: &str = "https://example.org/a?b=c#d";

/// A link that no portal here opens.
const REFUSED: &str = "https://refused/";

/// A portal that opens links, or says that it cannot.
struct Links {
    opened: Sender<String>,
    code: u32,
    asked: AtomicU32,
}

impl Links {
    fn begin(desktop: &Desktop, code: u32) -> Receiver<String> {
        let (opened, comes) = channel();
        desktop.run(async {
            let objects = desktop.bus.object_server();
            let links = Self {
                opened,
                code,
                asked: AtomicU32::new(0),
            };
            objects.at(PORTAL_PATH, links).await.unwrap();
            desktop.bus.request_name(PORTAL).await.unwrap();
        });
        comes
    }
}

#[zbus::interface(name = "org.freedesktop.portal.OpenURI")]
impl Links {
    #[zbus(name = "OpenURI")]
    async fn open_uri(
        &self,
        _parent: String,
        link: String,
        _options: BTreeMap<String, OwnedValue>,
        #[zbus(connection)] bus: &zbus::Connection,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        // Each question has a path of its own, as with a real portal: on one for all, a late answer to the first could be taken
        // for one to the second.
        let number = self.asked.fetch_add(1, Ordering::Relaxed);
        let request = format!("/org/freedesktop/portal/desktop/request/1_2/pulse{number}");
        let code = if link == REFUSED { 2 } else { self.code };
        let body = (code, BTreeMap::<&str, Value<'_>>::new());
        let interface = "org.freedesktop.portal.Request";
        bus.emit_signal(None::<&str>, &*request, interface, "Response", &body)
            .await?;
        self.opened.send(link).unwrap();
        Ok(ObjectPath::try_from(request).unwrap().into())
    }
}

fn not_opened(window: &Window) -> String {
    window.find(|event| match event {
        NativeEvent::LinkNotOpened(link) => Some(link),
        _ => None,
    })
}

#[test]
fn the_portal_opens_links_or_it_is_said_that_nothing_does() {
    without_programs(
        "native::links::the_portal_opens_links_or_it_is_said_that_nothing_does",
        |desktop| {
            let window = Window::open();
            window.native.open_link("https://no.portal/".into());
            assert_eq!(not_opened(&window), "https://no.portal/");

            let opened = Links::begin(desktop, 2);
            window.native.open_link(LINK.into());
            assert_eq!(opened.recv_timeout(PATIENCE).unwrap(), LINK);
            assert_eq!(not_opened(&window), LINK, "the portal knows no program");
        },
    );
}

#[test]
fn a_link_that_opens_is_not_told_of() {
    without_programs(
        "native::links::a_link_that_opens_is_not_told_of",
        |desktop| {
            let opened = Links::begin(desktop, 0);
            let window = Window::open();
            window.native.open_link(LINK.into());
            assert_eq!(opened.recv_timeout(PATIENCE).unwrap(), LINK);
            // What comes next is of the next question.
            window.native.open_link(REFUSED.into());
            assert_eq!(not_opened(&window), REFUSED);
        },
    );
}

#[test]
fn without_a_portal_the_desktops_opener_is_asked() {
    without_programs(
        "native::links::without_a_portal_the_desktops_opener_is_asked",
        |_desktop| {
            let programs = PathBuf::from(std::env::var_os("PATH").unwrap());
            let (said, opener) = (programs.join("said"), programs.join("xdg-open"));
            let script =
                |end: &str| format!("#!/bin/sh\necho \"$1\" > {}\n{end}\n", said.display());
            // It opens nothing that begins with `https://none`.
            let end = "case $1 in https://none*) exit 3;; esac";
            std::fs::write(&opener, script(end)).unwrap();
            let mode = std::fs::Permissions::from_mode(0o755);
            std::fs::set_permissions(&opener, mode).unwrap();
            let window = Window::open();
            window.native.open_link(LINK.into());
            window.native.open_link("https://none/".into());
            assert_eq!(not_opened(&window), "https://none/");
            assert!(said.exists());
        },
    );
}
