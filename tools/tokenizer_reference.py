"""Makes the tokenizer tests' vocabulary and the ids that transformers' CLIPTokenizerFast gives.

Writes detectors/src/test/resources/tokenizer: a small vocabulary learnt from CORPUS below, as vocab.json and
merges.txt and as tokenizer.json, three kinds of configuration, and cases.jsonl, 2,000 seeded strings with
their ids. With --classes it writes the table of character classes that the main code reads.
Needs transformers 5 and tokenizers. Run from the repository's root.
"""

import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

import regex
from transformers import CLIPTokenizerFast

OUT = Path("detectors/src/test/resources/tokenizer")
CLASSES = Path("detectors/src/main/resources/io/github/sam4j/detectors/clip/tokenizer/character-classes.txt")
START, END = "<|startoftext|>", "<|endoftext|>"
CODES = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
MERGES = 400
SEED = 20261

CORPUS = """
a photo of a dog. a photo of a cat. a photograph of two dogs and three cats playing on the grass beside a house.
the red car stands in front of the old station, and people wait with their umbrellas, bicycles and shopping bags.
an aerial picture of fields, roads, rivers and trees; the roof of a building casts a long shadow on the street.
a close-up of a flower's petals, it's yellow, they're blooming, we've seen it, I'm sure she'd say he'll like it, don't they?
microscope image of cells: each cell's nucleus is dark, membranes are thin, and 12 of 345 are dividing.
a bowl of fruit with apples, oranges, bananas, grapes and a knife on a wooden table next to the window.
children are running along the beach while the sun sets behind the mountains and the sailing boats return.
traffic lights, signs, trucks, buses, motorcycles and pedestrians at a crossing in the rain, 2026.
un café crème à la terrasse d'un hôtel, déjà vu. ein schöner großer Baum über dem Fluß. el niño pequeño corre mañana.
the surgeon's instruments: scissors, forceps, clamps, needles. the left lung, the right kidney, the liver's edge.
""" * 3


def alphabet():
    """Byte to printable character, as byte-level BPE writes bytes."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [b for b in range(256) if b not in kept]
    return {**{b: chr(b) for b in kept}, **{b: chr(256 + i) for i, b in enumerate(rest)}}


def learn():
    """Vocabulary and merges: the most frequent pair first, ties by the pair itself."""
    byte = alphabet()
    words = Counter(regex.findall(r"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+", CORPUS.lower()))
    split = {w: [byte[b] for b in w.encode()] for w in words}
    split = {w: s[:-1] + [s[-1] + "</w>"] for w, s in split.items()}
    merges = []
    while len(merges) < MERGES:
        pairs = Counter()
        for word, parts in split.items():
            for pair in zip(parts, parts[1:]):
                pairs[pair] += words[word]
        best = max(pairs, key=lambda p: (pairs[p], p))
        merges.append(best)
        for word, parts in split.items():
            i, joined = 0, []
            while i < len(parts):
                if tuple(parts[i : i + 2]) == best:
                    joined.append(parts[i] + parts[i + 1])
                    i += 2
                else:
                    joined.append(parts[i])
                    i += 1
            split[word] = joined
    order = [*range(33, 127), *range(161, 173), *range(174, 256)]
    order += [b for b in range(256) if b not in order]
    # The alphabet lacks the byte 7, so that there is something unknown; its places are kept by stand-ins.
    names = [byte[b] if b != 7 else "absent" for b in order]
    names += [byte[b] + "</w>" if b != 7 else "absent</w>" for b in order]
    names += [a + b for a, b in merges] + [START, END]
    vocabulary = {name: i for i, name in enumerate(names)}
    assert len(vocabulary) == len(names)
    return vocabulary, merges


def added(content, normalized):
    return {"content": content, "single_word": False, "lstrip": False, "rstrip": False, "normalized": normalized}


def write_vocabulary():
    OUT.mkdir(parents=True, exist_ok=True)
    vocabulary, merges = learn()
    dump(OUT / "vocab.json", vocabulary)
    (OUT / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges), encoding="utf-8")
    start, end = len(vocabulary) - 2, len(vocabulary) - 1
    one = {**added(START, True), "special": True}
    other = {**added(END, False), "special": True}
    named = {"bos_token": START, "eos_token": END, "unk_token": END, "tokenizer_class": "CLIPTokenizer"}
    pad = {**added("!", False), "special": True}
    dump(OUT / "owl_tokenizer_config.json",
         {"added_tokens_decoder": {"0": pad, str(start): one, str(end): other}, "pad_token": "!", **named})
    dump(OUT / "special_tokens_map.json",
         {"bos_token": added(START, True), "eos_token": added(END, True), "unk_token": added(END, True),
          "pad_token": "!"})
    whole = {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": start, **one}, {"id": end, **other}],
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "NFC"}, {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "},
            {"type": "Lowercase"}]},
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "pattern": {"Regex":
             "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"},
             "behavior": "Removed", "invert": True},
            {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True}]},
        "post_processor": {"type": "RobertaProcessing", "sep": [END, end], "cls": [START, start],
                           "trim_offsets": False, "add_prefix_space": False},
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True},
        "model": {"type": "BPE", "dropout": None, "unk_token": END, "continuing_subword_prefix": "",
                  "end_of_word_suffix": "</w>", "fuse_unk": False, "vocab": vocabulary,
                  "merges": [f"{a} {b}" for a, b in merges]},
    }
    dump(OUT / "tokenizer.json", whole)


def dump(file, value):
    file.write_text(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")


def tokenizer(**files):
    with tempfile.TemporaryDirectory() as folder:
        for name, source in files.items():
            shutil.copy(OUT / source, Path(folder) / name.replace("__", "."))
        return CLIPTokenizerFast.from_pretrained(folder)


def tokenizers():
    plain = dict(vocab__json="vocab.json", merges__txt="merges.txt")
    return {
        "plain": tokenizer(**plain),
        "owl": tokenizer(**plain, tokenizer_config__json="owl_tokenizer_config.json"),
        "map": tokenizer(**plain, special_tokens_map__json="special_tokens_map.json"),
        "json": tokenizer(tokenizer__json="tokenizer.json"),
    }


SPACES = [chr(c) for c in (9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 0x85, 0xA0, 0x1680, 0x180E, *range(0x2000, 0x2010),
                           0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF)]
PIECES = {
    "words": CORPUS.split()[:150] + ["DOG", "Straße", "ISTANBUL", "İstanbul", "ΟΔΟΣ", "ΣΣ", "ǅ", "ẞ", "Ω", "Å", "K"],
    "emoji": ["😀", "👩‍👩‍👧‍👦", "👍🏽", "🇩🇪🇫🇷", "❤️", "🏳️‍🌈", "1️⃣", "🧑🏿‍🚀", "☃", "🫠", "🪿"],
    "accents": ["é", "e\u0301", "A\u030a", "ñ", "n\u0303", "o\u0308\u0304", "q\u0307\u0323", "q\u0323\u0307", "ệ",
                "\u0301", "\u0344", "\u0958", "ﬁ", "½", "①", "ſ", "\u1e9b\u0323", "≯", ">\u0338", "\u212b", "\u2126"],
    "scripts": ["漢字", "かな", "カタカナ", "한국어", "\u1112\u1161\u11ab", "مرحبا", "بِسْمِ", "שָׁלוֹם", "שלום", "ภาษาไทย", "เก้า",
                "हिन्दी", "क्षि", "தமிழ்", "ქართული", "Ⴀ", "ᏣᎳᎩ", "ꭰ", "አማርኛ", "ខ្មែរ", "བོད", "Ωμέγα", "Привет", "Ѐ",
                "𝒳", "𐐀", "𐐨", "Ա", "և", "〇", "々", "ー", "𠀀", "豈", "丽"],
    "numbers": ["0", "7", "42", "2026", "x²", "H₂O", "Ⅷ", "ⅷ", "Ↄ", "¾", "٣", "३", "๔", "①②", "㊿", "𝟗", "1.5", "1e-3", "10%"],
    "apostrophes": ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "'S", "'LL", "’s", "‘", "''s", "!'s", "don't", "'", "'''",
                    "'ſ", "x'D", "'v", "'l", "'r", "'sd", "rock'n'roll"],
    "controls": [chr(c) for c in (0, 1, 7, 8, 14, 27, 127, 0x80, 0x9F, 0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x202E,
                                  0xFFFD, 0xFFFE, 0xE000, 0xF0000, 0x10FFFF, 0xFE0F, 0xE0061)],
    "special": [START, END, START.upper(), "<|EndOfText|>", "<|endoftext|", "|>", "!", "!!", "<|", END + "\u0338",
                "!<|ENDOFTEXT|>!", "</w>", "dog</w>", ">", "<|endoftext|>s", "<|startoftext|><|startoftext|>"],
    "punctuation": list(".,;:!?-_()[]{}/\\\"#$%&*+=~^`|<>@") + ["...", "--", "—", "…", "«»", "§", "€", "¿", "。", "、", "!?!"],
}


def strings():
    draw = random.Random(SEED)
    made = ["", " ", "a", "a dog", "A Dog", "  a   dog  ", "!", END, START, "\u0338", "a photo of " * 20]
    made += [p for pieces in PIECES.values() for p in pieces if pieces is not PIECES["words"]]
    made += [f"a{s}dog" for s in SPACES] + [s + "x" + s for s in SPACES]
    kinds = list(PIECES)
    while len(made) < 2000:
        kind = draw.random()
        if kind < 0.15:
            text = "".join(chr(valid(draw, 0x3000)) for _ in range(draw.randint(1, 10)))
        elif kind < 0.25:
            text = "".join(chr(valid(draw, 0x110000)) for _ in range(draw.randint(1, 5)))
        else:
            text = ""
            few = draw.sample(kinds, draw.randint(1, 4))
            for _ in range(draw.choice((1, 2, 3, 4, 6, 8, 12))):
                text += draw.choice(PIECES[draw.choice(few)])
                text += draw.choice(["", "", " ", " ", draw.choice(SPACES) * draw.randint(1, 2)])
        if text not in made:
            made.append(text)
    return made


def valid(draw, limit):
    while True:
        code = draw.randrange(limit)
        if not 0xD800 <= code < 0xE000:
            return code


def write_cases():
    every = tokenizers()
    lines = []
    for i, text in enumerate(strings()):
        positions = (16, 16, 16, 5, 77)[i % 5]
        case = {"t": text, "p": positions}
        for name, made in every.items():
            out = made(text, padding="max_length", truncation=True, max_length=positions)
            ids = out["input_ids"]
            assert len(ids) == positions
            length = sum(out["attention_mask"])
            assert all(id == made.pad_token_id for id in ids[length:])
            if name == "plain" or ids[:length] != case["plain"]:
                case[name] = ids[:length]
        lines.append(json.dumps(case, separators=(",", ":")))
    (OUT / "cases.jsonl").write_text("\n".join(lines) + "\n")
    print(len(lines), "cases;", {n: (t.pad_token_id, list(t.added_tokens_decoder.items())) for n, t in every.items()})
    for name in every:
        print(name, "differs from plain in", sum(name in json.loads(line) for line in lines) if name != "plain" else 0)


def ranges(codes):
    """Ascending code points as 'gap,length' in base 36: gap since the last range's end, run length."""
    out, last = [], 0
    codes = sorted(codes)
    i = 0
    while i < len(codes):
        j = i
        while j + 1 < len(codes) and codes[j + 1] == codes[j] + 1:
            j += 1
        out.append(f"{base36(codes[i] - last)},{base36(j - i + 1)}")
        last = codes[j] + 1
        i = j + 1
    return " ".join(out)


def base36(value):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while True:
        text = digits[value % 36] + text
        value //= 36
        if value == 0:
            return text


def write_classes():
    """Asks the tokenizer's own engines about every code point."""
    from tokenizers import Regex, normalizers, pre_tokenizers

    def members(expression):
        split = pre_tokenizers.Split(Regex(expression), behavior="removed", invert=True)
        found = set()
        for block in range(0, 0x110000, 256):
            codes = [c for c in range(block, block + 256) if not 0xD800 <= c < 0xE000]
            for piece, _ in split.pre_tokenize_str("".join(map(chr, codes))) if codes else []:
                found.update(map(ord, piece))
        return found

    lower = normalizers.Lowercase()
    mapped = {c: lower.normalize_str(chr(c)) for c in CODES}
    changed = {c: s for c, s in mapped.items() if s != chr(c)}
    several = {c: s for c, s in changed.items() if len(s) > 1}
    assert several == {0x130: "i\u0307"}, several
    sets = {"letters": members(r"\p{L}"), "numbers": members(r"\p{N}"), "spaces": members(r"\s"),
            "starters": late_marks(normalizers.NFC())}
    CLASSES.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{name} {ranges(codes)}" for name, codes in sets.items()]
    lines.append("lower " + shifts({c: ord(s) - c for c, s in changed.items() if c not in several}))
    CLASSES.write_text("\n".join(lines) + "\n")
    print({name: len(codes) for name, codes in sets.items()}, len(changed), "lower-cased")


def late_marks(nfc):
    """What later Unicode reorders or composes and the tokenizer, whose NFC knows Unicode 9, does not."""
    late = set()
    for c in CODES:
        if not regex.match(r"\p{ccc=0}", chr(c)):
            pair = chr(c) + "\u0334", "\u0301" + chr(c)
            if all(nfc.normalize_str(p) == p for p in pair):
                late.add(c)
    # Scripts younger than Unicode 9 that have composites: Todhri, Tulu-Tigalari, Dives Akuru, Gurung Khema, Kirat Rai.
    blocks = (0x105C0, 0x10600), (0x11380, 0x11400), (0x11900, 0x11960), (0x16100, 0x16140), (0x16D40, 0x16D80)
    for block in blocks:
        late.update(range(*block))
    assert all(nfc.normalize_str(chr(c)) == chr(c) for c in late)
    return late


def shifts(deltas):
    """Ascending code points as 'gap,count,stride,delta' in base 36, of a stride of 1 or 2."""
    out, last = [], 0
    codes = sorted(deltas)
    i = 0
    while i < len(codes):
        best = (1, 1)
        for stride in (1, 2):
            n = 1
            while i + n < len(codes) and codes[i + n] == codes[i] + n * stride and deltas[codes[i + n]] == deltas[codes[i]]:
                n += 1
            best = max(best, (n, -stride))
        n, stride = best[0], abs(best[1])
        delta = deltas[codes[i]]
        out.append(f"{base36(codes[i] - last)},{base36(n)},{stride},{'-' if delta < 0 else ''}{base36(abs(delta))}")
        last = codes[i] + (n - 1) * stride + 1
        i += n
    return " ".join(out)


if __name__ == "__main__":
    if "--classes" in sys.argv:
        write_classes()
    else:
        write_vocabulary()
        write_cases()
