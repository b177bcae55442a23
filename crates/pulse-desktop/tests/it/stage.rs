//! The window without a renderer: what a person does goes through the state, and what follows is kept to be looked at.

use egui::accesskit::Role;
use egui::{Key, Modifiers, Vec2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, Node};
use pulse_desktop::state::Language;
use pulse_desktop::theme::Theme;
use pulse_desktop::ui::{self, Cx, Layout, UiMemory};
use pulse_desktop::{Action, Actions, AppState, Effect, Request, Texts};

use crate::scenes::cast;

/// What is on the stage.
pub(crate) struct Play {
    pub(crate) state: AppState,
    memory: UiMemory,
    texts: Texts,
    theme: Theme,
    /// What the person did, as the screens told it.
    pub(crate) actions: Vec<Action>,
    /// What followed outside of the window.
    pub(crate) effects: Vec<Effect>,
}

/// A window with a person before it.
pub(crate) struct Stage {
    pub(crate) harness: Harness<'static, Play>,
}

pub(crate) const WIDE: Vec2 = vec2(1000.0, 700.0);
pub(crate) const PHONE: Vec2 = vec2(390.0, 780.0);

impl Stage {
    /// A wide window in English.
    pub(crate) fn wide(state: AppState) -> Self {
        Self::new(state, WIDE, Language::English)
    }

    pub(crate) fn new(state: AppState, size: Vec2, language: Language) -> Self {
        let play = Play {
            state,
            memory: UiMemory::default(),
            texts: Texts::for_language(language, "en-GB").in_zone(jiff::tz::TimeZone::UTC),
            theme: Theme::light(),
            actions: Vec::new(),
            effects: Vec::new(),
        };
        let mut harness = Harness::builder()
            .with_size(size)
            .with_max_steps(100)
            .with_context_setup(|ctx| {
                pulse_desktop::fonts::install(ctx);
                Theme::light().apply(ctx);
            })
            .build_ui_state(draw, play);
        harness.run();
        Self { harness }
    }

    pub(crate) fn play(&self) -> &Play {
        self.harness.state()
    }

    pub(crate) fn state(&self) -> &AppState {
        &self.play().state
    }

    /// Something that happens to the state from outside.
    pub(crate) fn happens(&mut self, change: impl FnOnce(&mut AppState)) {
        change(&mut self.harness.state_mut().state);
        self.harness.run();
    }

    pub(crate) fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    pub(crate) fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run();
    }

    pub(crate) fn types(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run();
    }

    pub(crate) fn click(&mut self, role: Role, label: &str) {
        self.harness.get_by_role_and_label(role, label).click();
        self.harness.run();
    }

    pub(crate) fn button(&mut self, label: &str) {
        self.click(Role::Button, label);
    }

    /// The secondary button of the pointer, which opens menus.
    pub(crate) fn right_click(&mut self, role: Role, label: &str) {
        self.harness
            .get_by_role_and_label(role, label)
            .click_secondary();
        self.harness.run();
    }

    pub(crate) fn shows(&self, label: &str) -> bool {
        self.harness.query_all_by_label(label).next().is_some()
    }

    pub(crate) fn shows_containing(&self, part: &str) -> bool {
        self.harness
            .query_all_by_label_contains(part)
            .next()
            .is_some()
    }

    pub(crate) fn node<'a>(&'a self, role: Role, label: &'a str) -> Node<'a> {
        self.harness.get_by_role_and_label(role, label)
    }

    /// All nodes of a role, from top to bottom of the tree, by their labels.
    pub(crate) fn labels(&self, role: Role) -> Vec<String> {
        self.harness
            .query_all_by_role(role)
            .filter_map(|node| node.accesskit_node().label())
            .collect()
    }

    /// Where a node that holds these words is.
    pub(crate) fn top_of(&self, part: &str) -> f32 {
        self.harness.get_by_label_contains(part).rect().top()
    }

    /// What the composer holds.
    pub(crate) fn draft(&self) -> String {
        let open = self.state().open_conversation().unwrap();
        self.state().draft(open).to_owned()
    }

    /// The texts that were given to the client to be sent.
    pub(crate) fn sent(&self) -> Vec<String> {
        let effects = self.play().effects.iter();
        effects
            .filter_map(|effect| match effect {
                Effect::Ask(Request::Send { text, .. }) => Some(text.clone()),
                _ => None,
            })
            .collect()
    }

    pub(crate) fn scroll(&mut self, points: f32) {
        let middle = egui::pos2(700.0, 350.0);
        self.harness.hover_at(middle);
        self.harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, points),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
        self.harness.run();
    }
}

fn draw(ui: &mut egui::Ui, play: &mut Play) {
    let cx = Cx {
        texts: &play.texts,
        theme: &play.theme,
        now: cast::NOW,
        layout: Layout::of_width(ui.ctx().content_rect().width()),
        direction: play.texts.direction(),
        motion: false,
    };
    let ctx = ui.ctx().clone();
    let mut out = Actions::default();
    ui::shortcuts::handle(&ctx, cx.layout, &play.state, &mut out);
    ui::show(ui, &cx, &play.state, &mut play.memory, &mut out);
    let actions = out.take();
    if !actions.is_empty() {
        ctx.request_repaint();
    }
    for action in actions {
        play.actions.push(action.clone());
        for effect in play.state.act(action) {
            match &effect {
                Effect::FocusComposer => play.memory.focus_composer = true,
                Effect::FocusFind => play.memory.find.focus = true,
                Effect::FocusFilter => play.memory.focus_filter = true,
                Effect::InsertText { conversation, text } => {
                    play.memory.insert = Some((*conversation, text.clone()));
                }
                _ => {}
            }
            play.effects.push(effect);
        }
    }
}
