//! The fonts that are compiled in: which characters they hold, how wide a text is. `assets/fonts/subset.py` makes them.

use std::sync::{Arc, OnceLock};

use resvg::usvg::fontdb::{Database, Source, Weight as Stroke};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// How thick letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// As in running text.
    Regular,
    /// For what is read first.
    Bold,
}

/// The family under which a drawing names the fonts.
pub const FAMILY: &str = "Chart";

static FILES: [(Weight, &[u8]); 4] = [
    (Weight::Regular, include_bytes!("../../assets/fonts/chart-regular.ttf")),
    (Weight::Bold, include_bytes!("../../assets/fonts/chart-bold.ttf")),
    (Weight::Regular, include_bytes!("../../assets/fonts/charthan-regular.otf")),
    (Weight::Bold, include_bytes!("../../assets/fonts/charthan-bold.otf")),
];

/// The fonts as the painter wants them; read once.
pub fn database() -> Arc<Database> {
    static DATABASE: OnceLock<Arc<Database>> = OnceLock::new();
    let load = || {
        let mut database = Database::new();
        for (_, bytes) in FILES {
            database.load_font_source(Source::Binary(Arc::new(bytes)));
        }
        database.set_serif_family(FAMILY);
        Arc::new(database)
    };
    Arc::clone(DATABASE.get_or_init(load))
}

/// The fonts in the order in which a character is looked for: those of this weight first.
fn faces(weight: Weight) -> impl Iterator<Item = &'static FontRef<'static>> {
    static FACES: OnceLock<Vec<(Weight, FontRef<'static>)>> = OnceLock::new();
    let read = |(weight, bytes): (Weight, &'static [u8])| FontRef::new(bytes).ok().map(|font| (weight, font));
    let faces = FACES.get_or_init(|| FILES.into_iter().filter_map(read).collect());
    let same = faces.iter().filter(move |(own, _)| *own == weight);
    same.chain(faces.iter().filter(move |(own, _)| *own != weight)).map(|(_, font)| font)
}

/// Whether there is a glyph for a character; a box is drawn for one that has none.
pub fn holds(c: char) -> bool {
    faces(Weight::Regular).any(|font| font.charmap().map(c).is_some())
}

/// Width of a text in pixels, kerning left out.
pub fn width(text: &str, size: f32, weight: Weight) -> f32 {
    let advance = |c: char| {
        let known = faces(weight).find_map(|font| font.charmap().map(c).map(|glyph| (font, glyph)));
        let measured = known
            .and_then(|(font, glyph)| font.glyph_metrics(Size::new(size), LocationRef::default()).advance_width(glyph));
        measured.unwrap_or(size)
    };
    text.chars().map(advance).sum()
}

/// The stroke that the painter knows a weight by.
pub fn stroke(weight: Weight) -> Stroke {
    match weight {
        Weight::Regular => Stroke::NORMAL,
        Weight::Bold => Stroke::BOLD,
    }
}
