// The platform's files for IndexedDB and its sealing by themselves, on a page of nothing else: what a copy of the browser's
// files tells, rewriting in both directions and cut short, PINs, expiry, wipes. vault.test.mjs is the same seen by people.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import { after, before, test } from 'node:test';

import { launch } from './support/browser.mjs';

const SOURCES = ['network', 'vault', 'storage'].map((name) => fs.readFileSync(new URL(`../../wasm/platform/${name}.js`, import.meta.url), 'utf8'));
const NAME = '华测导航技术';
const DAY = 86_400_000;
const half = (digit) => digit.repeat(64);
const grant = (more = {}) => ({ mode: 'encrypted', days: 7, until_ms: Date.now() + 7 * DAY, server_ms: Date.now(), cache: half('1'),
  unsent: half('2'), lease: half('3'), ...more });

let browser;
let server;
before(async () => {
  browser = await launch();
  server = http.createServer((request, answer) => { answer.setHeader('Content-Type', 'text/html'); answer.end('<!doctype html>'); });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
});
after(async () => {
  await browser.close();
  server.close();
});

// What the client links against, in the hands of a page: strings in place of pointers.
const arrange = (sources) => {
  window.LibraryManager = { library: {} };
  window.mergeInto = (target, entries) => {
    for (const [key, value] of Object.entries(entries)) if (!key.endsWith('__deps')) window[key.replace('$', '')] = value;
  };
  window.KedangHeap = { text: (text) => text, lendText: (text, use) => use(text, 0), lendBytes: (bytes, use) => use(bytes, 0) };
  for (const source of sources) (0, eval)(source);
  const open = new Map();
  let last = 0;
  const call = (start) => new Promise((resolve) => { open.set(++last, resolve); start(last); });
  let rows;
  window._kedang_vault_answer = (number, text) => open.get(number)(JSON.parse(text));
  window._kedang_storage_done = (number, code, text) => open.get(number)(code === 0 ? rows : `${code}: ${text}`);
  window._kedang_storage_row = (number, key, size, value) => rows.push([key, new TextDecoder().decode(value)]);
  window.ask = (name, given = {}) => call((number) => kedang_vault_ask(number, name, 0, JSON.stringify(given), 0));
  window.write = (steps) => call((number) => KedangStorage.run(number, (database) => KedangStorage.write(database,
    steps.map(([store, key, text]) => ({ kind: text === undefined ? 1 : 0, store, key, value: new TextEncoder().encode(text ?? '') })))));
  window.read = (store, prefix = '') => call((number) => {
    rows = [];
    KedangStorage.run(number, (database) => KedangStorage.read(database, KedangStorage.stores.includes(store) ? store : '', prefix, number));
  });
  KedangStorage.name = 'kedang-test';
};

async function fresh() {
  const context = await browser.newContext();
  const page = await context.newPage();
  // As after a crash: nothing in memory is left.
  page.restart = async () => {
    await page.goto(`http://localhost:${server.address().port}/`);
    await page.evaluate(arrange, SOURCES);
    return page.ask('facts', { device: 'dev' });
  };
  page.ask = (name, given) => page.evaluate(([a, b]) => window.ask(a, b), [name, given ?? {}]);
  page.write = (steps) => page.evaluate((list) => window.write(list), steps);
  page.read = (store, prefix) => page.evaluate(([a, b]) => window.read(a, b), [store, prefix ?? '']);
  page.sweep = async () => { while ((await page.ask('sweep')).hasMore); };
  await page.restart();
  return page;
}

// All keys and all bytes of all stores, as a copy of the files has them.
const copied = (page) => page.evaluate(async () => {
  const database = await KedangStorage.ready();
  let text = '';
  for (const store of database.objectStoreNames) {
    const objects = () => database.transaction([store]).objectStore(store);
    text += (await KedangStorage.promised(objects().getAllKeys())).join(' ');
    for (const value of await KedangStorage.promised(objects().getAll())) {
      const bytes = value instanceof Uint8Array ? [value] : Object.values(value.byServer ?? {}).filter(Boolean);
      for (const part of bytes) text += new TextDecoder().decode(part) + new TextDecoder('utf-16le').decode(part);
    }
  }
  return text;
});

// Every row of the stores that hold the user's data, as "store key bytes": compared whole, never searched
// for single signs, since sealed bytes are random and may show any.
const stored = (page) => page.evaluate(async () => {
  const database = await KedangStorage.ready();
  const all = [];
  for (const name of KedangStorage.stores.slice(0, -1)) {
    const store = database.transaction([name]).objectStore(name);
    const both = [KedangStorage.promised(store.getAllKeys()), KedangStorage.promised(store.getAll())];
    const [keys, values] = await Promise.all(both);
    keys.forEach((key, i) => all.push(`${name} ${key} ${Array.from(new Uint8Array(values[i]), (byte) => byte.toString(16)).join(' ')}`));
  }
  return all;
});

const ROWS = [['meta', 'state', `${NAME} state`], ['base', 'seg/s/0000000000000001', `${NAME} 1`], ['base', 'seg/s/0000000000000000', `${NAME} 0`],
  ['base', 'upd/a', `${NAME} changed`], ['outbox', '0000000000000009', `${NAME} nine`], ['outbox', '000000000000000a', `${NAME} ten`],
  ['journal', '0000000000000001', NAME], ['tray', 'group', NAME], ['conflicts', 'clash', NAME], ['files', 'h/f', NAME], ['files', 'p/f/000000', NAME]];

async function hasAll(page) {
  assert.deepEqual(await page.read('base', 'seg/'), [['seg/s/0000000000000000', `${NAME} 0`], ['seg/s/0000000000000001', `${NAME} 1`]]);
  assert.deepEqual(await page.read('base', 'upd/'), [['upd/a', `${NAME} changed`]]);
  assert.deepEqual(await page.read('outbox'), [['0000000000000009', `${NAME} nine`], ['000000000000000a', `${NAME} ten`]]);
  for (const [store, key, text] of ROWS.filter(([name]) => !['base', 'outbox', 'files'].includes(name))) {
    assert.deepEqual(await page.read(store), [[key, text]], store);
  }
  assert.deepEqual(await page.read('files', 'h/'), [['h/f', NAME]]);
  assert.deepEqual(await page.read('files', 'p/f/000000'), [['p/f/000000', NAME]]);
}

test('nothing sealed can be read, and all of it opens again', async () => {
  const page = await fresh();
  await page.ask('open', grant());
  await page.write(ROWS);
  const text = await copied(page);
  for (const word of [NAME, '0000000000000009', 'state', 'seg/', 'group']) assert.ok(!text.includes(word), word);
  await hasAll(page);
  await page.restart();
  assert.deepEqual(await page.read('tray'), [], 'without a key there is nothing');
  assert.equal((await page.ask('open', grant())).isCacheNew, false);
  await hasAll(page);
  await page.write([['tray', 'group']]);
  assert.deepEqual(await page.read('tray'), []);
});

test('the same text twice is not the same bytes, and a row is nowhere else', async () => {
  const page = await fresh();
  await page.ask('open', grant());
  await page.write([['tray', 'a', NAME], ['tray', 'b', NAME]]);
  const isMoved = await page.evaluate(async () => {
    const database = await KedangStorage.ready();
    const store = () => database.transaction(['tray'], 'readwrite').objectStore('tray');
    const [one, two] = await KedangStorage.promised(store().getAllKeys());
    const [first, second] = await KedangStorage.promised(store().getAll());
    if (first.every((byte, i) => byte === second[i])) return false;
    await KedangStorage.promised(store().put(first, two));
    return one !== two;
  });
  assert.ok(isMoved);
  const rows = await page.read('tray');
  assert.equal(rows.filter(([key]) => key.startsWith('~')).length, 1, 'the one in the wrong place does not open');
});

for (const target of ['encrypted', 'plain']) {
  test(`rows are rewritten ${target}, cut short after any slice, while others are written`, async () => {
    const page = await fresh();
    const many = Array.from({ length: 40 }, (_, i) => ['base', `upd/${i}`, `${NAME} ${i}`]);
    if (target === 'encrypted') {
      await page.write([...ROWS, ...many]);
      assert.equal((await page.restart()).mode, 'plain', 'what was there before is known as clear');
    } else {
      await page.ask('open', grant());
      await page.write([...ROWS, ...many]);
    }
    const expected = new Map(many.map(([, key, text]) => [key, text]));
    expected.set('upd/a', `${NAME} changed`);
    for (let cut = 0; ; ++cut) {
      await page.restart();
      await page.ask('open', grant({ mode: target }));
      const more = (await page.ask('sweep')).hasMore;
      expected.set(`upd/${cut}`, `${NAME} again ${cut}`);
      expected.delete(`upd/${39 - cut}`);
      await page.write([['base', `upd/${cut}`, `${NAME} again ${cut}`], ['base', `upd/${39 - cut}`]]);
      assert.deepEqual(new Map(await page.read('base', 'upd/')), expected, `after ${cut + 1} slices`);
      assert.equal((await page.read('outbox')).length, 2);
      if (!more) break;
    }
    assert.equal((await copied(page)).includes(NAME), target === 'plain');
    if (target === 'plain') assert.deepEqual((await stored(page)).filter((row) => row.split(' ')[1].startsWith('~')), []);
  });
}

test('a transaction that is cut short loses no row', async () => {
  const page = await fresh();
  await page.write(ROWS);
  await page.restart();
  await page.ask('open', grant());
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    let left = 2;
    IDBObjectStore.prototype.put = function(...given) {
      if (--left < 0) { this.transaction.abort(); throw new DOMException('cut', 'AbortError'); }
      return put.apply(this, given);
    };
  });
  for (let i = 0; i < 5; ++i) await page.ask('sweep');
  await page.restart();
  await page.ask('open', grant());
  await hasAll(page);
});

test('the PIN opens, wrong ones are counted over a restart, ten destroy it and nothing else', async () => {
  const page = await fresh();
  await page.ask('open', grant());
  await page.write(ROWS);
  await page.ask('pin', grant({ pin: '275093', lease: half('4') }));
  assert.ok(!(await copied(page)).includes('275093'));
  const facts = await page.restart();
  assert.deepEqual([facts.hasPin, facts.left, facts.waiting], [true, 10, 3]);
  assert.equal((await page.ask('unlock', { pin: '275094' })).left, 9);
  assert.equal((await page.restart()).left, 9);
  assert.equal((await page.ask('unlock', { pin: '２７５０９３' })).isOpen, true, 'full-width digits are the same');
  await hasAll(page);
  await page.restart();
  let last;
  for (let left = 9; left >= 0; --left) {
    await page.evaluate(() => { window.KedangVault.pauseMs = 40; });
    const before = Date.now();
    const answer = await page.ask('unlock', { pin: 'wrong!' });
    assert.deepEqual(answer, { left, lost: left === 0 ? 'pins' : '' });
    last = Date.now() - before;
    if (left === 4) await page.restart();  // the pause is counted in tries, not in time since the start
  }
  assert.ok(last >= 40 << 6, `the last of ten is looked at after a pause: ${last} ms`);
  assert.equal((await page.ask('unlock', { pin: '275093' })).isOpen, undefined);
  assert.equal((await page.restart()).lost, 'pins');
  await page.ask('open', grant());
  await hasAll(page);
});

test('an expired lease destroys the PIN, also with the clock set back; the server opens', async () => {
  const page = await fresh();
  await page.ask('open', grant());
  await page.write(ROWS);
  await page.ask('pin', grant({ pin: '275093', until_ms: Date.now() + DAY }));
  await page.restart();
  assert.equal((await page.ask('unlock', { pin: '275093' })).isOpen, true);
  const at = (ms) => page.evaluate((now) => { Date.now = () => now; }, ms);
  await page.restart();
  await at(Date.now() + DAY - 60_000);
  assert.equal((await page.ask('unlock', { pin: '275093' })).isOpen, true, 'a minute before');
  await page.restart();
  await at(Date.now() - 30 * DAY);
  assert.equal((await page.ask('unlock', { pin: '275093' })).isOpen, true);
  await at(Date.now() + DAY + 60_000);
  assert.equal((await page.ask('unlock', { pin: '275093' })).lost, 'expired');
  assert.deepEqual([(await page.restart()).lost, (await page.restart()).hasPin], ['expired', false]);
  await page.ask('open', grant());
  await hasAll(page);
});

test('each time the server is heard of the days begin anew, and changing the PIN rewrites no row', async () => {
  const page = await fresh();
  await page.ask('open', grant());
  await page.write(ROWS);
  await page.ask('pin', grant({ pin: '275093', until_ms: Date.now() + DAY }));
  const rows = await stored(page);
  await page.ask('pin', grant({ pin: '轻舟已过万重山', until_ms: Date.now() + DAY }));
  const later = Date.now() + 5 * DAY;
  assert.equal((await page.ask('open', grant({ until_ms: later, lease: half('8') }))).until, later);
  await page.restart();
  assert.equal((await page.ask('unlock', { pin: '275093' })).isOpen, undefined);
  assert.equal((await page.ask('unlock', { pin: '轻舟已过万重山' })).until, later);
  assert.ok(rows.length >= ROWS.length);
  assert.deepEqual(await stored(page), rows);
  await hasAll(page);
});

test('a wipe leaves unsent edits, closed for everybody but their owner', async () => {
  const page = await fresh();
  await page.ask('open', grant());
  await page.write(ROWS);
  await page.ask('pin', grant({ pin: '275093' }));
  await page.ask('wipe');
  await page.write([['base', 'upd/late', NAME], ['outbox', '000000000000000b', `${NAME} eleven`]]);
  const facts = await page.restart();
  assert.deepEqual([facts.lost, facts.hasPin, facts.waiting], ['wiped', false, 4]);
  assert.equal((await page.ask('unlock', { pin: '275093' })).isOpen, undefined);
  assert.ok(!(await copied(page)).includes(NAME));
  assert.equal((await page.ask('open', grant({ cache: half('9') }))).isCacheNew, true);
  for (const [store, prefix] of [['base', 'seg/'], ['base', 'upd/'], ['conflicts', ''], ['journal', '']]) assert.deepEqual(await page.read(store, prefix), []);
  assert.deepEqual((await page.read('outbox')).map(([, text]) => text), [`${NAME} nine`, `${NAME} ten`, `${NAME} eleven`]);
  assert.deepEqual(await page.read('files', 'h/'), [['h/f', NAME]]);
});

test('another server cannot open it: the PIN can, and hands it over; without one the edits stay, closed', async () => {
  const page = await fresh();
  await page.ask('open', grant());
  await page.write(ROWS);
  await page.ask('pin', grant({ pin: '275093' }));
  await page.restart();
  const other = grant({ cache: half('8'), unsent: half('9') });
  assert.equal((await page.ask('open', other)).failure, 'foreign');
  assert.equal((await page.ask('unlock', { pin: '275093', grant: other })).isOpen, true);
  await page.restart();
  await page.ask('open', other);
  await hasAll(page);
  const third = await fresh();
  await third.ask('open', grant());
  await third.write(ROWS);
  await third.restart();
  assert.equal((await third.ask('open', other)).isCacheNew, true);
  assert.equal((await third.read('outbox')).filter(([key]) => key.startsWith('~')).length, 2);
});
