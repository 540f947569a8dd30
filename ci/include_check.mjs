// Checks every #include of shared/, server/, wasm/ and tests/ against ci/include_rules.json:
// the layers of shared/, the wall between server/ and wasm/, and one door per third-party library.
// A door is a path prefix of the files that may include headers matching the pattern.

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { sourceFiles } from './source_files.mjs';

// Headers that come with the compiler and the operating system; all others need a door.
const SYSTEM = /^(c?[a-z_0-9]+|(sys|netinet|arpa|linux)\/[a-z_0-9]+\.h|(unistd|fcntl|signal|poll|pthread|dirent|termios|iconv|netdb|errno|time|pwd|spawn|langinfo|limits|stdint|stddef|math|string|stdlib|stdio)\.h)$/;

// The complaint about one include of one file, or null.
export function complaint(rules, file, header, quoted) {
  if (!quoted) {
    for (const [pattern, doors] of Object.entries(rules.doors)) {
      if (!new RegExp(pattern).test(header)) continue;
      if (doors.some((door) => file.startsWith(door))) return null;
      return `<${header}> may only be included by ${doors.join(', ')}`;
    }
    return SYSTEM.test(header) ? null : `<${header}> has no door in ci/include_rules.json`;
  }
  const [from, layer] = file.split('/');
  const [to, target] = header.split('/');
  if (!['shared', 'server', 'wasm', 'tests'].includes(to)) {
    return `"${header}" is not a path from the repository root`;
  }
  if (from === 'tests') return null;
  if (to === 'tests') return `"${header}": product code never includes tests`;
  if (from === 'shared') {
    if (to !== 'shared') return `"${header}": shared/ includes shared/ only`;
    if (!(layer in rules.layers)) return `shared/${layer}/ has no layer in ci/include_rules.json`;
    if (layer !== target && !rules.layers[layer].includes(target)) {
      return `"${header}": shared/${layer}/ may not include shared/${target}/`;
    }
  } else if (to !== 'shared' && to !== from) {
    return `"${header}": ${from}/ may not include ${to}/`;
  }
  return null;
}

// All complaints about one file's text, as "file:line: complaint".
export function check(rules, file, text) {
  const found = [];
  text.split('\n').forEach((line, index) => {
    const match = line.match(/^\s*#\s*include\s*([<"])([^>"]+)[>"]/);
    const message = match && complaint(rules, file, match[2], match[1] === '"');
    if (message) found.push(`${file}:${index + 1}: ${message}`);
  });
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
  const rules = JSON.parse(fs.readFileSync(path.join(root, 'ci/include_rules.json'), 'utf8'));
  const files = sourceFiles(root).filter((file) => /^(shared|server|wasm|tests)\/.*\.(h|cpp)$/.test(file));
  const found = files.flatMap((file) => check(rules, file, fs.readFileSync(path.join(root, file), 'utf8')));
  for (const message of found) console.error(message);
  console.log(`include check: ${files.length} files, ${found.length} complaints`);
  process.exit(found.length || !files.length ? 1 : 0);
}
