//! A picture in 256 colours: charts have a dozen and the shades at the edges of letters, so that nobody sees a
//! difference, and the file is half as large.

use rustc_hash::FxHashMap;

/// Red, green, blue.
pub type Colour = [u8; 3];

/// Colours of a palette at most.
const MOST: usize = 256;

/// The palette, and for each pixel its place in it; `pixels` has four bytes each, the fourth of which does not count.
pub fn indexed(pixels: &[u8]) -> (Vec<Colour>, Vec<u8>) {
    let runs = runs(pixels);
    let mut counts: FxHashMap<Colour, usize> = FxHashMap::default();
    runs.iter().for_each(|(colour, length)| *counts.entry(*colour).or_default() += length);
    let mut colours: Vec<(Colour, usize)> = counts.into_iter().collect();
    colours.sort_unstable_by_key(|&(colour, count)| (std::cmp::Reverse(count), colour));
    let palette: Vec<Colour> = colours.iter().take(MOST).map(|(colour, _)| *colour).collect();
    let places: FxHashMap<Colour, u8> = colours.iter().map(|(c, _)| (*c, nearest(&palette, *c))).collect();
    let mut indices = Vec::with_capacity(pixels.len() / 4);
    for (colour, length) in runs {
        let place = places.get(&colour).copied().unwrap_or_default();
        indices.resize(indices.len() + length, place);
    }
    (palette, indices)
}

/// Colours that follow each other, each with how often: nearly all of a chart is plain.
fn runs(pixels: &[u8]) -> Vec<(Colour, usize)> {
    let same = |a: &[u8; 4], b: &[u8; 4]| a == b;
    let pixels = pixels.as_chunks::<4>().0;
    pixels.chunk_by(same).map(|run| ([run[0][0], run[0][1], run[0][2]], run.len())).collect()
}

fn nearest(palette: &[Colour], colour: Colour) -> u8 {
    let apart = |other: &Colour| other.iter().zip(colour).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum::<u32>();
    let best = (0u8..=u8::MAX).zip(palette).min_by_key(|(_, other)| apart(other));
    best.map_or(0, |(place, _)| place)
}
