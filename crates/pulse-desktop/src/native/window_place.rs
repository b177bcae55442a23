//! Where the window was, to open it there again.

use egui::{ViewportBuilder, ViewportInfo};

use crate::limits::{WINDOW_SIDE_MAX, WINDOW_SIDE_MIN, WINDOW_SIZE_MIN};
use crate::state::WindowPlace;

/// A place that a window can have: without a position beyond all screens, and `None` for a size that is none.
pub fn checked(place: WindowPlace) -> Option<WindowPlace> {
    let is_side = |side: f32| (WINDOW_SIDE_MIN..=WINDOW_SIDE_MAX).contains(&side);
    let is_near = |(x, y): &(f32, f32)| x.abs() <= WINDOW_SIDE_MAX && y.abs() <= WINDOW_SIDE_MAX;
    (is_side(place.size.0) && is_side(place.size.1)).then_some(WindowPlace {
        position: place.position.filter(is_near),
        ..place
    })
}

/// The window as it is now. While it fills the screen its earlier place is what it goes back to, so that one is kept; `None`
/// while it is minimised or not yet there. `zoom` is how much larger than the system's points those of the interface are, in
/// which egui tells of the window: a window is opened before anything is zoomed, so its place is kept in the system's.
pub fn observed(
    info: &ViewportInfo,
    zoom: f32,
    earlier: Option<WindowPlace>,
) -> Option<WindowPlace> {
    if info.minimized == Some(true) {
        return None;
    }
    let maximized = info.maximized == Some(true) || info.fullscreen == Some(true);
    if maximized && let Some(earlier) = earlier {
        return Some(WindowPlace {
            maximized,
            ..earlier
        });
    }
    let inner = info.inner_rect?;
    checked(WindowPlace {
        position: info
            .outer_rect
            .map(|outer| (outer.min.x * zoom, outer.min.y * zoom)),
        size: (inner.width() * zoom, inner.height() * zoom),
        maximized,
    })
}

/// Opens the window where it was. With everything `zoom` times as large, less than the smallest window that can be used then
/// is enlarged to it.
pub fn restored(mut window: ViewportBuilder, place: WindowPlace, zoom: f32) -> ViewportBuilder {
    let Some(place) = checked(place) else {
        return window;
    };
    if let Some((x, y)) = place.position {
        window = window.with_position([x, y]);
    }
    let [width, height] = WINDOW_SIZE_MIN.map(|side| side * zoom.max(1.0));
    window
        .with_inner_size([place.size.0.max(width), place.size.1.max(height)])
        .with_maximized(place.maximized)
        .with_clamp_size_to_monitor_size(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: WindowPlace = WindowPlace {
        position: Some((10.0, 20.0)),
        size: (900.0, 600.0),
        maximized: false,
    };

    fn info(rect: [f32; 4]) -> ViewportInfo {
        let [x, y, width, height] = rect;
        let rect = egui::Rect::from_min_size(egui::pos2(x, y), egui::vec2(width, height));
        ViewportInfo {
            inner_rect: Some(rect.translate(egui::vec2(0.0, 30.0))),
            outer_rect: Some(rect),
            ..ViewportInfo::default()
        }
    }

    #[test]
    fn an_ordinary_window_is_remembered_as_it_is() {
        let info = info([10.0, 20.0, 900.0, 600.0]);
        assert_eq!(observed(&info, 1.0, None), Some(PLACE));
    }

    #[test]
    fn a_window_is_the_same_at_every_scale() {
        // What egui tells of a window of 900 by 600 points of the system.
        let told = |zoom: f32| info([10.0, 20.0, 900.0, 600.0].map(|number| number / zoom));
        for zoom in [0.8, 1.6, 2.5] {
            let place = observed(&told(zoom), zoom, None).unwrap();
            let (width, height) = place.size;
            assert!((width - 900.0).abs() < 0.1 && (height - 600.0).abs() < 0.1);
            let (x, y) = place.position.unwrap();
            assert!((x - 10.0).abs() < 0.1 && (y - 20.0).abs() < 0.1);
        }
    }

    #[test]
    fn a_window_too_small_to_be_used_is_enlarged() {
        let small = WindowPlace {
            size: (391.0, 420.0),
            ..PLACE
        };
        let size = |zoom| {
            let window = restored(ViewportBuilder::default(), small, zoom);
            let size = window.inner_size.unwrap();
            (size.x.round(), size.y.round())
        };
        assert_eq!(size(1.0), (391.0, 420.0));
        assert_eq!(size(1.6), (512.0, 672.0));
        let squeezed = WindowPlace {
            size: (250.0, 250.0),
            ..PLACE
        };
        let window = restored(ViewportBuilder::default(), squeezed, 0.8);
        assert_eq!(window.inner_size, Some(egui::vec2(320.0, 420.0)));
    }

    #[test]
    fn a_maximised_window_goes_back_to_its_earlier_place() {
        let mut info = info([0.0, 0.0, 3000.0, 2000.0]);
        info.maximized = Some(true);
        let place = observed(&info, 1.0, Some(PLACE)).unwrap();
        assert!(place.maximized);
        assert_eq!(place.size, PLACE.size);
    }

    #[test]
    fn a_minimised_or_senseless_window_is_not_remembered() {
        let mut minimised = info([0.0, 0.0, 900.0, 600.0]);
        minimised.minimized = Some(true);
        assert_eq!(observed(&minimised, 1.0, Some(PLACE)), None);
        assert_eq!(observed(&info([0.0, 0.0, 3.0, 600.0]), 1.0, None), None);
        for size in [(f32::NAN, 600.0), (1e6, 600.0), (800.0, -1.0)] {
            assert_eq!(checked(WindowPlace { size, ..PLACE }), None);
        }
    }

    #[test]
    fn a_position_beyond_all_screens_is_left_to_the_system() {
        let lost = WindowPlace {
            position: Some((-40_000.0, 5.0)),
            ..PLACE
        };
        let window = restored(ViewportBuilder::default(), lost, 1.0);
        assert_eq!(window.position, None);
        assert_eq!(window.inner_size, Some(egui::vec2(900.0, 600.0)));
    }
}
