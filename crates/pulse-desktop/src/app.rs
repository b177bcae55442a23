//! The window: takes in what changed, draws the state, performs what follows.
//!
//! Three things wake it: the person, the waker of those who have news, and a moment that is due. Between them nothing is drawn.

mod appearance;
mod closing;
mod world;

use std::time::Duration;

use pulse_client::Timestamp;

use crate::action::{Action, Actions};
use crate::effect::Effect;
use crate::measure::Measure;
use crate::native::{qr_picture, window_place};
use crate::state::{AppState, Phase};
use crate::texts::Texts;
use crate::ui::{self, Cx, Layout, UiMemory};

use appearance::Appearance;
use closing::Closing;
pub use world::{News, World};

/// What the window begins with.
pub struct Beginning {
    /// The settings, and a link that was given at the start.
    pub state: AppState,
    /// The system's language, such as `de-AT`.
    pub system_language: String,
    /// Tells where the clock times are; who travels takes the computer along.
    pub zone: Box<dyn Fn() -> jiff::tz::TimeZone>,
    /// Tells the time.
    pub clock: Box<dyn Fn() -> Timestamp>,
    /// Everything outside of the window.
    pub world: Box<dyn World>,
    /// Keeps marks of what happens when.
    pub measure: Measure,
    /// Whether to begin without a window to be seen.
    pub hidden: bool,
}

/// The window.
pub struct App {
    state: AppState,
    memory: UiMemory,
    actions: Actions,
    appearance: Appearance,
    closing: Closing,
    clock: Box<dyn Fn() -> Timestamp>,
    world: Box<dyn World>,
    measure: Measure,
    /// Whether the window was hidden by us, or is not made yet.
    is_hidden: bool,
    /// Whether the window closes because it was hidden: this desktop would not show it again.
    is_leaving: bool,
    /// Whether there is a window, hidden or not.
    has_window: bool,
    /// How large everything was in the last frame.
    zoom: f32,
    /// Whether the title was last written for a locked window.
    titled_locked: bool,
}

impl App {
    /// Takes fonts, colours and size before the first frame, so that nothing changes under the eyes of the person.
    pub fn new(ctx: &egui::Context, beginning: Beginning) -> Self {
        let Beginning {
            mut state,
            system_language,
            zone,
            clock,
            world,
            measure,
            hidden,
        } = beginning;
        state.tick(clock());
        state.touched();
        prepare(ctx);
        Self {
            appearance: Appearance::new(ctx, &state.settings, system_language, zone),
            state,
            memory: UiMemory::default(),
            actions: Actions::default(),
            closing: Closing::default(),
            clock,
            world,
            measure,
            is_hidden: hidden,
            is_leaving: false,
            has_window: !hidden,
            zoom: 1.0,
            titled_locked: false,
        }
    }

    /// What is shown.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// The texts in which it is shown.
    pub fn texts(&self) -> &Texts {
        self.appearance.texts()
    }

    /// Lets time pass and takes in what changed. Draws nothing.
    pub fn advance(&mut self, ctx: &egui::Context) {
        let now = (self.clock)();
        let effects = self.state.tick(now);
        self.perform(ctx, effects);
        self.notice_person(ctx);
        for news in self.world.fetch() {
            self.take(ctx, news);
        }
        self.state.has_tray = self.world.has_tray();
        self.notice_window(ctx);
        self.appearance.follow(ctx, &self.state.settings);
        self.world.show(&self.state, self.appearance.texts());
        self.title_lock(ctx);
        if let Some(due) = self.due_in() {
            ctx.request_repaint_after(due);
        }
    }

    /// Draws the window and does what the person asked for.
    pub fn draw(&mut self, ui: &mut egui::Ui) {
        self.has_window = true;
        self.measure.frame_begins(ui.ctx());
        let ctx = ui.ctx().clone();
        let (touched, back) = ctx.input(|input| {
            let events = &input.events;
            let back = events.contains(&egui::Event::WindowFocused(true));
            (events.iter().any(is_touch), back)
        });
        if touched {
            self.state.touched();
        }
        if back {
            // The task bar can bring a window back that we had made small.
            self.is_hidden = false;
        }
        let cx = Cx {
            texts: self.appearance.texts(),
            theme: self.appearance.theme(),
            now: self.state.now,
            layout: Layout::of_width(ui.max_rect().width()),
            direction: self.appearance.texts().direction(),
            motion: self.appearance.motion(),
        };
        // What a screen reader calls the window.
        ctx.accesskit_node_builder(egui::accesskit_root_id(), |node| {
            node.set_label(self.title());
        });
        ui::shortcuts::handle(&ctx, cx.layout, &self.state, &mut self.actions);
        ui::show(ui, &cx, &self.state, &mut self.memory, &mut self.actions);
        let actions = self.actions.take();
        if !actions.is_empty() {
            // What the actions change is drawn at once.
            ctx.request_repaint();
        }
        for action in actions {
            self.act(&ctx, action);
        }
        self.measure.frame_ends(&ctx, &self.state);
    }

    /// Lives without a window for as long as it is hidden: every window is shown with its first frame, so there is none before
    /// somebody asks for it. `sleep` ends with news, or after so long. False when Pulse ended meanwhile.
    pub fn wait_unseen(
        &mut self,
        ctx: &egui::Context,
        mut sleep: impl FnMut(Option<Duration>),
    ) -> bool {
        while self.is_hidden {
            self.advance(ctx);
            if self.closing.is_over() {
                return false;
            }
            if self.is_hidden {
                sleep(self.due_in());
            }
        }
        true
    }

    /// The window's title. Whoever sees a locked window learns nothing from it.
    fn title(&self) -> String {
        let unread = match self.state.lock.locked {
            true => 0,
            false => self.state.unread(),
        };
        self.appearance.title(unread)
    }

    /// Tells the title when the window was locked or unlocked: here, as a window that was made small draws nothing and still has a
    /// title to be read.
    fn title_lock(&mut self, ctx: &egui::Context) {
        if self.has_window && self.titled_locked != self.state.lock.locked {
            self.titled_locked = self.state.lock.locked;
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(self.title()));
        }
    }

    /// A window is there: it gets the colours that may have been chosen before it, and its title.
    pub(crate) fn dress(&self, ctx: &egui::Context) {
        self.appearance.theme().apply(ctx);
        let title = self.title();
        ctx.send_viewport_cmd(egui::ViewportCommand::Title(title));
    }

    /// The window is closed, and `ctx` is for the next. False when there is none to come: Pulse ended, or it was not closed to be
    /// hidden.
    pub(crate) fn leave(&mut self, ctx: &egui::Context) -> bool {
        self.has_window = false;
        prepare(ctx);
        self.appearance.enter(ctx, &self.state.settings);
        std::mem::take(&mut self.is_leaving) && !self.closing.is_over()
    }

    fn act(&mut self, ctx: &egui::Context, action: Action) {
        let effects = self.state.act(action);
        self.perform(ctx, effects);
    }

    /// Whether somebody can be looking. A window that is hidden draws no frames, so what its last frame saw of the keyboard
    /// does not count.
    fn notice_person(&mut self, ctx: &egui::Context) {
        let focused = ctx.input(|input| {
            let viewport = input.viewport();
            viewport.focused.unwrap_or(input.focused)
                && viewport.minimized != Some(true)
                && viewport.visible() != Some(false)
        });
        let effects = (self.state).focus(focused && self.has_window && !self.is_hidden);
        self.perform(ctx, effects);
    }

    /// Where the window is, and whether somebody wants to close it.
    fn notice_window(&mut self, ctx: &egui::Context) {
        let zoom = ctx.zoom_factor();
        let (place, wants_close) = ctx.input(|input| {
            let viewport = input.viewport();
            let place = window_place::observed(viewport, zoom, self.state.settings.window);
            (place, viewport.close_requested())
        });
        // In the frame in which the zoom changes, the window is told in points of the earlier one.
        let earlier = std::mem::replace(&mut self.zoom, zoom);
        if place.is_some() && (earlier - zoom).abs() <= f32::EPSILON {
            // It is written with the next setting or at the end: moving a window writes no file.
            self.state.settings.window = place;
        }
        if wants_close && self.has_window && !self.is_leaving && !self.closing.is_over() {
            let stays = self.state.settings.close_to_tray
                && self.state.has_account_open()
                && self.state.has_tray;
            let action = if stays {
                Action::HideWindow
            } else {
                Action::Quit
            };
            self.act(ctx, action);
            if !self.is_leaving {
                ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            }
        }
        if matches!(self.state.phase, Phase::Closing) {
            self.closing.follow(ctx, self.state.now);
        }
    }

    fn take(&mut self, ctx: &egui::Context, news: News) {
        match news {
            News::Update(update) => {
                let effects = self.state.apply(*update);
                self.perform(ctx, effects);
            }
            News::Act(action) => self.act(ctx, action),
            News::Appearance(system) => self.appearance.system_changed(system),
        }
    }

    /// Does what is the window's, and hands everything else to the world.
    fn perform(&mut self, ctx: &egui::Context, effects: Vec<Effect>) {
        use egui::ViewportCommand as Command;
        for effect in effects {
            match effect {
                Effect::CopyText(text) => ctx.copy_text(text),
                Effect::CopyQr(content) => copy_qr(ctx, &content),
                Effect::FocusComposer => self.memory.focus_composer = true,
                Effect::InsertText { conversation, text } => {
                    self.memory.insert = Some((conversation, text));
                }
                Effect::FocusFind => self.memory.find.focus = true,
                Effect::FocusFilter => self.memory.focus_filter = true,
                Effect::ShowWindow => {
                    self.is_hidden = false;
                    ctx.send_viewport_cmd(Command::Visible(true));
                    ctx.send_viewport_cmd(Command::Minimized(false));
                    ctx.send_viewport_cmd(Command::Focus);
                }
                Effect::HideWindow => {
                    self.is_hidden = true;
                    let hidden = self.world.hidden();
                    self.is_leaving |= self.has_window && hidden == Command::Close;
                    ctx.send_viewport_cmd(hidden);
                }
                Effect::Quit => self.closing.end(ctx),
                // The next window begins with its title.
                Effect::Unread(_) if !self.has_window => {}
                Effect::Unread(_) => {
                    let title = self.title();
                    ctx.send_viewport_cmd(Command::Title(title));
                }
                other => self
                    .world
                    .perform(other, &self.state, self.appearance.texts()),
            }
        }
    }

    /// When to draw again although nothing happens: something ends, or a shown moment is called otherwise.
    fn due_in(&self) -> Option<Duration> {
        let texts = self.appearance.texts();
        let moments = self
            .state
            .chats
            .shown()
            .take(CHATS_WITH_MOMENTS)
            .map(|chat| texts.changes_in(chat.last_at, self.state.now));
        let clock = moments.min().filter(|_| self.state.is_usable());
        let closing = self.closing.due_in(self.state.now);
        [self.state.due_in(), clock, closing]
            .into_iter()
            .flatten()
            .min()
    }
}

/// Gives a window's context its fonts, before its first frame.
fn prepare(ctx: &egui::Context) {
    crate::fonts::install(ctx);
    // The scale has its own shortcuts, and is a setting.
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
}

/// A QR code as a picture in the clipboard.
fn copy_qr(ctx: &egui::Context, content: &str) {
    if let Some(picture) = qr_picture::draw(content.as_bytes()) {
        let size = [picture.width(), picture.height()].map(|side| side as usize);
        ctx.copy_image(egui::ColorImage::from_gray(size, picture.as_raw()));
    }
}

/// Lines of the list that can be on a screen; the moments of others are not seen.
const CHATS_WITH_MOMENTS: usize = 40;

fn is_touch(event: &egui::Event) -> bool {
    use egui::Event;
    matches!(
        event,
        Event::Key { .. }
            | Event::Text(_)
            | Event::Paste(_)
            | Event::PointerMoved(_)
            | Event::PointerButton { .. }
            | Event::MouseWheel { .. }
            | Event::Touch { .. }
            | Event::Ime(_)
    )
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.advance(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
    }

    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        self.appearance.theme().background.to_normalized_gamma_f32()
    }
}
