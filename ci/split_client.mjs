// Splits the linked client in two: what the sign-in page needs, and the rest.
//
//   node ci/split_client.mjs --wasm KEDANG.WASM --late PATTERNS --data PATTERNS --map MAP --tool WASM-SPLIT --out PRIMARY
//     --out-late SECONDARY
//
// KEDANG.WASM carries function names (emcc --profiling-funcs); neither output does. PATTERNS is wasm/late_code.txt.
// Functions whose name matches a pattern go into SECONDARY, which imports memory, table and functions from "primary";
// calls to them go through the table, whose places are taken by "placeholder" imports until SECONDARY is there; which
// place is whose is written beside PRIMARY. Constants that only they read (wasm/late_data.txt, MAP is
// the linker's) go with them.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { moveLateData } from './late_data.mjs';
import { Reader } from './wasm_reader.mjs';

// What the client may use of WebAssembly: what ci/cmake/compiler.cmake and Emscripten switch on.
const FEATURES = ['bulk-memory', 'exception-handling', 'mutable-globals', 'nontrapping-float-to-int', 'reference-types',
  'sign-ext', 'simd'].map((name) => `--enable-${name}`);

// Small functions stay: a placeholder costs as much, and the linker has made one of all that are the same, under any of
// their names. That happens most to the standard library's templates.
const SMALLEST = 100;
const SMALLEST_TEMPLATE = 400;

// How many of the imports are functions: they are numbered first.
function countImports(section) {
  let functions = 0;
  for (let count = section.number(); count > 0; --count) {
    section.text();
    section.text();
    const kind = section.take(1)[0];
    if (kind === 0) ++functions;
    if (kind === 1 || kind === 4) section.take(1); // type of a table's elements; a tag's attribute
    if (kind === 3) section.take(2);
    else if (kind === 1 || kind === 2) {
      const hasMaximum = section.number() & 1;
      section.number();
      if (hasMaximum) section.number();
    } else section.number();
  }
  return functions;
}

// Name and size in bytes of all functions of the module's own.
export function readFunctions(bytes) {
  const module = new Reader(bytes);
  if (Buffer.from(module.take(4)).toString('latin1') !== '\0asm') throw new Error('not a WebAssembly module');
  module.take(4);
  const names = new Map();
  const sizes = [];
  let imports = 0;
  while (module.at < bytes.length) {
    const kind = module.take(1)[0];
    const section = new Reader(module.take(module.number()));
    if (kind === 2) imports = countImports(section);
    if (kind === 10) {
      for (let count = section.number(); count > 0; --count) sizes.push(section.take(section.number()).length);
    }
    if (kind !== 0 || section.text() !== 'name') continue;
    while (section.at < section.bytes.length) {
      const part = section.take(1)[0];
      const entries = new Reader(section.take(section.number()));
      if (part !== 1) continue;
      for (let count = entries.number(); count > 0; --count) {
        const index = entries.number();
        names.set(index, entries.text());
      }
    }
  }
  return sizes.map((size, i) => ({ name: names.get(imports + i) ?? '', size }));
}

// Regular expressions, one a line; empty lines and lines with # are skipped.
export function readPatterns(text) {
  return text.split('\n').filter((line) => line.trim() && !line.startsWith('#')).map((line) => new RegExp(line.trim()));
}

export function lateNames(functions, patterns) {
  const isBig = ({ name, size }) => size >= (/^(void )?std::__2::(?!__function)/.test(name) ? SMALLEST_TEMPLATE : SMALLEST);
  const isLate = ({ name }) => patterns.some((pattern) => pattern.test(name));
  return functions.filter((one) => isBig(one) && isLate(one)).map(({ name }) => name);
}

// As Binaryen spells a name: whatever its text format does not allow in one is \ and two hexadecimal digits.
export function escapeName(name) {
  return [...Buffer.from(name)].map((byte) => {
    const character = String.fromCharCode(byte);
    return /[\w!#$%&'*+\-./:<=>?@^`|~]/.test(character) ? character : `\\${byte.toString(16).padStart(2, '0')}`;
  }).join('');
}

export function split({ wasm, late, data, tool, map, out, 'out-late': outLate }) {
  const functions = readFunctions(fs.readFileSync(wasm));
  const patterns = readPatterns(fs.readFileSync(late, 'utf8'));
  for (const pattern of patterns) {
    if (lateNames(functions, [pattern]).length === 0) throw new Error(`${late}: no function is named ${pattern.source}`);
  }
  const list = `${outLate}.names`;
  fs.writeFileSync(list, lateNames(functions, patterns).map(escapeName).join('\n'));
  execFileSync(tool, [...FEATURES, wasm, `--split-funcs=@${list}`, '-o1', out, '-o2', outLate, '--placeholdermap'], { stdio: 'inherit' });
  fs.unlinkSync(list);
  const constants = readPatterns(fs.readFileSync(data, 'utf8'));
  const moved = moveLateData(fs.readFileSync(out), fs.readFileSync(outLate), fs.readFileSync(map, 'utf8'), constants);
  fs.writeFileSync(out, moved.early);
  fs.writeFileSync(outLate, moved.late);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options = {};
  for (let i = 2; i + 1 < process.argv.length; i += 2) {
    options[process.argv[i].replace(/^--/, '')] = path.resolve(process.argv[i + 1]);
  }
  try {
    split(options);
  } catch (error) {
    console.error(`split_client: ${error.message}`);
    process.exit(1);
  }
}
