import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cut, moveLateData, readData, readMap, writeData } from './late_data.mjs';
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

test('constants that only late code reads move, and everything else stays in its place', () => {
  const map = ['     400      57b       24 .rodata', '     400      57b        8         a.o:(.rodata._ZN1aE)',
    '     408      583        4         <internal>:(.rodata)', '     40c      587       10         b.a(c.o):(.rodata.late)'].join('\n');
  assert.deepEqual(readMap(map).at(-1), { name: '.rodata.late', start: 0x40c, end: 0x41c });
  const data = [{ start: 0x400, bytes: Buffer.from('abcdefgh----0123') }, { start: 0x410, bytes: Buffer.from('4567rest') }];
  const { kept, moved } = cut(data, [{ start: 0x40c, end: 0x414 }]);
  assert.deepEqual(kept.map(({ start, bytes }) => [start, String(bytes)]), [[0x400, 'abcdefgh----'], [0x414, 'rest']]);
  assert.deepEqual(moved.map(({ start, bytes }) => [start, String(bytes)]), [[0x40c, '0123'], [0x410, '4567']]);
  assert.deepEqual(readData(writeData(data)).map(({ start, bytes }) => [start, String(bytes)]), data.map(({ start, bytes }) => [start, String(bytes)]));
  assert.throws(() => moveLateData(MODULE, MODULE, map, [/nobody/]), /no constant is named/);
});

test('both modules stay whole and have the memory they share', async () => {
  const memory = (isImport) => (isImport ? section(2, [1, ...text('p'), ...text('m'), 2, 0, 1]) : section(5, [1, 0, 1]));
  const exported = section(7, [1, ...text('m'), 2, 0]);
  const head = [0, 97, 115, 109, 1, 0, 0, 0];
  const early = Uint8Array.from([...head, ...memory(false), ...exported, ...section(11, [...writeData([{ start: 1024, bytes: Buffer.from('nowlate!') }])])]);
  const late = Uint8Array.from([...head, ...memory(true)]);
  const map = '     400      57b        3         a.o:(.rodata.now)\n     403      57b        5         a.o:(.rodata.late)';
  const parts = moveLateData(Buffer.from(early), Buffer.from(late), map, [/^\.rodata\.late$/]);
  const first = await WebAssembly.instantiate(parts.early);
  const read = () => Buffer.from(first.instance.exports.m.buffer, 1024, 8).toString('latin1');
  assert.equal(read(), 'now\0\0\0\0\0');
  await WebAssembly.instantiate(parts.late, { p: { m: first.instance.exports.m } });
  assert.equal(read(), 'nowlate!');
});
