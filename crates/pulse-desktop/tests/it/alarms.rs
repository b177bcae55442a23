//! What happened to the account that somebody else may have done, and that nobody may miss.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use pulse_desktop::state::{AccountAlarm, LockTimeout};
use pulse_desktop::{Action, AppState, Effect, Update};

use super::people::{at_home, pass};
use super::stage::Stage;
use crate::scenes::conversations;

fn saved(effects: &[Effect]) -> Vec<AccountAlarm> {
    match effects {
        [Effect::SaveSettings(settings)] => settings.alarms.iter().copied().collect(),
        other => panic!("{other:?}"),
    }
}

/// A thief adds a device while the window is in the tray, or locked, or closed soon after.
#[test]
fn an_alarm_outlives_time_the_lock_and_the_window() {
    let mut state = at_home();
    state.apply(Update::AppLockChanged { set: true });
    state.settings.lock_timeout = LockTimeout::OneMinute;
    state.focus(false);
    let effects = state.apply(Update::Alarm(AccountAlarm::DeviceAdded));
    assert_eq!(saved(&effects), [AccountAlarm::DeviceAdded]);
    pass(&mut state, 3_600);
    assert!(state.lock.locked);
    let answer = Action::AnswerAlarm(AccountAlarm::DeviceAdded);
    assert!(state.act(answer).is_empty(), "nobody is there to answer");

    let kept = serde_json::to_string(&state.settings).unwrap();
    let mut state = AppState {
        settings: serde_json::from_str(&kept).unwrap(),
        ..at_home()
    };
    assert_eq!(state.settings.alarms.len(), 1);
    let effects = state.act(Action::AnswerAlarm(AccountAlarm::DeviceAdded));
    assert!(saved(&effects).is_empty());
    let effects = state.apply(Update::Alarm(AccountAlarm::DeviceAdded));
    assert_eq!(saved(&effects).len(), 1, "another device is another alarm");
}

#[test]
fn what_is_told_with_each_connection_asks_once_for_each_start() {
    for alarm in [AccountAlarm::DevicesForked, AccountAlarm::DeviceRemoved] {
        let mut state = at_home();
        let told = Update::Alarm(alarm);
        assert_eq!(saved(&state.apply(told.clone())).len(), 1);
        assert!(state.apply(told.clone()).is_empty());
        state.act(Action::AnswerAlarm(alarm));
        assert!(state.apply(told.clone()).is_empty(), "the next connection");
        assert!(state.settings.alarms.is_empty());
        assert_eq!(saved(&at_home().apply(told)).len(), 1, "the next start");
    }
}

/// Whoever is alarmed must learn what can be done.
#[test]
fn the_alarm_of_a_removed_device_says_what_to_do() {
    let mut stage = Stage::wide(conversations::list());
    stage.happens(|state| {
        state.apply(Update::Alarm(AccountAlarm::DeviceRemoved));
    });
    let [alarm] = &stage.labels(Role::Alert)[..] else {
        panic!("one alarm");
    };
    assert!(alarm.contains("can still be read"), "{alarm}");
    assert!(alarm.contains("make a new account"), "{alarm}");
}

#[test]
fn alarms_stand_over_every_page_until_they_are_answered() {
    let mut stage = Stage::wide(conversations::list());
    stage.happens(|state| {
        for alarm in [AccountAlarm::DeviceAdded, AccountAlarm::DeviceRemoved] {
            state.apply(Update::Alarm(alarm));
        }
    });
    assert_eq!(stage.labels(Role::Alert).len(), 2);
    stage.happens(|state| {
        state.act(Action::Go(pulse_desktop::state::Route::MyLink));
    });
    assert!(stage.shows_containing("Another device was added"));
    for left in [1, 0] {
        let mut answers = (stage.harness).query_all_by_role_and_label(Role::Button, "Understood");
        answers.next().unwrap().click();
        drop(answers);
        stage.harness.run();
        assert_eq!(stage.labels(Role::Alert).len(), left);
    }
}
