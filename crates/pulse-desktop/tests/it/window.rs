//! A window without a renderer: what somebody clicks and types in it reaches a real state.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use pulse_desktop::state::Language;
use pulse_desktop::theme::Theme;
use pulse_desktop::ui::{self, Cx, Layout, UiMemory, shortcuts};
use pulse_desktop::{Action, Actions, AppState, Effect, Request, Texts, Update, fonts};

/// A window and who looks at it.
pub(crate) struct Window {
    harness: Harness<'static, Inside>,
}

struct Inside {
    state: AppState,
    memory: UiMemory,
    texts: Texts,
    theme: Theme,
    layout: Layout,
    /// Everything that was done, oldest first.
    actions: Vec<Action>,
    /// Everything the world was asked for, oldest first.
    effects: Vec<Effect>,
}

impl Inside {
    fn draw(&mut self, ui: &mut egui::Ui) {
        let cx = Cx {
            texts: &self.texts,
            theme: &self.theme,
            now: self.state.now,
            layout: self.layout,
            direction: self.texts.direction(),
            motion: false,
        };
        let mut out = Actions::default();
        shortcuts::handle(ui.ctx(), self.layout, &self.state, &mut out);
        ui::show(ui, &cx, &self.state, &mut self.memory, &mut out);
        for action in out.take() {
            self.actions.push(action.clone());
            self.effects.extend(self.state.act(action));
        }
    }
}

impl Window {
    /// A wide window in English.
    pub(crate) fn new(state: AppState) -> Self {
        Self::of_size([1000.0, 900.0], 1.0, Language::English, state)
    }

    /// A phone in English.
    pub(crate) fn phone(state: AppState) -> Self {
        Self::of_size([390.0, 760.0], 1.0, Language::English, state)
    }

    pub(crate) fn of_size(size: [f32; 2], scale: f32, language: Language, state: AppState) -> Self {
        let inside = Inside {
            state,
            memory: UiMemory::default(),
            texts: Texts::for_language(language, "en_GB.UTF-8"),
            theme: Theme::light(),
            layout: Layout::of_width(size[0]),
            actions: Vec::new(),
            effects: Vec::new(),
        };
        let mut harness = Harness::builder()
            .with_size(size)
            .with_pixels_per_point(scale)
            .with_max_steps(12)
            .with_context_setup(|ctx| {
                fonts::install(ctx);
                Theme::light().apply(ctx);
            })
            .build_ui_state(|ui, inside: &mut Inside| inside.draw(ui), inside);
        harness.run();
        Self { harness }
    }

    pub(crate) fn state(&self) -> &AppState {
        &self.harness.state().state
    }

    /// Changes the state as nothing in the window can.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut AppState)) {
        change(&mut self.harness.state_mut().state);
        self.harness.run();
    }

    /// The client tells something.
    pub(crate) fn hears(&mut self, update: Update) {
        let inside = self.harness.state_mut();
        let effects = inside.state.apply(update);
        inside.effects.extend(effects);
        self.harness.run();
    }

    /// The system tells something, such as what a QR code held.
    pub(crate) fn takes(&mut self, action: Action) {
        let inside = self.harness.state_mut();
        let effects = inside.state.act(action);
        inside.effects.extend(effects);
        self.harness.run();
    }

    /// Clicks what has exactly this name and does something.
    #[track_caller]
    pub(crate) fn clicks(&mut self, name: &str) {
        let node = self
            .harness
            .get_by(|node| is_control(node.role()) && node.label().as_deref() == Some(name));
        assert!(
            !node.accesskit_node().is_disabled(),
            "{name} cannot be clicked now"
        );
        node.click_accesskit();
        self.harness.run();
    }

    /// Gives the keyboard to what has exactly this name.
    #[track_caller]
    pub(crate) fn focuses(&mut self, name: &str) {
        let node = self
            .harness
            .get_by(|node| is_control(node.role()) && node.label().as_deref() == Some(name));
        node.focus();
        self.harness.run();
        assert_eq!(self.focused().as_deref(), Some(name));
    }

    /// Clicks the choice whose name begins so.
    #[track_caller]
    pub(crate) fn clicks_choice(&mut self, name: &str) {
        let node = self
            .harness
            .get_by(|node| is_choice(node.role(), node.label(), name));
        node.click_accesskit();
        self.harness.run();
    }

    /// Whether there is a choice whose name begins so.
    pub(crate) fn offers_choice(&self, name: &str) -> bool {
        let found = self
            .harness
            .query_all_by(|node| is_choice(node.role(), node.label(), name));
        found.count() > 0
    }

    /// Whether what has this name can be clicked now.
    #[track_caller]
    pub(crate) fn can_click(&self, name: &str) -> bool {
        let node = self
            .harness
            .get_by(|node| is_control(node.role()) && node.label().as_deref() == Some(name));
        !node.accesskit_node().is_disabled()
    }

    /// Whether there is something to click of this name.
    pub(crate) fn offers(&self, name: &str) -> bool {
        let found = self
            .harness
            .query_all_by(|node| is_control(node.role()) && node.label().as_deref() == Some(name));
        found.count() > 0
    }

    /// Whether a choice or a switch of this name is on.
    #[track_caller]
    pub(crate) fn is_on(&self, name: &str) -> bool {
        let node = self.harness.get_by(|node| {
            is_control(node.role())
                && node
                    .label()
                    .as_deref()
                    .is_some_and(|label| label.starts_with(name))
        });
        let node = node.accesskit_node();
        node.toggled() == Some(egui::accesskit::Toggled::True) || node.is_selected() == Some(true)
    }

    /// Types into the field of this name, behind what is there.
    #[track_caller]
    pub(crate) fn types_into(&mut self, field: &str, text: &str) {
        self.field(field).focus();
        self.harness.run();
        self.types(text);
    }

    /// Types where the keyboard is.
    pub(crate) fn types(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run();
    }

    pub(crate) fn presses(&mut self, key: Key) {
        self.harness.key_press_modifiers(Modifiers::NONE, key);
        self.harness.run();
    }

    /// What a screen reader would read out of a field.
    #[track_caller]
    pub(crate) fn reads(&self, field: &str) -> String {
        self.field(field).value().unwrap_or_default()
    }

    /// Whether there is a field of this name.
    pub(crate) fn has_field(&self, name: &str) -> bool {
        let found = self
            .harness
            .query_all_by(|node| is_field(node.role()) && node.label().as_deref() == Some(name));
        found.count() > 0
    }

    #[track_caller]
    fn field<'a>(&'a self, name: &'a str) -> egui_kittest::Node<'a> {
        self.harness
            .get_by(move |node| is_field(node.role()) && node.label().as_deref() == Some(name))
    }

    /// Whether these words are somewhere in the window.
    pub(crate) fn says(&self, words: &str) -> bool {
        let found = self.harness.query_all_by(|node| {
            let holds = |text: Option<String>| text.is_some_and(|text| text.contains(words));
            holds(node.label()) || holds(node.value()) || holds(node.description())
        });
        found.count() > 0
    }

    #[track_caller]
    pub(crate) fn sees(&self, words: &str) {
        assert!(
            self.says(words),
            "{words:?} is not to be seen in {:?}",
            self.harness
        );
    }

    #[track_caller]
    pub(crate) fn sees_nothing_of(&self, words: &str) {
        assert!(!self.says(words), "{words:?} is to be seen");
    }

    /// The name of what has the keyboard.
    pub(crate) fn focused(&self) -> Option<String> {
        let mut focused = self.harness.query_all_by(|node| {
            node.is_focused() && (is_control(node.role()) || is_field(node.role()))
        });
        focused.next()?.accesskit_node().label()
    }

    /// Everything of the main pane that does something: its role, its name, where it is, and whether it can be used now.
    pub(crate) fn controls(&self) -> Vec<(Role, String, egui::Rect, bool)> {
        let found = self
            .harness
            .query_all_by(|node| is_control(node.role()) || is_field(node.role()));
        found
            .map(|node| {
                let inner = node.accesskit_node();
                let name = inner.label().unwrap_or_default();
                (inner.role(), name, node.rect(), !inner.is_disabled())
            })
            .collect()
    }

    /// Where something of exactly this name is.
    #[track_caller]
    pub(crate) fn place(&self, name: &str) -> egui::Rect {
        let is_it = |text: Option<String>| text.as_deref() == Some(name);
        let found = self
            .harness
            .get_by(|node| is_it(node.label()) || is_it(node.value()));
        found.rect()
    }

    /// Drops a file onto the window.
    pub(crate) fn drops(&mut self, path: &str) {
        let file = Dropped(path.into());
        self.harness
            .input_mut()
            .dropped_files
            .push(std::sync::Arc::new(file));
        self.harness.run();
    }

    /// What was done since this was asked last.
    pub(crate) fn did(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.harness.state_mut().actions)
    }

    /// What the client was asked since this was asked last.
    pub(crate) fn asked(&mut self) -> Vec<Request> {
        let effects = std::mem::take(&mut self.harness.state_mut().effects);
        let ask = |effect| match effect {
            Effect::Ask(request) => Some(request),
            _ => None,
        };
        effects.into_iter().filter_map(ask).collect()
    }
}

fn is_choice(role: Role, label: Option<String>, name: &str) -> bool {
    role == Role::RadioButton && label.is_some_and(|label| label.starts_with(name))
}

fn is_control(role: Role) -> bool {
    matches!(
        role,
        Role::Button
            | Role::CheckBox
            | Role::Switch
            | Role::RadioButton
            | Role::Link
            | Role::ListItem
            | Role::Slider
    )
}

fn is_field(role: Role) -> bool {
    matches!(
        role,
        Role::TextInput | Role::PasswordInput | Role::MultilineTextInput | Role::SearchInput
    )
}

/// A file that is dropped.
#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Ok(Vec::new())
    }
}
