//! Loads the driver of the graphics card while the rest of Pulse starts. That is most of what the first frame of a window under X11
//! waits for (the driver of Mesa brings a compiler along), it needs nothing of ours, and another core has time for it.
//!
//! There is no call for it alone: whoever asks for the ways in which a screen can draw has the driver loaded. So a connection of its own
//! asks, and is closed when the window has its own. Under Wayland nothing is done, there the window's first question is another.

use std::sync::mpsc;

/// The driver is loading, or loaded. To be dropped when the window has drawn.
#[derive(Debug)]
pub struct GraphicsDriver {
    /// Nothing is sent; the thread waits until this end is gone.
    _until: mpsc::Sender<()>,
}

impl GraphicsDriver {
    /// Begins to load it. Where that fails the window will say why: it asks the same.
    #[cfg(target_os = "linux")]
    pub fn load() -> Option<Self> {
        let xlib = x11_dl::xlib::Xlib::open().ok()?;
        #[expect(unsafe_code, reason = "Xlib is C")]
        // SAFETY: takes nothing. It must be the first of all calls of Xlib, and no other thread is there yet that makes one.
        let has_threads = unsafe { (xlib.XInitThreads)() } != 0;
        if !has_threads {
            return None;
        }
        let (until, gone) = mpsc::channel::<()>();
        let thread = std::thread::Builder::new().name("driver".to_owned());
        let asks = move || ask(&xlib, &gone);
        thread.spawn(asks).ok().map(|_| Self { _until: until })
    }

    /// Elsewhere windows are not those of X11.
    #[cfg(not(target_os = "linux"))]
    pub fn load() -> Option<Self> {
        None
    }
}

/// Asks how the first screen can draw, and keeps the connection until the window has its own: with the last one the driver would be
/// unloaded.
#[cfg(target_os = "linux")]
fn ask(xlib: &x11_dl::xlib::Xlib, gone: &mpsc::Receiver<()>) {
    let Ok(glx) = x11_dl::glx::Glx::open() else {
        return;
    };
    let mut count = 0;
    #[expect(unsafe_code, reason = "Xlib and GLX are C")]
    // SAFETY: the display is opened here, checked, used by this thread alone and closed here, once. What is answered belongs to us, is
    // not read, and is given back before the display. Null as attributes asks for every configuration (GLX 1.4, 3.3.3).
    unsafe {
        let display = (xlib.XOpenDisplay)(std::ptr::null());
        if display.is_null() {
            return;
        }
        let screen = (xlib.XDefaultScreen)(display);
        let answer = (glx.glXChooseFBConfig)(display, screen, std::ptr::null(), &raw mut count);
        if !answer.is_null() {
            (xlib.XFree)(answer.cast());
        }
        let _ = gone.recv();
        (xlib.XCloseDisplay)(display);
    }
}
