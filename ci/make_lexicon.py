#!/usr/bin/env python3
"""Makes the text library's assets and tables from public data. Run by hand when the data change; results are committed.

  make_lexicon.py pinyin PINYIN_DATA_DIR TSCharacters.txt     -> assets/pinyin/pinyin.txt
  make_lexicon.py simplified TSCharacters.txt                 -> shared/text/simplified_table.inc
  make_lexicon.py regions DIVISIONS_DIR                       -> assets/regions/regions.txt

PINYIN_DATA_DIR holds pinyin-data's lists as pinyin_data_NAME.txt, TSCharacters.txt is OpenCC's, DIVISIONS_DIR holds
china-division's provinces.csv, cities.csv, areas.csv and python-stdnum's stdnum_cn_loc.dat.
"""
import collections
import csv
import pathlib
import re
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
TONES = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}


def syllable(marked):
    """"lǜ" -> "lv4"; neutral tone is 5."""
    plain, tone = "", 5
    for char in unicodedata.normalize("NFD", marked):
        if char in TONES:
            tone = TONES[char]
        elif char == "\u0308":
            plain = plain[:-1] + "v"
        elif char != "\u0302":
            plain += char
    return plain + str(tone)


def read_simplified(path):
    """First choice of OpenCC per character, followed to its end, so that simplifying twice changes nothing."""
    pairs = {}
    for line in open(path, encoding="utf-8"):
        source, targets = line.rstrip("\n").split("\t")
        target = targets.split(" ")[0]
        if source != target and unicodedata.normalize("NFKC", target) == target:
            pairs[source] = target
    for source in pairs:
        seen = {source}
        while pairs[source] in pairs and pairs[source] not in seen:
            seen.add(pairs[source])
            pairs[source] = pairs[pairs[source]]
    return {s: t for s, t in pairs.items() if unicodedata.normalize("NFKC", s) == s and t not in pairs}


def read_readings(path):
    readings = {}
    for line in open(path, encoding="utf-8"):
        line = line.split("#")[0].strip()
        if line.startswith("U+"):
            code, values = line.split(":")
            readings[chr(int(code[2:], 16))] = [syllable(v) for v in values.strip().split(",") if v]
    return readings


def make_pinyin(data_dir, simplified_path):
    data = pathlib.Path(data_dir)
    common, dictionary, older, everything = (
        read_readings(data / f"pinyin_data_{name}.txt") for name in ("kMandarin_8105", "kTGHZ2013", "kXHC1983", "pinyin"))
    simplified = read_simplified(simplified_path)
    first, words, surnames = {}, [], []
    for line in open(ROOT / "ci/pinyin_words.txt", encoding="utf-8"):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("!"):
            char, reading = line[1:].split(" ")
            first[char] = reading
        elif line.startswith("@"):
            surnames.append(line)
        else:
            words.append(line)

    table = {}
    basic = {c for c in everything if 0x4E00 <= ord(c) <= 0x9FFF}
    for char in set(common) | set(dictionary) | set(older) | basic | {"〇"}:
        if ord(char) >= 0xE000 and ord(char) < 0xF900:
            continue  # private use
        lists = [[first[char]] if char in first else [], common.get(char, []), dictionary.get(char, [])]
        if char not in common:
            lists += [older.get(char, []), everything.get(char, [])[:1]]
        merged = list(dict.fromkeys(r for readings in lists for r in readings))
        if merged and re.fullmatch("[a-z]+[1-5]", merged[0]):
            table[char] = [r for r in merged if re.fullmatch("[a-z]+[1-5]", r)]
    # A reading that words give is a reading.
    for line in words:
        reading, char = line.split(" ")[:2]
        if reading not in table[char]:
            table[char].append(reading)
    # A traditional character that is read like its simplified form needs no entry (區 does not, 乾 does).
    for char, target in simplified.items():
        if char in table and target in table and table[char][0][:-1] in {r[:-1] for r in table[target]}:
            del table[char]

    lines = ["# Readings of Chinese characters. Made by ci/make_lexicon.py from pinyin-data (MIT); see assets/NOTICE."]
    for rank in range(max(map(len, table.values()))):
        groups = collections.defaultdict(list)
        for char, readings in table.items():
            if len(readings) > rank:
                groups[readings[rank]].append(char)
        lines.append(f"={rank + 1}")
        lines += [f"{reading} {''.join(sorted(chars))}" for reading, chars in sorted(groups.items())]
    lines += ["/" + line for line in words] + surnames
    (ROOT / "assets/pinyin/pinyin.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_simplified(path):
    pairs = sorted(read_simplified(path).items())
    text = "".join(s + t for s, t in pairs)
    rows = [text[i:i + 56] for i in range(0, len(text), 56)]
    body = "\n".join(f'U"{row}"' for row in rows)
    (ROOT / "shared/text/simplified_table.inc").write_text(
        "// Traditional character, simplified character, and so on, sorted. Made by ci/make_lexicon.py from OpenCC's\n"
        f"// TSCharacters (Apache-2.0); see assets/NOTICE.\n{body}\n", encoding="utf-8")


SUCCESSORS = {  # mergers that names do not tell
    110103: 110101, 110104: 110102, 120107: 120116, 120108: 120116, 120109: 120116, 310103: 310101, 310108: 310106,
    310119: 310115, 320103: 320104, 320107: 320106, 320502: 320508, 320503: 320508, 320504: 320508, 330103: 330105,
    330104: 330102, 330204: 330212, 370205: 370203, 371202: 370116, 371203: 370117, 371200: 370100, 440102: 440104,
    440107: 440103, 440116: 440112, 500227: 500120, 500222: 500110, 500225: 500111,
}
ELSEWHERE = {  # places outside the mainland's tables, with the codes in common use
    "71": [("0100", "台北市"), ("0200", "高雄市"), ("0300", "台南市"), ("0400", "台中市"), ("0500", "金门县"),
           ("0600", "南投县"), ("0700", "基隆市"), ("0800", "新竹市"), ("0900", "嘉义市"), ("1100", "新北市"),
           ("1200", "宜兰县"), ("1300", "新竹县"), ("1400", "桃园市"), ("1500", "苗栗县"), ("1700", "彰化县"),
           ("1900", "嘉义县"), ("2100", "云林县"), ("2400", "屏东县"), ("2500", "台东县"), ("2600", "花莲县"),
           ("2700", "澎湖县")],
    "81": [(f"{i + 1:04d}", name) for i, name in enumerate(
        "中西区 湾仔区 东区 南区 油尖旺区 深水埗区 九龙城区 黄大仙区 观塘区 荃湾区 屯门区 元朗区 北区 大埔区 西贡区 沙田区 "
        "葵青区 离岛区".split())],
    "82": [(f"{i + 1:04d}", name) for i, name in enumerate(
        "花地玛堂区 花王堂区 望德堂区 大堂区 风顺堂区 嘉模堂区 路凼填海区 圣方济各堂区".split())],
}


def stem(name):
    return re.sub("(特别行政区|自治州|自治县|自治旗|地区|新区|矿区|林区|市|区|县|旗|盟|省)$", "", name) or name


def make_regions(directory):
    data = pathlib.Path(directory)
    names, retired = {}, {}
    for file, scale in (("provinces", 10000), ("cities", 100), ("areas", 1)):
        for row in csv.DictReader(open(data / f"{file}.csv", encoding="utf-8")):
            code = int(row["code"]) * scale
            if 110000 <= code <= 999999:
                names[code] = row["name"]
    names.update({710000: "台湾省", 810000: "香港特别行政区", 820000: "澳门特别行政区"})
    for province, places in ELSEWHERE.items():
        names.update({int(province + code): name for code, name in places})
    for line in open(data / "stdnum_cn_loc.dat", encoding="utf-8"):
        match = re.match(r'(\d{6}) county="([^"]*)" prefecture="([^"]*)"', line)
        if not match:
            continue
        containers = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
        code = int(match[1])
        if match[2] and match[2] not in containers and code not in names:
            retired[code] = match[2]
        city = code // 100 * 100
        if match[3] and match[3] not in containers and city not in names and city not in retired:
            retired[city] = match[3]
    by_stem = collections.defaultdict(list)
    for code, name in names.items():
        by_stem[(code // 10000, code % 100 == 0, stem(name))].append(code)
    area_codes = {}
    for line in open(ROOT / "ci/area_codes.txt", encoding="utf-8"):
        if line.startswith("#"):
            continue
        province, *entries = line.split()
        for entry in entries:
            name, area_code = re.fullmatch(r"(\D+)(0\d+)", entry).groups()
            found = [c for c, n in names.items() if str(c).startswith(province) and n.startswith(name)
                     and (c % 10000 == 0) == (province in ("11", "12", "31", "50"))
                     and (c % 100 == 0 or c // 100 % 100 == 90)]
            if not found:
                raise SystemExit(f"area code of an unknown city: {entry}")
            area_codes[min(found)] = area_code

    lines = ["# Divisions of China by GB/T 2260 code. Made by ci/make_lexicon.py from china-division (MIT) and",
             "# python-stdnum's GB2260 table; see assets/NOTICE. The grammar stands in shared/text/region_tree.cpp."]
    for code in sorted(set(names) | set(retired)):
        gone = code in retired
        name = retired[code] if gone else names[code]
        if code % 10000 == 0:
            line = f"{code // 10000}{name}"
        elif code % 100 == 0:
            line = f" {code // 100 % 100:02d}{name}"
        else:
            parent = code // 100 * 100
            if parent % 10000 == 0 or (parent not in names and parent not in retired):
                line = f"  {code % 10000:04d}{name}"
            else:
                line = f"  {code % 100:02d}{name}"
        if gone:
            keys = [(code // 10000, is_city, stem(name)) for is_city in (code % 100 == 0, code % 100 != 0)]
            found = [SUCCESSORS[code]] if code in SUCCESSORS else by_stem.get(keys[0]) or by_stem.get(keys[1]) or []
            near = [c for c in found if c // 100 == code // 100] or found
            line += "!" + (str(near[0]) if len(near) == 1 and near[0] != code else "")
        elif code in area_codes:
            line += area_codes[code]
        lines.append(line)
    (ROOT / "assets/regions/regions.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    makers = {"pinyin": make_pinyin, "simplified": make_simplified, "regions": make_regions}
    if len(sys.argv) < 3 or sys.argv[1] not in makers:
        sys.exit(__doc__)
    makers[sys.argv[1]](*sys.argv[2:])


if __name__ == "__main__":
    main()
