//! The tray icon, as a panel sees it.

use std::collections::{BTreeMap, HashMap};

use futures_util::StreamExt;
use pulse_desktop::native::NativeEvent;
use pulse_desktop::native::tray::{TrayChoice, TrayFace};
use zbus::Proxy;
use zbus::zvariant::{OwnedValue, Value};

use super::desktop::Watcher;
use super::stage::{Desktop, PATIENCE, Window, on_private_bus};

fn face(unread: u32) -> TrayFace {
    TrayFace {
        unread,
        status: format!("{unread} unread messages"),
        open: "Open Pulse".into(),
        lock: Some("Lock".into()),
        quit: "Quit".into(),
    }
}

fn item<'a>(desktop: &Desktop, service: &'a str) -> Proxy<'a> {
    let (path, interface) = ("/StatusNotifierItem", "org.kde.StatusNotifierItem");
    let builder: zbus::proxy::Builder<'_, Proxy<'_>> = zbus::proxy::Builder::new(&desktop.bus)
        .destination(service.to_owned())
        .unwrap()
        .path(path)
        .unwrap()
        .interface(interface)
        .unwrap()
        .cache_properties(zbus::proxy::CacheProperties::No);
    desktop.run(builder.build()).unwrap()
}

type Pixmap = Vec<(i32, i32, Vec<u8>)>;

fn pixmap(desktop: &Desktop, item: &Proxy<'_>) -> Pixmap {
    desktop.run(item.get_property("IconPixmap")).unwrap()
}

type Layout = (i32, BTreeMap<String, OwnedValue>, Vec<OwnedValue>);

/// The labels of the menu's entries, with their numbers.
fn menu(desktop: &Desktop, service: &str) -> Vec<(String, i32)> {
    let everything = (0, -1, Vec::<&str>::new());
    let call = desktop.bus.call_method(
        Some(service),
        "/MenuBar",
        Some("com.canonical.dbusmenu"),
        "GetLayout",
        &everything,
    );
    let reply = desktop.run(call).unwrap();
    let (_revision, (_, _, entries)): (u32, Layout) = reply.body().deserialize().unwrap();
    entries
        .into_iter()
        .map(|entry| {
            let entry: zbus::zvariant::Structure<'static> = entry.try_into().unwrap();
            let [id, properties, _]: [Value<'static>; 3] = entry.into_fields().try_into().unwrap();
            let id = i32::try_from(id).unwrap();
            let mut properties = HashMap::<String, OwnedValue>::try_from(properties).unwrap();
            let label = properties.remove("label").map(String::try_from);
            (label.map_or(String::new(), Result::unwrap), id)
        })
        .collect()
}

fn click(desktop: &Desktop, service: &str, label: &str) {
    let entries = menu(desktop, service);
    let (_, id) = entries.iter().find(|(found, _)| found == label).unwrap();
    let event = (*id, "clicked", Value::from(0_i32), 0_u32);
    let (path, interface) = ("/MenuBar", "com.canonical.dbusmenu");
    let call = desktop
        .bus
        .call_method(Some(service), path, Some(interface), "Event", &event);
    desktop.run(call).unwrap();
}

fn chosen(window: &Window) -> TrayChoice {
    window.find(|event| match event {
        NativeEvent::Tray { choice, .. } => Some(choice),
        _ => None,
    })
}

fn is_there(window: &Window) -> bool {
    window.find(|event| match event {
        NativeEvent::TrayThere(there) => Some(there),
        _ => None,
    })
}

#[test]
fn the_icon_counts_and_its_menu_speaks() {
    on_private_bus(
        "native::tray::the_icon_counts_and_its_menu_speaks",
        |desktop| {
            let registered = Watcher::begin(desktop);
            let window = Window::open();
            window.native.show_in_tray(face(0));
            let service = registered.recv_timeout(PATIENCE).unwrap();
            assert!(is_there(&window));
            let item = item(desktop, &service);
            let id: String = desktop.run(item.get_property("Id")).unwrap();
            assert_eq!(id, "im.pulse.Pulse");
            let plain = pixmap(desktop, &item);
            assert_eq!(plain.len(), 3);

            let mut new_icon = desktop.run(item.receive_signal("NewIcon")).unwrap();
            window.native.show_in_tray(face(3));
            desktop.run(new_icon.next()).unwrap();
            let counting = pixmap(desktop, &item);
            assert_ne!(counting, plain);

            let labels: Vec<_> = menu(desktop, &service).into_iter().map(|it| it.0).collect();
            assert_eq!(labels, ["Open Pulse", "Lock", "", "Quit"]);
            click(desktop, &service, "Lock");
            assert_eq!(chosen(&window), TrayChoice::Lock);
            click(desktop, &service, "Quit");
            assert_eq!(chosen(&window), TrayChoice::Quit);
            desktop.run(item.call_method("Activate", &(0, 0))).unwrap();
            assert_eq!(chosen(&window), TrayChoice::Open);

            // The same face again is nothing to tell: the next signal is that of the number after it.
            window.native.show_in_tray(face(3));
            window.native.show_in_tray(face(0));
            desktop.run(new_icon.next()).unwrap();
            assert_eq!(pixmap(desktop, &item), plain);
        },
    );
}

#[test]
fn a_desktop_without_a_tray_is_told_of_and_one_that_starts_later_is_used() {
    on_private_bus(
        "native::tray::a_desktop_without_a_tray_is_told_of_and_one_that_starts_later_is_used",
        |desktop| {
            let window = Window::open();
            window.native.show_in_tray(face(1));
            assert!(!is_there(&window));
            desktop.wait_until_heard("org.kde.StatusNotifierWatcher");
            let registered = Watcher::begin(desktop);
            registered.recv_timeout(PATIENCE).unwrap();
            assert!(is_there(&window));
        },
    );
}

#[test]
fn the_icon_goes_with_the_window() {
    on_private_bus("native::tray::the_icon_goes_with_the_window", |desktop| {
        let registered = Watcher::begin(desktop);
        let window = Window::open();
        window.native.show_in_tray(face(0));
        let service = registered.recv_timeout(PATIENCE).unwrap();
        let dbus = desktop
            .run(zbus::fdo::DBusProxy::new(&desktop.bus))
            .unwrap();
        let mut changes = desktop
            .run(dbus.receive_name_owner_changed_with_args(&[(0, service.as_str())]))
            .unwrap();
        drop(window);
        let change = desktop.run(changes.next()).unwrap();
        assert!(change.args().unwrap().new_owner().is_none());
    });
}
