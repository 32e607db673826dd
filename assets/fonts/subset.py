#!/usr/bin/env python3
"""Makes the fonts of the charts anew: what the packs' charts can say, in both scripts, and the most used characters.

    apt-get install fonts-noto-cjk && npm pack @expo-google-fonts/source-sans-3 && tar xzf expo-google-fonts-*.tgz
    pip install fonttools==4.68.0 opencc-python-reimplemented==0.1.7
    python3 assets/fonts/subset.py /usr/share/fonts/opentype/noto package

Both fonts are under the SIL Open Font License (OFL.txt); it wants a changed font to go by another name.
"""

import sys
import tomllib
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont
from opencc import OpenCC

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PACKS = [ROOT / "knowledge", ROOT / "tests/packs/library"]
TRADITIONAL = OpenCC("s2tw")
# Latin with what Europe adds, Cyrillic with Kazakh letters, marks, arrows, currency.
LETTERS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x401, 0x452)]))
LETTERS += "ҒғҚқҢңҮүҰұҺһӘәӨөІі–—‘’“”„†•…‰‹›€₸₽№™−≈≠≤≥→←↑↓×÷ "
MARKS = "、。〈〉《》「」『』【】〔〕—…·！％（），：；？～￥＋－"


def both_scripts(text):
    # The program writes 簽, 托 and 表 where the converter chooses another form.
    return text + "簽托表" + TRADITIONAL.convert(text) + "".join(TRADITIONAL.convert(c) for c in set(text))


def shown(pack):
    """What a chart of the pack may say: titles, measures, units, phrases."""
    files = [*sorted(pack.glob("wording*.toml")), pack / "pack.toml", pack / "figures.toml"]
    return "".join(file.read_text() for file in files if file.exists()) + trends(pack)


def trends(pack):
    """The names of the terms that say which way a figure goes."""
    figures = tomllib.loads((pack / "figures.toml").read_text())["figure"]
    ids = {figure.get("trend") for figure in figures}
    terms = [t for file in pack.glob("*.toml") for t in tomllib.loads(file.read_text()).get("term", [])]
    return "".join(term["name"] for term in terms if term["id"] in ids)


def write(font, name, weight, characters):
    options = subset.Options(hinting=False, layout_features=["kern", "locl"], name_IDs=[], notdef_outline=True)
    options.drop_tables += ["BASE", "vhea", "vmtx", "VORG", "DSIG", "meta", "STAT", "GSUB"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    table = font["name"]
    table.names = []
    for key, value in {1: name, 2: weight, 4: f"{name} {weight}", 6: f"{name}-{weight}".replace(" ", "")}.items():
        table.setName(value, key, 3, 1, 0x409)
    table.setName("Subset of a font under the SIL Open Font License 1.1, see OFL.txt", 13, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [f"{name}-{weight}".replace(" ", "")]
        cff.topDictIndex[0].FullName = f"{name} {weight}"
        cff.topDictIndex[0].FamilyName = name
    path = HERE / f"{name}-{weight}.{'otf' if 'CFF ' in font else 'ttf'}".replace(" ", "").lower()
    font.save(path)
    print(f"{path.name}: {path.stat().st_size} bytes, {len(font.getBestCmap())} characters")


def main(noto, source):
    bold = both_scripts(shown(PACKS[0]))
    every = both_scripts("".join(map(shown, PACKS)) + (HERE / "common.txt").read_text())
    for weight, text in [("Regular", every), ("Bold", bold)]:
        collection = TTCollection(Path(noto) / f"NotoSansCJK-{weight}.ttc")
        font = next(font for font in collection.fonts if font["name"].getDebugName(4).startswith("Noto Sans CJK SC"))
        write(font, "Chart Han", weight, "".join(c for c in text if ord(c) > 0x2E80) + MARKS)
    for weight, folder in [("Regular", "400Regular"), ("Bold", "700Bold")]:
        font = TTFont(Path(source) / folder / f"SourceSans3_{folder}.ttf")
        write(font, "Chart", weight, LETTERS)


main(*sys.argv[1:])
