// Checks assets/locale: both languages have the same keys, in flat objects of non-empty text with
// the same placeholders ({name}), and no key twice.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Keys of a flat JSON object in order of writing, repeated ones included (JSON.parse drops them).
export function writtenKeys(text) {
  return [...text.matchAll(/(?:^|[{,])\s*"((?:[^"\\]|\\.)*)"\s*:/g)].map((match) => JSON.parse(`"${match[1]}"`));
}

const placeholders = (text) => [...new Set(text.match(/\{[a-z_0-9]*\}/g) ?? [])].sort().join(' ');

// All complaints about two locale files, given by name and text; the first is the reference.
export function check([nameA, textA], [nameB, textB]) {
  const found = [];
  const tables = [[nameA, textA], [nameB, textB]].map(([name, text]) => {
    const table = JSON.parse(text);
    for (const [key, value] of Object.entries(table)) {
      if (typeof value !== 'string' || !value.trim()) found.push(`${name}: "${key}" is not a non-empty text`);
    }
    const lines = writtenKeys(text.split('\n').map((line) => line.trim()).join('\n'));
    const seen = new Set();
    for (const key of lines) {
      if (seen.has(key) && key in table) found.push(`${name}: "${key}" is there twice`);
      seen.add(key);
    }
    return table;
  });
  const [a, b] = tables;
  for (const key of Object.keys(a)) {
    if (!(key in b)) found.push(`${nameB}: "${key}" is missing`);
    else if (typeof a[key] === 'string' && typeof b[key] === 'string' && placeholders(a[key]) !== placeholders(b[key])) {
      found.push(`${nameB}: "${key}" has placeholders ${placeholders(b[key]) || 'none'}, ${nameA} has ${placeholders(a[key]) || 'none'}`);
    }
  }
  for (const key of Object.keys(b)) if (!(key in a)) found.push(`${nameA}: "${key}" is missing`);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
  const load = (name) => [name, fs.readFileSync(path.join(root, 'assets/locale', name), 'utf8')];
  const zh = load('zh.json');
  const found = check(zh, load('en.json'));
  for (const message of found) console.error(message);
  console.log(`locale check: ${Object.keys(JSON.parse(zh[1])).length} keys, ${found.length} complaints`);
  process.exit(found.length ? 1 : 0);
}
