// Checks ci/dependencies.toml: every entry is complete, none is there twice, and npm's lock file
// and the list agree. What the peers of benchmarks bring with them is in no product: the lock pins it, the list names the peers.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const REQUIRED = {
  package: ['name', 'version', 'licence', 'why'],
  source: ['name', 'version', 'suites', 'sha256', 'licence', 'why'],
  npm: ['name', 'version', 'integrity', 'licence', 'why'],
};

// The entries as [kind, {key: value}]; a line that is neither entry, pair, comment nor blank throws.
export function parse(text) {
  const entries = [];
  text.split('\n').forEach((line, index) => {
    const table = line.match(/^\[\[([a-z]+)\]\]$/);
    const pair = line.match(/^([a-z0-9_]+) = "([^"]*)"$/);
    if (table) entries.push([table[1], {}]);
    else if (pair && entries.length) entries.at(-1)[1][pair[1]] = pair[2];
    else if (line && !line.startsWith('#')) throw new Error(`line ${index + 1}: '${line}' is not understood`);
  });
  return entries;
}

// All complaints; `lock` is the parsed package-lock.json.
export function check(entries, lock) {
  const found = [];
  const seen = new Set();
  for (const [kind, entry] of entries) {
    const what = `${kind} ${entry.name}`;
    if (!(kind in REQUIRED)) found.push(`${what}: unknown kind`);
    for (const key of REQUIRED[kind] ?? []) if (!entry[key]) found.push(`${what}: no ${key}`);
    if (seen.has(what)) found.push(`${what}: there twice`);
    seen.add(what);
    if (kind === 'source' && !/^[0-9a-f]{64}$/.test(entry.sha256 ?? '')) found.push(`${what}: sha256 is not 64 hexadecimal digits`);
  }
  const npm = new Map(entries.filter(([kind]) => kind === 'npm').map(([, entry]) => [entry.name, entry]));
  for (const [place, locked] of Object.entries(lock.packages)) {
    if (!place) continue;
    const name = place.replace(/^.*node_modules\//, '');
    if (locked.resolved) found.push(`npm ${name}: the lock file names a host`);
    const entry = npm.get(name);
    const isOfPeers = locked.dev && locked.integrity && locked.license && !(name in (lock.packages[''].devDependencies ?? {}));
    if (!entry && isOfPeers) continue;
    if (!entry) found.push(`npm ${name}: locked but not listed`);
    else if (entry.version !== locked.version || entry.integrity !== locked.integrity) found.push(`npm ${name}: differs from the lock file`);
    npm.delete(name);
  }
  for (const name of npm.keys()) found.push(`npm ${name}: listed but not locked`);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const entries = parse(fs.readFileSync(path.join(here, 'dependencies.toml'), 'utf8'));
  const found = check(entries, JSON.parse(fs.readFileSync(path.join(here, 'package-lock.json'), 'utf8')));
  for (const message of found) console.error(`ci/dependencies.toml: ${message}`);
  console.log(`dependency check: ${entries.length} entries, ${found.length} complaints`);
  process.exit(found.length || !entries.length ? 1 : 0);
}
