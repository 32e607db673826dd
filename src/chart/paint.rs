//! From SVG to PNG.

mod palette;

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, ID};
use resvg::usvg::{FontResolver, Options, Tree};

use skrifa::{FontRef, MetadataProvider};

use super::{ChartError, font};

/// The drawing as the painter sees it, every text with its glyphs and its box.
///
/// # Errors
/// If it is no SVG.
pub fn tree(svg: &str) -> Result<Tree, ChartError> {
    let select_fallback = Box::new(|c: char, used: &[ID], fonts: &mut Arc<Database>| fallback(c, used, fonts));
    let resolver = FontResolver { select_fallback, ..FontResolver::default() };
    let options = Options { fontdb: font::database(), font_resolver: resolver, ..Options::default() };
    Ok(Tree::from_str(svg, &options)?)
}

/// Another font for a character: of the same weight if one has it.
fn fallback(c: char, used: &[ID], fonts: &Database) -> Option<ID> {
    let weight = used.first().and_then(|id| fonts.face(*id)).map(|face| face.weight);
    let open = || fonts.faces().filter(|face| !used.contains(&face.id) && has(fonts, face.id, c));
    let same = open().find(|face| Some(face.weight) == weight);
    same.or_else(|| open().next()).map(|face| face.id)
}

fn has(fonts: &Database, face: ID, c: char) -> bool {
    let mapped = fonts.with_face_data(face, |data, index| {
        FontRef::from_index(data, index).is_ok_and(|font| font.charmap().map(c).is_some())
    });
    mapped.unwrap_or(false)
}

/// Paints an opaque picture.
pub fn png(svg: &str) -> Result<Vec<u8>, ChartError> {
    let tree = tree(svg)?;
    let size = tree.size().to_int_size();
    let (width, height) = (size.width(), size.height());
    let mut pixels = Pixmap::new(width, height).ok_or(ChartError::Size { width, height })?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    let (palette, indices) = palette::indexed(pixels.data());
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.write_header()?.write_image_data(&indices)?;
    Ok(file)
}
