//! QR codes for the terminal.

use qrcode::{Color, EcLevel, QrCode};

/// Modules of white that a scanner needs around the code.
const QUIET_ZONE: usize = 2;

/// The code as lines of half blocks, two modules above each other in a character. `None` when the payload is too long.
///
/// Black modules are drawn as spaces on white blocks, so that the code is right on dark terminals, which most are, and
/// scanners read the inverse on light ones.
pub(crate) fn lines(payload: &[u8]) -> Option<Vec<String>> {
    let code = QrCode::with_error_correction_level(payload, EcLevel::L).ok()?;
    let width = code.width();
    let colours = code.to_colors();
    let is_white = |row: usize, column: usize| {
        let inside = |at: usize| at.checked_sub(QUIET_ZONE).filter(|at| *at < width);
        match (inside(row), inside(column)) {
            (Some(row), Some(column)) => colours
                .get(row * width + column)
                .is_none_or(|colour| *colour == Color::Light),
            _ => true,
        }
    };
    let side = width + 2 * QUIET_ZONE;
    let line = |row: usize| {
        (0..side)
            .map(|column| {
                match (
                    is_white(row, column),
                    row + 1 < side && is_white(row + 1, column),
                ) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                }
            })
            .collect()
    };
    Some((0..side).step_by(2).map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_square_and_has_its_quiet_zone() {
        let lines = lines(b"pulse://example.org/").unwrap();
        let side = lines[0].chars().count();
        assert!(lines.iter().all(|line| line.chars().count() == side));
        assert_eq!(lines.len(), side.div_ceil(2));
        assert!(lines[0].chars().all(|c| c == '█'));
        assert!(lines[3].contains(' '));
    }

    #[test]
    fn too_much_is_no_code() {
        assert!(lines(&[0; 4_000]).is_none());
    }
}
