//! Colours, sizes and type. Nothing else in the interface names a colour or a size of its own.

/// The design tokens of one appearance.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Whether this is the dark one.
    pub is_dark: bool,
}

impl Theme {
    /// The light one.
    pub fn light() -> Self {
        Self { is_dark: false }
    }

    /// The dark one.
    pub fn dark() -> Self {
        Self { is_dark: true }
    }
}
