// Makes tests/bench/search_queries.tsv: 200 queries of eight kinds as people type them, taken from the rows of a file of
// customers, the same for the same file.
//
//   node tests/bench/make_search_queries.mjs CUSTOMERS.csv > tests/bench/search_queries.tsv
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const lines = fs.readFileSync(process.argv[2], 'utf8').split('\n').filter((line) => line && !line.includes('"'));
const names = lines.shift().split(',');
const COUNT = 25;

let state = 42n;
function below(limit) {
  state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
  return Number((state >> 33n) % BigInt(limit));
}
function anyRow() {
  const cells = lines[below(lines.length)].split(',');
  return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
}

// The first reading listed for a character decides its initial.
const initials = new Map();
for (const line of fs.readFileSync(path.join(root, 'assets/pinyin/pinyin.txt'), 'utf8').split('\n')) {
  if (line === '=2' || (line.startsWith('=') && line !== '=1')) break;
  const [reading, characters] = line.split(' ');
  if (!/^[a-z]+\d$/.test(reading) || !characters) continue;
  for (const character of characters) if (!initials.has(character)) initials.set(character, reading[0]);
}

const isHanzi = (text) => /^[\u4e00-\u9fff]+$/.test(text);
function piece(text, length) {
  const at = below(Math.max(1, text.length - length + 1));
  return text.slice(at, at + length);
}
const digitsOf = (text) => text.replaceAll(/\D/g, '').replace(/^(0086|86)(?=1)/, '');

const KINDS = {
  hanzi1: () => piece(anyRow().company, 1),
  hanzi2: (i) => { const row = anyRow(); return i % 3 === 0 && row.contact.length === 2 ? row.contact : piece(row.company.slice(0, 8), 2); },
  'hanzi3-4': (i) => { const row = anyRow(); return i % 3 === 0 && row.contact.length === 3 ? row.contact : piece(row.company.slice(0, 9), 3 + i % 2); },
  digits7: () => piece(digitsOf(anyRow().mobile), 7),
  email: (i) => piece(anyRow().email.toLowerCase().split('.')[0], 6 + i % 6),
  initials: (i) => [...piece(anyRow().company.slice(0, 8), 4 + i % 3)].map((character) => initials.get(character) ?? ' ').join(''),
  'two terms': (i) => {
    const row = anyRow();
    const brand = piece(row.company.slice(0, 6), 2);
    return [`${row.contact} ${brand}`, `${brand} ${row.city.slice(0, 2)}`, `${digitsOf(row.mobile).slice(-4)} ${brand}`][i % 3];
  },
  'no hit': (i) => [piece(anyRow().company.slice(0, 6), 2) + '龘', `00${below(90000) + 10000}9`, `zq${below(900) + 100}@qx`][i % 3],
};
const FITS = {
  hanzi1: (text) => isHanzi(text) && text.length === 1,
  hanzi2: (text) => isHanzi(text) && text.length === 2,
  'hanzi3-4': (text) => isHanzi(text) && text.length >= 3,
  digits7: (text) => /^\d{7}$/.test(text),
  email: (text) => text.length >= 6 && /[a-z]/.test(text) && /^[a-z0-9@]+$/.test(text),
  initials: (text) => /^[a-z]{4,6}$/.test(text),
  'two terms': (text) => /^[\u4e00-\u9fff\d]{2,} [\u4e00-\u9fff]{2,}$/.test(text),
  // Digits are found whatever stands between them.
  'no hit': (text) => !/[^\u4e00-\u9fffa-z\d@]/.test(text) && !lines.some((line) => line.includes(text)) &&
    !(/^\d+$/.test(text) && lines.some((line) => line.replaceAll(/[ ().+/-]/g, '').includes(text))),
};

console.log('# 200 queries for the rows of make_customers.py 1000000 42; made by tests/bench/make_search_queries.mjs.');
for (const [kind, make] of Object.entries(KINDS)) {
  const made = new Set();
  for (let i = 0; made.size < COUNT; ++i) {
    const text = make(i);
    if (FITS[kind](text)) made.add(text);
  }
  for (const text of made) console.log(`${kind}\t${text}`);
}
