#!/usr/bin/env python3
"""match_figures.py [--kedang PROGRAM] [--data FOLDER] [--customers make_customers.py] [SET ...]

Precision, recall and F1 of `kedang match` with its one default configuration over sets with known answers, none of which
it is told. FOLDER (default: $KEDANG_TEST_DATA) holds linkage/ and company/. Prints one line a set and exits 1 when one
misses its aim. Sets that are absent are skipped, and said to be.
"""
import argparse, csv, itertools, json, lzma, os, subprocess, sys, tempfile, time

AIMS = {"early_childhood": .90, "fake_1000": .93, "dblp_acm": .95, "fodors_zagats": .97, "febrl3": .999, "opensanctions": .82,
        "customers": (.99, .97), "one_character": .01, "parent_branch": .0}


def rows_of(path, delimiter=","):
    opener = lzma.open if path.endswith(".xz") else open
    with opener(path, "rt", encoding="utf-8-sig", errors="replace", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter, skipinitialspace=True))


def write_rows(path, names, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(rows)


def pairs_of_groups(groups):
    return {pair for ids in groups.values() for pair in itertools.combinations(sorted(ids), 2)}


class Figures:
    def __init__(self, program, data, customers, folder):
        self.program, self.data, self.customers, self.folder = program, data, customers, folder

    def match(self, *arguments, is_link=False):
        out = os.path.join(self.folder, "pairs.csv")
        began = time.time()
        answer = subprocess.run([self.program, "match", *arguments, "--out", out, "--json", "--quiet"], capture_output=True, text=True)
        if answer.returncode != 0:
            raise SystemExit(f"{' '.join(arguments)}: {answer.stderr}")
        self.seconds = time.time() - began
        self.answer = json.loads(answer.stdout)
        found = [(row["id_a"], row["id_b"]) for row in rows_of(out)]
        return set(found) if is_link else {tuple(sorted(pair)) for pair in found}

    def grouped(self, path, id_column, group, *arguments):
        groups = {}
        for row in rows_of(path):
            groups.setdefault(group(row), []).append(row[id_column])
        return self.match(path, "--id", id_column, *arguments), pairs_of_groups(groups)

    def linkage(self, *parts):
        return os.path.join(self.data, "linkage", *parts)

    def early_childhood(self):
        return self.grouped(self.linkage("dedupe_early_childhood", "csv_example_input_with_true_ids.csv"), "Id", lambda row: row["True Id"], "--ignore", "True Id")

    def fake_1000(self):
        return self.grouped(self.linkage("splink_fake_1000", "fake_1000.csv"), "unique_id", lambda row: row["cluster"], "--ignore", "cluster")

    def febrl1(self):
        return self.grouped(self.linkage("febrl", "dataset1.csv"), "rec_id", lambda row: row["rec_id"].split("-")[1])

    def febrl3(self):
        return self.grouped(self.linkage("febrl", "dataset3.csv"), "rec_id", lambda row: row["rec_id"].split("-")[1])

    def linked(self, a, b, gold, delimiter, columns):
        truth = {(row[columns[0]], row[columns[1]]) for row in rows_of(gold, delimiter)}
        return self.match(a, b, "--id", "id", is_link=True), truth

    def dblp_acm(self):
        return self.linked(self.linkage("dblp_acm", "jedai_dblp.csv"), self.linkage("dblp_acm", "jedai_acm.csv"), self.linkage("dblp_acm", "jedai_gt.csv"), "%", ("D1", "D2"))

    def fodors_zagats(self):
        return self.linked(self.linkage("fodors_zagats", "fodors.csv"), self.linkage("fodors_zagats", "zagats.csv"),
                           self.linkage("fodors_zagats", "matches_fodors_zagats.csv"), ",", ("fodors_id", "zagats_id"))

    def abt_buy(self):
        return self.linked(self.linkage("abt_buy", "jedai_abt.csv"), self.linkage("abt_buy", "jedai_buy.csv"), self.linkage("abt_buy", "jedai_gt.csv"), "|", ("D1", "D2"))

    def rest1_rest2(self):
        return self.linked(self.linkage("rest1_rest2", "rest1.csv"), self.linkage("rest1_rest2", "rest2.csv"), self.linkage("rest1_rest2", "gt.csv"), "|", ("D1", "D2"))

    def restaurants(self):
        with open(self.linkage("restaurants_dedup", "duplicates.csv")) as file:
            truth = {tuple(sorted(line.strip().split("|"))) for line in file if line.strip()}
        return self.match(self.linkage("restaurants_dedup", "restaurantProfiles.csv"), "--id", "id"), truth

    # Pairs, row by row: what is judged is row i with row i.
    def judged(self, names, left, right):
        a, b = os.path.join(self.folder, "a.csv"), os.path.join(self.folder, "b.csv")
        write_rows(a, ["id", *names], [[i, *row] for i, row in enumerate(left)])
        write_rows(b, ["id", *names], [[i, *row] for i, row in enumerate(right)])
        return {i for i, j in self.match(a, b, "--id", "id", is_link=True) if i == j}

    def opensanctions(self):
        rows = rows_of(self.linkage("opensanctions_names", "name_cases.csv"))
        found = self.judged(["name"], [[row["name1"]] for row in rows], [[row["name2"]] for row in rows])
        return found, {str(i) for i, row in enumerate(rows) if row["is_match"] == "true"}

    def beer(self):
        left, right, truth = [], [], set()
        for part in ("train", "valid", "test"):
            with open(self.linkage("beer", f"ditto_{part}.txt"), encoding="utf-8") as file:
                for line in file:
                    a, b, label = line.rstrip("\n").split("\t")
                    if label == "1":
                        truth.add(str(len(left)))
                    for side, rows in ((a, left), (b, right)):
                        rows.append([cell.split(" VAL ", 1)[1].strip() if " VAL " in cell else "" for cell in side.split("COL ")[1:]])
        return self.judged(["beer_name", "brew_factory_name", "style", "abv"], left, right), truth

    def customers_set(self):
        if not self.customers:
            return None
        path = os.path.join(self.folder, "customers.csv")
        with open(path, "w") as file:
            subprocess.run([sys.executable, self.customers, "100000", "42"], stdout=file, check=True)
        rows = rows_of(path)
        groups = {}
        for row in rows:
            groups.setdefault(row["gold_dup_of"] or row["id"], []).append(row["id"])
            row.pop("gold_dup_of")
        write_rows(path, list(rows[0]), [list(row.values()) for row in rows])
        return self.match(path, "--id", "id"), pairs_of_groups(groups)

    def hard_negatives(self, kind):
        rows = [row for row in rows_of(os.path.join(self.data, "company", "cn_hard_negative_pairs.tsv.xz"), "\t") if row["kind"].startswith(kind)]
        shares = []
        for columns in (["name"], ["name", "city", "addr"], ["name", "uscc", "city", "addr"]):
            found = self.judged(columns, [[row[c + "_a"] for c in columns] for row in rows], [[row[c + "_b"] for c in columns] for row in rows])
            # As one file, where every name stands once or more.
            path = os.path.join(self.folder, "both.csv")
            write_rows(path, ["id", *columns], [[f"{i}{side}", *[row[f"{c}_{side}"] for c in columns]] for i, row in enumerate(rows) for side in "ab"])
            within = self.match(path, "--id", "id")
            shares.append(len(found) / len(rows))
            shares.append(sum((f"{i}a", f"{i}b") in within for i in range(len(rows))) / len(rows))
        return shares


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kedang", default="build/release/kedang")
    parser.add_argument("--data", default=os.environ.get("KEDANG_TEST_DATA", ""))
    parser.add_argument("--customers", default="")
    parser.add_argument("--misses", default="", help="a folder for what was missed and what was wrong, a JSON file a set")
    parser.add_argument("sets", nargs="*")
    options = parser.parse_args()
    sets = options.sets or ["early_childhood", "fake_1000", "dblp_acm", "fodors_zagats", "febrl1", "febrl3", "opensanctions", "abt_buy", "rest1_rest2", "restaurants",
                            "beer", "one_character", "parent_branch", "customers"]
    is_good = True
    with tempfile.TemporaryDirectory() as folder:
        figures = Figures(options.kedang, options.data, options.customers, folder)
        for name in sets:
            aim = AIMS.get(name)
            try:
                if name in ("one_character", "parent_branch"):
                    shares = figures.hard_negatives(name.split("_")[0])
                    is_reached = max(shares) <= aim
                    print(f"{name:16} judged same {max(shares):.4f}  (names; with address; with code: " + ", ".join(f"{share:.4f}" for share in shares) + ")" +
                          ("" if is_reached else "  MISSED"), flush=True)
                    is_good = is_good and is_reached
                    continue
                answer = figures.customers_set() if name == "customers" else getattr(figures, name)()
            except FileNotFoundError as error:
                print(f"{name:16} skipped: {error}")
                continue
            if answer is None:
                print(f"{name:16} skipped: no --customers")
                continue
            found, truth = answer
            right = len(found & truth)
            precision, recall = right / max(1, len(found)), right / max(1, len(truth))
            f1 = 2 * right / max(1, len(found) + len(truth))
            is_reached = aim is None or (precision >= aim[0] and recall >= aim[1] if isinstance(aim, tuple) else f1 >= aim)
            print(f"{name:16} P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}  {len(truth)} true, {figures.seconds:.1f} s, {figures.answer['candidates']} candidates" +
                  ("" if is_reached else "  MISSED"), flush=True)
            is_good = is_good and is_reached
            if options.misses:
                json.dump({"missed": sorted(truth - found), "wrong": sorted(found - truth)}, open(os.path.join(options.misses, name + ".json"), "w"))
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
