#!/bin/sh
# Makes every font of assets/fonts from its published package. Nobody needs to run this to build Pulse: the results
# are committed. It is here so that each byte can be made again, and so that a wider subset is one line away.
#
# Needs npm, apt-get and `pip install fonttools==4.68.0 brotli`. Run it in the folder `assets`.
set -eu
work=$(mktemp -d)
out=$PWD/fonts
mkdir -p "$out" licences

fetch_npm() { (cd "$work" && mkdir -p "$2" && npm pack --silent "$1" >/dev/null && tar xzf ./*.tgz -C "$2" --strip-components=1 && rm ./*.tgz); }
fetch_npm inter-ui@4.1.1 inter
fetch_npm @phosphor-icons/web@2.1.2 phosphor
fetch_npm @fontsource/noto-color-emoji@5.3.2 emoji
fetch_npm @fontsource/noto-sans-arabic@5.3.0 arabic
fetch_npm @fontsource/noto-sans-hebrew@5.3.0 hebrew
(cd "$work" && apt-get download fonts-droid-fallback fonts-jetbrains-mono >/dev/null && for deb in ./*.deb; do dpkg -x "$deb" debian; done)

# Latin with every extension, IPA, Greek, Cyrillic, punctuation, currency, letterlike, arrows, mathematics.
# No `calt`: it would turn the `->` that somebody typed into an arrow. No emoji: those come in colour.
LETTERS='U+0020-007E,U+00A0-052F,U+1D00-1DBF,U+1E00-1FFF,U+2000-2027,U+202F-205E,U+2070-20BF,U+2100-2121,U+2123-2138,U+2150-218B,U+2190-2193,U+2196-2198,U+21D0-21D5,U+2200-22FF,U+25CB,U+25CF,U+FB00-FB06,U+FFFD'
for style in Regular Medium SemiBold Italic; do
  pyftsubset "$work/inter/web/Inter-$style.woff2" --output-file="$out/Inter-$style.ttf" --unicodes="$LETTERS" \
    --layout-features='ccmp,locl,kern,mark,mkmk' --notdef-outline --desubroutinize --name-IDs='0,1,2,3,4,5,6,13,14'
done
pyftsubset "$work/debian/usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-Regular.ttf" --output-file="$out/JetBrainsMono-Regular.ttf" \
  --unicodes='U+0020-007E,U+00A0-052F,U+2000-2027,U+202F-205E,U+20A0-20BF,U+2190-2193,U+2200-22FF,U+2500-25FF,U+FFFD' \
  --layout-features='ccmp,locl,mark,mkmk' --no-hinting --notdef-outline --name-IDs='0,1,2,3,4,5,6,13,14'
for weight in 400 600; do
  pyftsubset "$work/arabic/files/noto-sans-arabic-arabic-$weight-normal.woff2" --output-file="$out/NotoSansArabic-$weight.ttf" --unicodes='*' --layout-features='*' --no-hinting
  pyftsubset "$work/hebrew/files/noto-sans-hebrew-hebrew-$weight-normal.woff2" --output-file="$out/NotoSansHebrew-$weight.ttf" --unicodes='U+0590-05FF,U+FB1D-FB4F,U+25CC' --layout-features='*' --no-hinting
done
# Han, kana, Hangul and their punctuation only: everything else has a better font above it.
pyftsubset "$work/debian/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf" --output-file="$out/DroidSansFallback.ttf" \
  --unicodes='U+2E80-2FDF,U+3000-303F,U+3040-30FF,U+3100-312F,U+3130-318F,U+31F0-31FF,U+3200-33FF,U+3400-4DBF,U+4E00-9FFF,U+AC00-D7A3,U+F900-FAFF,U+FE30-FE4F,U+FF00-FFEF' \
  --layout-features='*' --no-hinting --drop-tables+=vhea,vmtx --desubroutinize
# The vector pictures (COLR) only: the same font also holds them as SVG, which nobody reads here.
pyftsubset "$work/emoji/files/noto-color-emoji-emoji-400-normal.woff2" --output-file="$out/NotoColorEmoji.ttf" --unicodes='*' --glyphs='*' \
  --layout-features='*' --drop-tables+='SVG ,vhea,vmtx' --no-hinting
# The icons that src/icons.rs names, outlined and filled.
ICONS=$(sed -n "s/.*'\\\\u{\([0-9a-f]*\)}'.*/U+\1/p" ../src/icons.rs | sort -u | paste -sd, -)
pyftsubset "$work/phosphor/src/regular/Phosphor.ttf" --output-file="$out/Phosphor-Regular.ttf" --unicodes="$ICONS" --layout-features='' --no-hinting
pyftsubset "$work/phosphor/src/fill/Phosphor-Fill.ttf" --output-file="$out/Phosphor-Fill.ttf" --unicodes="$ICONS" --layout-features='' --no-hinting

# Plain TrueType, so that the program can read the bytes where they lie, or as they are unpacked.
for font in "$out"/*.ttf; do python3 -c 'import sys; from fontTools.ttLib import TTFont; f = TTFont(sys.argv[1]); f.flavor = None; f.save(sys.argv[1])' "$font"; done

# The two large ones are packed: src/fonts.rs unpacks them while the window is made.
for font in NotoColorEmoji DroidSansFallback; do
  python3 -c 'import sys, zlib; sys.stdout.buffer.write(zlib.compress(sys.stdin.buffer.read(), 9))' <"$out/$font.ttf" >"$out/$font.ttf.z"
  rm "$out/$font.ttf"
done

cp "$work/inter/LICENSE.txt" licences/Inter-OFL.txt
cp "$work/phosphor/LICENSE" licences/Phosphor-MIT.txt
cp "$work/emoji/LICENSE" licences/NotoColorEmoji-OFL.txt
cp "$work/arabic/LICENSE" licences/NotoSansArabic-OFL.txt
cp "$work/hebrew/LICENSE" licences/NotoSansHebrew-OFL.txt
cp "$work/debian/usr/share/doc/fonts-jetbrains-mono/copyright" licences/JetBrainsMono-OFL.txt
cp "$work/debian/usr/share/doc/fonts-droid-fallback/copyright" licences/DroidSansFallback-Apache-2.0.txt
rm -r "$work"
ls -l "$out"
