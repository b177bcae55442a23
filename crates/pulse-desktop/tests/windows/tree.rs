//! What a screen reader knows of a window: its accessible things, with names, roles and states.

use std::collections::{BTreeMap, BTreeSet};

use atspi::proxy::accessible::ObjectRefExt;
use atspi::proxy::cache::CacheProxy;
use atspi::proxy::component::ComponentProxy;
use atspi::proxy::proxy_ext::ProxyExt;
use atspi::proxy::text::TextProxy;
use atspi::{CacheItem, CoordType, Role, State};
use zbus::Connection;
use zbus::fdo::DBusProxy;

use super::buses::Buses;
use super::display::Area;

/// Roles that somebody does something with; each needs a name.
const INTERACTIVE: &[Role] = &[
    Role::Button,
    Role::CheckBox,
    Role::ComboBox,
    Role::Entry,
    Role::Link,
    Role::ListItem,
    Role::MenuItem,
    Role::PageTab,
    Role::PasswordText,
    Role::RadioButton,
    Role::Slider,
    Role::SpinButton,
    Role::ToggleButton,
];

/// The bus name of a process's application, once it has told the registry of itself.
pub(crate) fn application_of(buses: &Buses, process: u32) -> Option<String> {
    buses.runtime.block_on(async {
        let bus = DBusProxy::new(&buses.accessibility).await.ok()?;
        for name in bus.list_names().await.ok()? {
            if !name.starts_with(':') {
                continue;
            }
            let owner = bus.get_connection_unix_process_id(name.inner().clone());
            if owner.await.ok() == Some(process) && has_cache(&buses.accessibility, &name).await {
                return Some(name.to_string());
            }
        }
        None
    })
}

async fn has_cache(connection: &Connection, name: &str) -> bool {
    items(connection, name).await.is_ok()
}

async fn items(connection: &Connection, name: &str) -> zbus::Result<Vec<CacheItem>> {
    let cache = CacheProxy::builder(connection)
        .destination(name)?
        .cache_properties(zbus::proxy::CacheProperties::No)
        .build()
        .await?;
    cache.get_items().await
}

/// All accessible things of one application at one moment, in their order.
#[derive(Default)]
pub(crate) struct Tree {
    pub(crate) things: Vec<Thing>,
}

/// One accessible thing.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) role: Role,
    item: CacheItem,
}

impl Tree {
    /// Reads it, or nothing when the application does not answer (any more).
    pub(crate) fn read(buses: &Buses, application: &str) -> Self {
        let items = items(&buses.accessibility, application);
        let items = buses.runtime.block_on(items).unwrap_or_default();
        let mut by_path: BTreeMap<String, Vec<CacheItem>> = BTreeMap::new();
        let mut roots = Vec::new();
        for item in items {
            if item.role == Role::Application {
                roots.push(item);
            } else {
                let parent = item.parent.path_as_str().to_owned();
                by_path.entry(parent).or_default().push(item);
            }
        }
        let mut things = Vec::new();
        roots.reverse();
        while let Some(item) = roots.pop() {
            let mut children = by_path
                .remove(item.object.path_as_str())
                .unwrap_or_default();
            children.sort_by_key(|child| std::cmp::Reverse(child.index));
            roots.extend(children);
            things.push(Thing::new(item));
        }
        Self { things }
    }

    /// Whether any name or description has these words.
    pub(crate) fn says(&self, words: &str) -> bool {
        self.things.iter().any(|thing| thing.says(words))
    }

    /// How many things have exactly these words in their name.
    pub(crate) fn count(&self, words: &str) -> usize {
        let things = self.things.iter();
        things
            .filter(|thing| thing.role == Role::ListItem && thing.name.contains(words))
            .count()
    }

    /// The field with exactly this name.
    pub(crate) fn field(&self, name: &str) -> Option<&Thing> {
        [Role::Entry, Role::PasswordText, Role::Text]
            .into_iter()
            .find_map(|role| self.named_role(name, role))
    }

    /// What has exactly this name; things to do something with before labels.
    pub(crate) fn named(&self, name: &str) -> Option<&Thing> {
        let named = || self.things.iter().filter(|thing| thing.is_named(name));
        named().find(|thing| thing.is_interactive()).or_else(|| {
            // A label beside its field has the same name: the later one is drawn on top.
            named().next_back()
        })
    }

    /// What has exactly this name and this role.
    pub(crate) fn named_role(&self, name: &str, role: Role) -> Option<&Thing> {
        let mut things = self.things.iter();
        things.find(|thing| thing.role == role && thing.is_named(name))
    }

    /// The first thing to do something with whose name has these words.
    pub(crate) fn interactive_with(&self, words: &str) -> Option<&Thing> {
        let mut things = self.things.iter();
        things.find(|thing| thing.is_interactive() && thing.name.contains(words))
    }

    /// What can be used now: all, or what is in the dialog that lies over the rest.
    pub(crate) fn reachable(&self) -> impl Iterator<Item = &Thing> {
        let dialog = self.things.iter().find(|thing| thing.role == Role::Dialog);
        let mut inside: BTreeSet<&str> = dialog.iter().map(|thing| thing.path()).collect();
        self.things.iter().filter(move |thing| {
            if dialog.is_none() {
                return true;
            }
            // Parents come before their children.
            let is_inside = inside.contains(thing.item.parent.path_as_str());
            if is_inside {
                inside.insert(thing.path());
            }
            is_inside
        })
    }

    /// What has the keyboard.
    pub(crate) fn focused(&self) -> Option<&Thing> {
        self.things
            .iter()
            .find(|thing| thing.is(State::Focused) && thing.role != Role::Frame)
    }
}

/// One line for each, for the report of a failure.
impl std::fmt::Display for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for thing in &self.things {
            let focus = if thing.is(State::Focused) { "*" } else { " " };
            writeln!(
                f,
                "  {focus}{:<14} {:?} {}",
                format!("{:?}", thing.role),
                thing.name,
                thing.description
            )?;
        }
        Ok(())
    }
}

impl std::fmt::Display for Thing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {:?}", self.role, self.name)
    }
}

impl Thing {
    fn new(item: CacheItem) -> Self {
        Self {
            name: item.short_name.trim().to_owned(),
            description: item.name.clone(),
            role: item.role,
            item,
        }
    }

    fn path(&self) -> &str {
        self.item.object.path_as_str()
    }

    fn is_named(&self, name: &str) -> bool {
        self.name == name
    }

    /// Whether its name or description has these words.
    pub(crate) fn says(&self, words: &str) -> bool {
        self.name.contains(words) || self.description.contains(words)
    }

    /// Whether it is in this state.
    pub(crate) fn is(&self, state: State) -> bool {
        self.item.states.contains(state)
    }

    /// Whether somebody does something with it.
    pub(crate) fn is_interactive(&self) -> bool {
        INTERACTIVE.contains(&self.role) || (self.is(State::Focusable) && !self.is_container())
    }

    /// Whether it only holds others.
    pub(crate) fn is_container(&self) -> bool {
        matches!(
            self.role,
            Role::Frame
                | Role::Window
                | Role::Panel
                | Role::Filler
                | Role::ScrollPane
                | Role::Unknown
                | Role::Application
        )
    }

    /// The same thing at another moment.
    pub(crate) fn is_same(&self, other: &Thing) -> bool {
        self.item.object == other.item.object
    }

    /// Where it is in its window.
    pub(crate) fn area(&self, buses: &Buses) -> Option<Area> {
        let extents = buses.runtime.block_on(async {
            let proxies = self.item.object.as_accessible_proxy(&buses.accessibility);
            let accessible = proxies.await.ok()?;
            let proxies = accessible.proxies().await.ok()?;
            let component: ComponentProxy<'_> = proxies.component().await.ok()?;
            component.get_extents(CoordType::Window).await.ok()
        });
        let (x, y, width, height) = extents?;
        (width > 0 && height > 0).then_some(Area {
            x,
            y,
            width,
            height,
        })
    }

    /// What is written in it.
    pub(crate) fn text(&self, buses: &Buses) -> Option<String> {
        buses.runtime.block_on(async {
            let proxies = self.item.object.as_accessible_proxy(&buses.accessibility);
            let accessible = proxies.await.ok()?;
            let proxies = accessible.proxies().await.ok()?;
            let text: TextProxy<'_> = proxies.text().await.ok()?;
            text.get_text(0, -1).await.ok()
        })
    }
}
