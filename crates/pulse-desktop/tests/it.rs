//! The window's flows, its state and texts, and the client's thread, without a renderer.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a panic in a test is its report"
)]

mod it {
    mod alarms;
    mod app;
    mod attacks;
    mod bubble;
    mod contacts;
    mod conversation;
    mod conversation_list;
    mod core;
    mod emoji;
    mod find;
    mod first_run;
    mod hostile_texts;
    mod keyboard;
    mod long_conversation;
    mod message_search;
    mod mutes;
    mod my_link;
    mod people;
    mod rooms;
    mod settings;
    mod stage;
    mod state;
    mod state_first_run;
    mod state_lock;
    mod state_news;
    mod state_toasts;
    mod text_menu;
    mod texts;
    mod toasts;
    mod touch;
    mod unlocking;
    mod unread_marks;
    mod window;
}

#[path = "images/scenes.rs"]
mod scenes;
