#!/usr/bin/env python3
"""Makes the names and keywords of the emoji, one file for each language of the interface, from Unicode CLDR.

Nobody needs to run this to build Pulse: the results are committed. It is here so that each byte can be made again. Needs
npm and cargo. Run it in the folder `assets`, after an update of the crate `emojis` or of the version below.

A file is UTF-8 and compressed by zlib: a line for each emoji that the crate knows without skin tones, in its order: the
emoji, its name, its keywords, between tabs. `src/emoji_names.rs` reads it.
"""

import json
import pathlib
import re
import subprocess
import tarfile
import tempfile
import zlib

CLDR = "48.2.0"
PACKAGES = {
    "cldr-annotations-full": ("annotations", "annotations"),
    "cldr-annotations-derived-full": ("annotationsDerived", "annotationsDerived"),
}
LANGUAGES = ["en", "de", "es", "fr", "zh", "ar"]

# Those of Unicode 18, which the next release of CLDR names. Until then they are called so, after their English names.
NEWER = {
    "🫫": ["cracking face", "zerspringendes Gesicht", "cara agrietada", "visage fissuré", "碎裂的脸", "وجه متشقق"],
    "🫹": ["leftwards thumb sign", "Daumen nach links", "pulgar hacia la izquierda", "pouce vers la gauche", "拇指向左", "إبهام لليسار"],
    "🫺": ["rightwards thumb sign", "Daumen nach rechts", "pulgar hacia la derecha", "pouce vers la droite", "拇指向右", "إبهام لليمين"],
    "🫌": ["monarch butterfly", "Monarchfalter", "mariposa monarca", "papillon monarque", "帝王蝶", "فراشة ملكية"],
    "🫝": ["pickle", "Gewürzgurke", "pepinillo", "cornichon", "腌黄瓜", "خيار مخلل"],
    "🛙": ["lighthouse", "Leuchtturm", "faro", "phare", "灯塔", "منارة"],
    "🪋": ["meteor", "Meteor", "meteoro", "météore", "流星", "نيزك"],
    "🪌": ["eraser", "Radiergummi", "goma de borrar", "gomme", "橡皮", "ممحاة"],
    "🪍": ["net with handle", "Kescher", "red con mango", "épuisette", "捞网", "شبكة بمقبض"],
}


def catalogue():
    """What the crate knows without skin tones, which it draws from Unicode's own list."""
    metadata = json.loads(subprocess.check_output(["cargo", "metadata", "--format-version=1", "--filter-platform=x86_64-unknown-linux-gnu"]))
    [crate] = [package for package in metadata["packages"] if package["name"] == "emojis"]
    source = pathlib.Path(crate["manifest_path"]).parent / "src/gen/mod.rs"
    lines = re.findall(r'^ +Emoji \{ emoji: "([^"]+)".*skin_tone: (.*?), shortcodes:', source.read_text(), re.M)
    return [emoji for emoji, tone in lines if tone == "None" or "SkinTone::Default)" in tone]


def annotations(work):
    """Name and keywords by language and emoji."""
    found = {language: {} for language in LANGUAGES}
    for package, (folder, root) in PACKAGES.items():
        subprocess.check_call(["npm", "pack", "--silent", f"{package}@{CLDR}"], cwd=work)
        with tarfile.open(work / f"{package}-{CLDR}.tgz") as archive:
            for language in LANGUAGES:
                file = archive.extractfile(f"package/{folder}/{language}/annotations.json")
                found[language].update(json.load(file)[root]["annotations"])
            if root == "annotations":
                licence = archive.extractfile("package/LICENSE").read()
                pathlib.Path("licences/UnicodeCLDR-Unicode-3.0.txt").write_bytes(licence)
    return found


def line(emoji, words, language):
    """CLDR leaves out the mark that asks for the coloured picture."""
    known = words.get(emoji) or words.get(emoji.replace("\ufe0f", ""))
    if known is None:
        return "\t".join([emoji, NEWER[emoji][LANGUAGES.index(language)]])
    [name] = known["tts"]
    keywords = [word for word in known.get("default", []) if word != name]
    return "\t".join([emoji, name, *keywords])


def main():
    with tempfile.TemporaryDirectory() as work:
        words = annotations(pathlib.Path(work))
    emoji = catalogue()
    folder = pathlib.Path("emoji")
    folder.mkdir(exist_ok=True)
    for language in LANGUAGES:
        lines = [line(one, words[language], language) for one in emoji]
        packed = zlib.compress("\n".join(lines).encode(), 9)
        (folder / f"{language}.z").write_bytes(packed)
        print(f"{language}: {len(lines)} emoji, {len(packed)} bytes")


main()
