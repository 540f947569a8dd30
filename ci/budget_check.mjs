// Holds what a browser transfers, Brotli-compressed, to ci/budgets.json: until the sign-in page stands
// (first_load_bytes), and until everything a signed-in person works with is there (all_bytes).
//
//   node ci/budget_check.mjs BUILD/assets/assets.json

import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

const transfer = (asset) => asset.brotli ?? asset.identity;

// What nobody's browser asks for in one language: sizes of the icon for other places, texts of the other language,
// templates (they come with the first answer of the sync) and credits.
const isAside = (name) => /^icons\/.*\.png$|^locale\/en\.|^schemas\/|^NOTICE$/.test(name);
// What is fetched behind the sign-in page: late code and reference data.
const isLater = (name) => /^kedang\.late\.wasm$|^locale\/\w+\.late\.json$|^(industries|pinyin|regions)\//.test(name);
const sum = (assets) => assets.reduce((total, asset) => total + transfer(asset), 0);
const all = (assets) => assets.filter((asset) => asset.served && !isAside(asset.name));
const firstLoad = (assets) => all(assets).filter((asset) => !isLater(asset.name));
const TOTALS = { first_load_bytes: ['first load', firstLoad], all_bytes: ['everything', all] };

// All complaints; a client that was not packed is one.
export function check(assets, budgets) {
  const found = [];
  const served = assets.filter((asset) => asset.served);
  for (const [name, limit] of Object.entries(budgets)) {
    if (name in TOTALS) continue;
    const asset = served.find((candidate) => candidate.name === name);
    if (!asset) found.push(`${name} is not packed; run ./ci/build`);
    else if (transfer(asset) > limit) found.push(`${name}: ${transfer(asset)} bytes; the budget is ${limit}`);
  }
  for (const [name, [words, choose]] of Object.entries(TOTALS)) {
    const total = sum(choose(assets));
    if (name in budgets && total > budgets[name]) found.push(`${words}: ${total} bytes; the budget is ${budgets[name]}`);
  }
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const assets = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
  const budgets = JSON.parse(fs.readFileSync(new URL('budgets.json', import.meta.url), 'utf8'));
  const served = assets.filter((asset) => asset.served).sort((a, b) => transfer(b) - transfer(a));
  for (const asset of served) console.log(`${String(transfer(asset)).padStart(8)}  ${asset.name}`);
  for (const [words, choose] of Object.values(TOTALS)) {
    console.log(`${String(sum(choose(assets))).padStart(8)}  ${words}`);
  }
  const found = check(assets, budgets);
  for (const message of found) console.error(message);
  process.exit(found.length ? 1 : 0);
}
