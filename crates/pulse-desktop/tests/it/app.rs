//! The window sleeps until something happens.

use std::cell::RefCell;
use std::rc::Rc;

use egui_kittest::Harness;
use pulse_client::Timestamp;
use pulse_desktop::app::{App, Beginning, News, World};
use pulse_desktop::measure::Measure;
use pulse_desktop::state::Route;
use pulse_desktop::{Action, AppState, ConnectionHealth, Effect, Request, Texts, Update};

use super::people::{MORNING, at_home, chat};

/// A world that keeps what it is asked for.
#[derive(Clone, Default)]
struct Quiet {
    news: Rc<RefCell<Vec<News>>>,
    done: Rc<RefCell<Vec<Effect>>>,
    tray: bool,
}

impl World for Quiet {
    fn fetch(&mut self) -> Vec<News> {
        std::mem::take(&mut self.news.borrow_mut())
    }

    fn perform(&mut self, effect: Effect, _state: &AppState, _texts: &Texts) {
        self.done.borrow_mut().push(effect);
    }

    fn show(&mut self, _state: &AppState, _texts: &Texts) {}

    fn has_tray(&self) -> bool {
        self.tray
    }

    fn hidden(&self) -> egui::ViewportCommand {
        egui::ViewportCommand::Visible(false)
    }
}

/// The window, made in its first frame as the fonts need a context.
struct Window {
    app: Option<App>,
    beginning: Option<Beginning>,
}

impl Window {
    fn state(&self) -> &AppState {
        self.app.as_ref().unwrap().state()
    }
}

fn beginning(state: AppState, world: &Quiet) -> Beginning {
    let now: Timestamp = MORNING;
    Beginning {
        state,
        system_language: "en".to_owned(),
        zone: Box::new(|| jiff::tz::TimeZone::UTC),
        clock: Box::new(move || now),
        world: Box::new(world.clone()),
        measure: Measure::off(),
        hidden: false,
    }
}

fn window(state: AppState, world: &Quiet) -> Harness<'static, Window> {
    let window = Window {
        app: None,
        beginning: Some(beginning(state, world)),
    };
    Harness::builder()
        .with_size([1000.0, 700.0])
        .build_ui_state(
            |ui, window: &mut Window| {
                if let Some(beginning) = window.beginning.take() {
                    window.app = Some(App::new(ui.ctx(), beginning));
                    // The fonts are there from the next frame on.
                    ui.ctx().request_repaint();
                    return;
                }
                if let Some(app) = &mut window.app {
                    app.advance(ui.ctx());
                    app.draw(ui);
                }
            },
            window,
        )
}

/// Whether the last frame wants another one soon.
fn repaints_within(window: &Harness<'static, Window>) -> std::time::Duration {
    window
        .output()
        .viewport_output
        .values()
        .map(|viewport| viewport.repaint_delay)
        .min()
        .unwrap()
}

#[test]
fn nothing_is_drawn_without_a_cause() {
    let world = Quiet::default();
    let mut state = at_home();
    // Without a connection a banner waits for its moment.
    state.apply(Update::Connection(ConnectionHealth::Connected));
    let mut window = window(state, &world);
    window.run();
    window.step();
    // The next cause is the minute in which "now" becomes "1 min".
    assert!(
        repaints_within(&window).as_secs() >= 30,
        "{:?} {:?}",
        repaints_within(&window),
        window.ctx.repaint_causes()
    );
}

#[test]
fn news_are_drawn_when_they_come() {
    let world = Quiet::default();
    let mut window = window(at_home(), &world);
    window.run();
    let go = News::Act(Action::Go(Route::MyLink));
    world.news.borrow_mut().push(go);
    window.step();
    assert_eq!(window.state().state().route, Route::MyLink);
}

#[test]
fn shortcuts_reach_the_state() {
    let world = Quiet::default();
    let mut window = window(at_home(), &world);
    window.run();
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::N);
    window.run();
    assert_eq!(window.state().state().route, Route::AddContact);
    window.key_press(egui::Key::Escape);
    window.run();
    assert_eq!(window.state().state().route, Route::Chats);
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::K);
    window.run();
    assert!(window.state().state().overlay.is_some());
    window.key_press(egui::Key::Escape);
    window.run();
    assert!(window.state().state().overlay.is_none());
}

/// Starts hidden and does this when nothing else is left to do. Returns whether a window is wanted.
fn starts_hidden(world: &Quiet, happens: Action) -> bool {
    let beginning = Beginning {
        hidden: true,
        ..beginning(at_home(), world)
    };
    let ctx = egui::Context::default();
    let mut app = App::new(&ctx, beginning);
    let mut happens = Some(happens);
    let wanted = app.wait_unseen(&ctx, |_| {
        let news = match happens.take() {
            Some(action) => News::Act(action),
            None => News::Update(Box::new(Update::Closed)),
        };
        world.news.borrow_mut().push(news);
    });
    assert!(
        happens.is_none(),
        "there was a window before somebody asked"
    );
    assert!(!app.state().focused, "nobody looks at what is not there");
    wanted
}

#[test]
fn a_hidden_start_makes_no_window_before_somebody_asks() {
    let world = Quiet::default();
    assert!(starts_hidden(&world, Action::ShowWindow));
    assert!(world.done.borrow().is_empty());
}

#[test]
fn a_hidden_start_ends_without_a_window_too() {
    let world = Quiet::default();
    assert!(!starts_hidden(&world, Action::Quit));
    let shutdown = |effect: &Effect| matches!(effect, Effect::Ask(Request::Shutdown));
    assert!(world.done.borrow().iter().any(shutdown));
}

/// A window that was made small draws nothing, and its title is read in the list of windows.
#[test]
fn a_window_that_locks_while_it_is_small_counts_no_more_in_its_title() {
    let world = Quiet::default();
    let mut state = at_home();
    state.lock.available = true;
    let ctx = egui::Context::default();
    let mut app = App::new(&ctx, beginning(state, &world));
    let mut title_after = |news: News| {
        world.news.borrow_mut().push(news);
        ctx.begin_pass(egui::RawInput::default());
        app.advance(&ctx);
        let mut output = ctx.end_pass();
        let told = std::mem::take(&mut output.viewport_output);
        output.drop_without_applying_deltas();
        let commands = told.into_values().flat_map(|viewport| viewport.commands);
        let titles = commands.filter_map(|command| match command {
            egui::ViewportCommand::Title(title) => Some(title),
            _ => None,
        });
        titles.last()
    };
    let list = Update::Conversations(vec![chat(1, "Bob", 2)]);
    let title = title_after(News::Update(Box::new(list)));
    assert!(title.is_some_and(|title| title.contains('2')));
    let title = title_after(News::Act(Action::Lock));
    assert!(title.is_some_and(|title| !title.contains('2')));
}

/// A process in the tray lives for weeks, and its computer crosses borders.
#[test]
fn times_follow_the_zone_of_the_computer() {
    let world = Quiet::default();
    let zone = Rc::new(RefCell::new(jiff::tz::TimeZone::UTC));
    let told = Rc::clone(&zone);
    let beginning = Beginning {
        system_language: "en-GB".to_owned(),
        zone: Box::new(move || told.borrow().clone()),
        ..beginning(at_home(), &world)
    };
    let ctx = egui::Context::default();
    let mut app = App::new(&ctx, beginning);
    app.advance(&ctx);
    assert_eq!(app.texts().clock(MORNING), "09:00");
    *zone.borrow_mut() = jiff::tz::TimeZone::fixed(jiff::tz::offset(9));
    app.advance(&ctx);
    assert_eq!(app.texts().clock(MORNING), "18:00");
}
