// The checks themselves can fail: each rule is shown one offender.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';

import { check as checkBudgets } from './budget_check.mjs';
import { check as checkDependencies, parse } from './dependency_check.mjs';
import { check as checkFile, unlisted } from './file_check.mjs';
import { check as checkIncludes } from './include_check.mjs';
import { check as checkLocales } from './locale_check.mjs';

const rules = JSON.parse(fs.readFileSync(new URL('include_rules.json', import.meta.url), 'utf8'));

const includeRows = [
  ['shared/model/id.h', '"shared/base/result.h"', true],
  ['shared/base/result.h', '"shared/model/id.h"', false],
  ['shared/field/phone.cpp', '"shared/store/store.h"', false],
  ['shared/sync/client.cpp', '"shared/store/store.h"', true],
  ['shared/sync/client.cpp', '"shared/intake/csv.h"', false],
  ['shared/new/x.cpp', '"shared/base/result.h"', false],
  ['shared/model/id.h', '"server/http.h"', false],
  ['server/http.cpp', '"wasm/app.h"', false],
  ['wasm/app.cpp', '"server/http.h"', false],
  ['wasm/app.cpp', '"shared/sync/client.h"', true],
  ['server/http.cpp', '"tests/support/x.h"', false],
  ['server/http.cpp', '"http.h"', false],
  ['shared/model/id.h', '<vector>', true],
  ['shared/model/id.h', '<sqlite3.h>', false],
  ['server/sqlite.cpp', '<sqlite3.h>', true],
  ['shared/model/value.cpp', '<cereal/cereal.hpp>', false],
  ['shared/sync/codec.cpp', '<cereal/cereal.hpp>', true],
  ['server/main.cpp', '<boost/asio.hpp>', false],
];

test('include check', () => {
  for (const [file, header, allowed] of includeRows) {
    const found = checkIncludes(rules, file, `// x\n#include ${header}\n`);
    assert.equal(found.length === 0, allowed, `${file} ${header}: ${found}`);
    if (!allowed) assert.match(found[0], new RegExp(`^${file}:2: `));
  }
});

test('file check', () => {
  const header = '// Promise.\n#pragma once\n';
  assert.deepEqual(checkFile('shared/a.h', Buffer.from(header)), []);
  assert.equal(checkFile('shared/a.h', Buffer.from('#pragma once\n')).length, 1);
  assert.equal(checkFile('shared/a.h', Buffer.from('// Promise.\n')).length, 1);
  assert.equal(checkFile('shared/a.cpp', Buffer.from('x\n'.repeat(600))).length, 0);
  assert.equal(checkFile('shared/a.cpp', Buffer.from('x\n'.repeat(601))).length, 1);
  assert.equal(checkFile('shared/a.cpp', Buffer.from('x \n\tx\n')).length, 2);
  assert.equal(checkFile('shared/a.cpp', Buffer.from([0xff, 0x0a])).length, 1);
  assert.equal(checkFile('tests/data/a.cpp', Buffer.from([0xff])).length, 0);
});

test('every source is listed', () => {
  const list = () => 'add_library(x\n  base/a.cpp)\nset(KEDANG_FUZZ_TARGETS csv)';
  assert.deepEqual(unlisted(['shared/base/a.cpp', 'shared/base/a.h', 'tests/fuzz/csv_fuzz.cpp'], list), []);
  assert.deepEqual(unlisted(['shared/base/b.cpp'], list), ['shared/base/b.cpp: not listed in shared/CMakeLists.txt']);
});

test('locale check', () => {
  const zh = (text) => ['zh.json', text];
  const en = (text) => ['en.json', text];
  assert.deepEqual(checkLocales(zh('{"a": "甲 {n}"}'), en('{"a": "A {n}"}')), []);
  assert.equal(checkLocales(zh('{"a": "甲", "b": "乙"}'), en('{"a": "A"}')).length, 1);
  assert.equal(checkLocales(zh('{"a": "甲"}'), en('{"a": "A", "b": "B"}')).length, 1);
  assert.equal(checkLocales(zh('{"a": "甲 {n}"}'), en('{"a": "A"}')).length, 1);
  assert.equal(checkLocales(zh('{"a": ""}'), en('{"a": "A"}')).length, 1);
  assert.equal(checkLocales(zh('{\n"a": "甲",\n"a": "乙"}'), en('{"a": "A"}')).length, 1);
  assert.deepEqual(checkLocales(zh('{"a": "x, \\"b\\": y"}'), en('{"a": "A"}')), []);
});

test('dependency check', () => {
  const lock = { packages: { '': {}, 'node_modules/a': { version: '1', integrity: 'sha512-x' } } };
  const npm = '[[npm]]\nname = "a"\nversion = "1"\nintegrity = "sha512-x"\nlicence = "MIT"\nwhy = "w"\n';
  const entry = '[[package]]\nname = "g++"\nversion = "12"\nlicence = "GPL"\nwhy = "w"\n';
  const source = `[[source]]\nname = "s"\nversion = "1-1"\nsuites = "x"\nsha256 = "${'0'.repeat(64)}"\nlicence = "MIT"\nwhy = "w"\n`;
  const complaints = (text) => checkDependencies(parse(text), lock).length;
  assert.equal(complaints(npm + entry + source), 0);
  assert.equal(complaints(npm + entry + entry), 1);
  assert.equal(complaints(npm + entry.replace('"w"', '""')), 1);
  assert.equal(complaints(npm + source.replace('000"', '"')), 1);
  assert.equal(complaints(npm.replace('version = "1"', 'version = "2"')), 1);
  assert.equal(complaints(entry), 1);
  // What peers of benchmarks bring along is pinned by the lock alone; the peers themselves are listed.
  const peers = (of) => checkDependencies(parse(npm), { packages: { ...lock.packages, '': { devDependencies: { p: '1' } }, ...of } }).length;
  const brought = { version: '2', integrity: 'sha512-y', license: 'MIT', dev: true };
  assert.equal(peers({ 'node_modules/q': brought }), 0);
  assert.equal(peers({ 'node_modules/p': brought }), 1);
  assert.equal(peers({ 'node_modules/q': { ...brought, dev: undefined } }), 1);
  assert.equal(peers({ 'node_modules/q': { ...brought, integrity: undefined } }), 1);
  assert.equal(peers({ 'node_modules/q': { ...brought, resolved: 'x' } }), 1);
  assert.throws(() => parse('[[npm]]\nname: x'), /line 2/);
});

test('budget check', () => {
  const asset = (name, brotli, identity = 1000) => ({ name, served: true, brotli, identity });
  const budgets = { first_load_bytes: 500, 'a.js': 200 };
  assert.deepEqual(checkBudgets([asset('a.js', 200), asset('b', 300)], budgets), []);
  assert.equal(checkBudgets([asset('a.js', 201)], budgets).length, 1);
  assert.equal(checkBudgets([asset('a.js', 200), asset('b', 301)], budgets).length, 1);
  assert.equal(checkBudgets([asset('a.js', 200), asset('b', null, 301)], budgets).length, 1);
  assert.equal(checkBudgets([], budgets).length, 1);
  assert.deepEqual(checkBudgets([asset('a.js', 1), { ...asset('b', 900), served: false }], budgets), []);
});
