// Checks the repository's files: no source longer than 600 lines, a header opens with a comment and
// has #pragma once, text is UTF-8 without tabs or trailing blanks, nothing is large by accident,
// and every .cpp is listed in its part's CMakeLists.txt.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { sourceFiles } from './source_files.mjs';

const MAX_LINES = 600;
const MAX_BYTES = 2 * 1024 * 1024;
const SOURCE = /\.(h|cpp|mjs|js|cmake|bash|html|css)$|(^|\/)CMakeLists\.txt$|^ci\/[a-z]+$|^\.ci\/run$/;
const VERBATIM = /^(tests\/(data|fuzz\/corpus)\/)/;

// All complaints about one file.
export function check(file, bytes) {
  if (VERBATIM.test(file)) return [];
  const found = [];
  if (bytes.length > MAX_BYTES) found.push(`${file}: ${bytes.length} bytes; at most ${MAX_BYTES}`);
  if (!SOURCE.test(file)) return found;
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return [...found, `${file}: not UTF-8`];
  }
  const lines = text.split('\n');
  if (lines.length - 1 > MAX_LINES) found.push(`${file}: ${lines.length - 1} lines; at most ${MAX_LINES}`);
  if (!text.endsWith('\n')) found.push(`${file}: no newline at the end`);
  lines.forEach((line, index) => {
    if (line.includes('\t')) found.push(`${file}:${index + 1}: tab`);
    if (/^wasm\/platform\/.*\.js$/.test(file) && /^ {4}\w+: -?(Infinity|NaN)\b/.test(line)) {
      found.push(`${file}:${index + 1}: the linker writes what JSON cannot hold as null`);
    }
    if (/[ \r]$/.test(line)) found.push(`${file}:${index + 1}: blank at the end of the line`);
  });
  if (file.endsWith('.h')) {
    if (!text.startsWith('//')) found.push(`${file}: a header opens with a comment that says what it promises`);
    if (!lines.includes('#pragma once')) found.push(`${file}: no #pragma once`);
  }
  return found;
}

// Sources that no CMakeLists.txt names: they would never be compiled. `read` gives a file's text.
export function unlisted(files, read) {
  return files.filter((file) => /^(shared|server|wasm|tests)\/.*\.cpp$/.test(file)).filter((file) => {
    const [part, ...rest] = file.split('/');
    const name = rest.join('/');
    const fuzz = name.match(/^fuzz\/(.*)_fuzz\.cpp$/);
    const words = read(`${part}/CMakeLists.txt`).split(/[\s()]+/);
    return !words.includes(name) && !(fuzz && words.includes(fuzz[1]));
  }).map((file) => `${file}: not listed in ${file.split('/')[0]}/CMakeLists.txt`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
  const files = sourceFiles(root);
  const found = files.flatMap((file) => check(file, fs.readFileSync(path.join(root, file))));
  found.push(...unlisted(files, (file) => fs.readFileSync(path.join(root, file), 'utf8')));
  for (const message of found) console.error(message);
  console.log(`file check: ${files.length} files, ${found.length} complaints`);
  process.exit(found.length || !files.length ? 1 : 0);
}
