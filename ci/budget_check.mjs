// Holds what a browser transfers on its first visit, Brotli-compressed, to ci/budgets.json.
//
//   node ci/budget_check.mjs BUILD/assets/assets.json

import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

const transfer = (asset) => asset.brotli ?? asset.identity;

// What no first visit asks for: sizes of the icon for other places, texts of the other language, templates (they come
// with the first answer of the sync) and credits.
const isLater = (name) => /^icons\/.*\.png$|^locale\/en\.json$|^schemas\/|^NOTICE$/.test(name);
const firstLoad = (assets) => assets.filter((asset) => asset.served && !isLater(asset.name));

// All complaints; a client that was not packed is one.
export function check(assets, budgets) {
  const found = [];
  const served = assets.filter((asset) => asset.served);
  for (const [name, limit] of Object.entries(budgets)) {
    if (name === 'first_load_bytes') continue;
    const asset = served.find((candidate) => candidate.name === name);
    if (!asset) found.push(`${name} is not packed; run ./ci/build`);
    else if (transfer(asset) > limit) found.push(`${name}: ${transfer(asset)} bytes; the budget is ${limit}`);
  }
  const total = firstLoad(assets).reduce((sum, asset) => sum + transfer(asset), 0);
  if (total > budgets.first_load_bytes) found.push(`first load: ${total} bytes; the budget is ${budgets.first_load_bytes}`);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const assets = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
  const budgets = JSON.parse(fs.readFileSync(new URL('budgets.json', import.meta.url), 'utf8'));
  const served = assets.filter((asset) => asset.served).sort((a, b) => transfer(b) - transfer(a));
  for (const asset of served) console.log(`${String(transfer(asset)).padStart(8)}  ${asset.name}`);
  console.log(`${String(firstLoad(assets).reduce((sum, asset) => sum + transfer(asset), 0)).padStart(8)}  first load`);
  const found = check(assets, budgets);
  for (const message of found) console.error(message);
  process.exit(found.length ? 1 : 0);
}
