import assert from 'node:assert/strict';
import { test } from 'node:test';

import { escapeName, lateNames, readFunctions, readPatterns } from './split_client.mjs';

const text = (words) => [words.length, ...Buffer.from(words)];
const section = (kind, body) => [kind, body.length, ...body];

// Imports one function, has two of its own of 3 and 2 bytes.
const MODULE = Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0,
  ...section(2, [3, ...text('a'), ...text('m'), 2, 1, 1, 2, ...text('a'), ...text('t'), 1, 112, 0, 1,
    ...text('a'), ...text('f'), 0, 0]),
  ...section(10, [2, 3, 0, 1, 11, 2, 0, 11]),
  ...section(0, [...text('name'), ...section(1, [3, 0, ...text('import'), 1, ...text('first'), 2, ...text('second')])])]);

test('functions have the name and size that the module says', () => {
  assert.deepEqual(readFunctions(MODULE), [{ name: 'first', size: 3 }, { name: 'second', size: 2 }]);
});

test('what is no module is refused', () => {
  assert.throws(() => readFunctions(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8])), /not a WebAssembly module/);
  assert.throws(() => readFunctions(MODULE.subarray(0, MODULE.length - 3)), /not a WebAssembly module/);
});

test('patterns choose functions; small ones stay', () => {
  const patterns = readPatterns('# comment\n\n\\bkedang::List\n');
  assert.equal(patterns.length, 1);
  const functions = [
    { name: 'kedang::ListView::Draw(kedang::ui::Rect)', size: 5000 },
    { name: 'kedang::ListView::ListView()', size: 20 },
    { name: 'kedang::App::Start()', size: 5000 },
    { name: 'void std::__2::vector<kedang::ListRow>::__push_back_slow_path(kedang::ListRow&&)', size: 200 },
  ];
  assert.deepEqual(lateNames(functions, patterns), ['kedang::ListView::Draw(kedang::ui::Rect)']);
});

test('names are spelled as Binaryen does', () => {
  assert.equal(escapeName('a::B(c const&)'), 'a::B\\28c\\20const&\\29');
  assert.equal(escapeName('f<char, 1>'), 'f<char\\2c\\201>');
});
