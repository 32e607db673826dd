//! Charts as pictures: plain data in, an SVG by our own short template, a PNG out. Knows no pack, no messenger, no system
//! font; what a chart says stands in its data.

pub mod days;
pub mod font;
pub mod measures;
pub mod paint;
pub mod sheet;

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::text::script::Script;

pub use self::days::{Day, Days};
pub use self::measures::{Bar, Goal, Measures, Panel, Role};

/// A chart as plain data: its texts are in the reader's language, Chinese ones in Simplified script.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// Figures by period.
    Measures(Measures),
    /// Counts by day.
    Days(Days),
}

/// A chart that cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The template made something that is no SVG.
    #[error("the chart's drawing cannot be read: {0}")]
    Drawing(#[from] resvg::usvg::Error),
    /// It is too large or empty.
    #[error("the chart has no size that can be painted: {width} by {height} pixels")]
    Size {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// The picture could not be written.
    #[error("the chart cannot be written as PNG: {0}")]
    Png(#[from] png::EncodingError),
}

/// A chart that is laid out; painting it is the dear part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The drawing, as SVG.
    pub svg: String,
}

impl Drawing {
    /// The same for the same picture, in this version of the program: pictures that were sent can be kept by it.
    pub fn key(&self) -> u64 {
        let mut hasher = FxHasher::default();
        self.svg.hash(&mut hasher);
        hasher.finish()
    }

    /// The picture, as PNG; takes some tens of milliseconds.
    ///
    /// # Errors
    /// If the template is wrong; data does not bring it about.
    pub fn png(&self) -> Result<Vec<u8>, ChartError> {
        paint::png(&self.svg)
    }
}

/// Lays a chart out, Chinese in this script.
pub fn draw(chart: &Chart, script: Script) -> Drawing {
    let svg = match chart {
        Chart::Measures(measures) => measures::draw(measures, script),
        Chart::Days(days) => days::draw(days, script),
    };
    Drawing { svg }
}

/// The picture of a chart, as PNG.
///
/// # Errors
/// See [`Drawing::png`].
pub fn png(chart: &Chart, script: Script) -> Result<Vec<u8>, ChartError> {
    draw(chart, script).png()
}
