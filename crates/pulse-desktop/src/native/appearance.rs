//! What the desktop says of colours and movement, through the settings portal.

use futures_util::StreamExt;
use zbus::zvariant::{OwnedValue, Value};

use super::bus::{Bus, in_time};
use super::{NativeEvent, Outbox};

/// The desktop's wishes, as far as it has any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    /// Whether it is dark; `None` when it does not say.
    pub dark: Option<bool>,
    /// Whether movement is to be left out.
    pub reduced_motion: bool,
    /// Whether contrasts are to be stronger.
    pub high_contrast: bool,
}

#[zbus::proxy(
    interface = "org.freedesktop.portal.Settings",
    default_service = "org.freedesktop.portal.Desktop",
    default_path = "/org/freedesktop/portal/desktop"
)]
trait Settings {
    /// Every portal has it; what newer ones return directly is wrapped once more.
    fn read(&self, namespace: &str, key: &str) -> zbus::Result<OwnedValue>;

    #[zbus(signal)]
    fn setting_changed(&self, namespace: String, key: String, value: Value<'_>);
}

const APPEARANCE: &str = "org.freedesktop.appearance";
const GNOME: &str = "org.gnome.desktop.interface";
const KEYS: [(&str, &str); 4] = [
    (APPEARANCE, "color-scheme"),
    (APPEARANCE, "contrast"),
    (APPEARANCE, "reduced-motion"),
    // Before there was a common key.
    (GNOME, "enable-animations"),
];

/// Tells the appearance once, when the desktop has one to tell, and whenever it changes.
pub(super) async fn watch(bus: Bus, outbox: Outbox) {
    if let Err(error) = try_watch(bus, outbox).await {
        tracing::debug!(%error, "the desktop does not tell its appearance");
    }
}

async fn try_watch(bus: Bus, outbox: Outbox) -> zbus::Result<()> {
    let Some(connection) = bus.connection().await else {
        return Ok(());
    };
    let settings = SettingsProxy::new(&connection).await?;
    // Listen first, so that no change between reading and listening is lost.
    let mut changes = settings.receive_setting_changed().await?;
    let mut wishes = Wishes::default();
    for (namespace, key) in KEYS {
        match in_time(settings.read(namespace, key)).await {
            Ok(value) => wishes.take(namespace, key, &value),
            // Without a portal the others would each wait for one as well.
            Err(error) if is_absent(&error) => break,
            Err(_) => {}
        }
    }
    let mut told = Appearance::default();
    loop {
        let appearance = wishes.appearance();
        if appearance != told {
            told = appearance;
            outbox.tell(NativeEvent::Appearance(appearance));
        }
        let Some(change) = changes.next().await else {
            return Ok(());
        };
        if let Ok(change) = change.args() {
            wishes.take(change.namespace(), change.key(), change.value());
        }
    }
}

fn is_absent(error: &zbus::Error) -> bool {
    match error {
        zbus::Error::MethodError(name, ..) => name.as_str().ends_with(".ServiceUnknown"),
        zbus::Error::FDO(error) => matches!(**error, zbus::fdo::Error::ServiceUnknown(_)),
        _ => false,
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Wishes {
    dark: Option<bool>,
    high_contrast: bool,
    reduced_motion: bool,
    no_animations: bool,
}

impl Wishes {
    fn take(&mut self, namespace: &str, key: &str, value: &Value<'_>) {
        let value = unwrapped(value);
        let number = || u32::try_from(value).ok();
        match (namespace, key) {
            (APPEARANCE, "color-scheme") => {
                self.dark = match number() {
                    Some(1) => Some(true),
                    Some(2) => Some(false),
                    _ => None,
                }
            }
            (APPEARANCE, "contrast") => self.high_contrast = number() == Some(1),
            (APPEARANCE, "reduced-motion") => self.reduced_motion = number() == Some(1),
            (GNOME, "enable-animations") => {
                self.no_animations = bool::try_from(value) == Ok(false);
            }
            _ => {}
        }
    }

    fn appearance(self) -> Appearance {
        Appearance {
            dark: self.dark,
            reduced_motion: self.reduced_motion || self.no_animations,
            high_contrast: self.high_contrast,
        }
    }
}

fn unwrapped<'a>(value: &'a Value<'a>) -> &'a Value<'a> {
    match value {
        Value::Value(inner) => unwrapped(inner),
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_understood_however_often_they_are_wrapped() {
        let mut wishes = Wishes::default();
        let wrapped = Value::Value(Box::new(Value::Value(Box::new(Value::U32(1)))));
        wishes.take(APPEARANCE, "color-scheme", &wrapped);
        assert_eq!(wishes.appearance().dark, Some(true));
        wishes.take(APPEARANCE, "color-scheme", &Value::U32(2));
        assert_eq!(wishes.appearance().dark, Some(false));
        wishes.take(APPEARANCE, "color-scheme", &Value::from("dark"));
        assert_eq!(wishes.appearance().dark, None);
    }

    #[test]
    fn either_of_two_wishes_for_less_movement_is_enough() {
        let mut wishes = Wishes::default();
        wishes.take(GNOME, "enable-animations", &Value::from(false));
        assert!(wishes.appearance().reduced_motion);
        wishes.take(GNOME, "enable-animations", &Value::from(true));
        assert!(!wishes.appearance().reduced_motion);
        wishes.take(APPEARANCE, "reduced-motion", &Value::U32(1));
        assert!(wishes.appearance().reduced_motion);
    }
}
