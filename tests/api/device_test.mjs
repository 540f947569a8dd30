// What the server gives browsers that keep data, and what it takes back: halves, policies, wipes.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, test } from 'node:test';

import { auth, cookieOf, serve } from './program.mjs';

const binary = process.env.KEDANG_BINARY ?? 'build/release/kedang';
const DEVICE = '01k9m0000000000000000000d1';
const OTHER = '01k9m0000000000000000000d2';
const password = '轻舟已过万重山 2026';
let server;
let cookie;

const post = (target, body, headers = {}) => server.request('POST', target,
  { headers: { ...auth, ...headers }, body: JSON.stringify(body) });
const kedang = (...args) => execFileSync(binary, ['user', ...args, '--data', server.directory], { input: `${password}\n` }).toString();
const ask = (device, more = {}) => post('/auth/device', { device, ...more }, { Cookie: cookie });
const signIn = async () => { cookie = cookieOf(await post('/auth/signin', { name: 'lin', password })); };

before(async () => {
  server = await serve();
  kedang('add', 'lin', '--offline', 'encrypted');
  await signIn();
});

test('a device gets the same halves each time, and another lease', async () => {
  const first = await ask(DEVICE);
  assert.equal(first.status, 200, first.text);
  const { mode, days, cache, unsent, lease, until_ms: until, server_ms: now } = first.json();
  assert.deepEqual([mode, days], ['encrypted', 7]);
  assert.equal(until - now, 7 * 86400000);
  for (const half of [cache, unsent, lease]) assert.match(half, /^[0-9a-f]{64}$/);
  assert.equal(first.headers['cache-control'], 'no-store');
  const again = (await ask(DEVICE)).json();
  assert.deepEqual([again.cache, again.unsent], [cache, unsent]);
  assert.notEqual(again.lease, lease);
  const other = (await ask(OTHER)).json();
  assert.notEqual(other.cache, cache);
  assert.notEqual(other.unsent, unsent);
});

test('nobody else gets them', async () => {
  assert.equal((await post('/auth/device', { device: DEVICE })).status, 401);
  kedang('add', 'ma');
  const theirs = cookieOf(await post('/auth/signin', { name: 'ma', password }));
  assert.equal((await post('/auth/device', { device: DEVICE }, { Cookie: theirs })).status, 403);
  assert.equal((await post('/auth/devices/wipe', { device: DEVICE }, { Cookie: theirs })).status, 404);
  for (const body of [{}, { device: 7 }, { device: 'x' }]) assert.equal((await post('/auth/device', body, { Cookie: cookie })).status, 400);
});

test('a policy is told', async () => {
  kedang('offline', 'lin', 'off');
  assert.deepEqual([(await ask(DEVICE)).json().mode, (await ask(DEVICE)).json().until_ms], ['off', 0]);
  kedang('offline', 'lin', 'encrypted', '--days', '2');
  assert.equal((await ask(DEVICE)).json().days, 2);
});

test('a wiped device hears nothing else, signed in or not, until it did so and its owner signed in again', async () => {
  const half = (await ask(DEVICE)).json();
  await ask(OTHER);  // now the session is on the other one
  const rest = cookie;
  await signIn();
  await ask(DEVICE);
  kedang('wipe', 'lin', '--device', DEVICE);
  assert.match(kedang('list', '--devices'), new RegExp(`${DEVICE}\t.*\tto be wiped`));
  for (const target of ['/sync/hello', '/sync/pull', '/sync/push', '/sync/snapshot']) {
    const answer = await server.request('POST', target,
      { headers: { ...auth, 'Content-Type': 'application/x-kedang', 'X-Kedang-Device': DEVICE }, body: '' });
    assert.equal(answer.status, 410, target);
  }
  assert.equal((await server.request('GET', `/sync/wake?device=${DEVICE}`, { headers: auth })).status, 410);
  assert.equal((await server.request('GET', '/sync/wake?device=', { headers: auth })).status, 401);
  assert.equal((await ask(DEVICE)).status, 410);
  assert.equal((await ask(DEVICE, { wiped: true })).status, 401, 'its session ended');
  cookie = rest;
  assert.equal((await ask(OTHER)).status, 200, 'the other one goes on');
  assert.equal((await post('/auth/device/wiped', { device: DEVICE })).status, 204);
  assert.match(kedang('list', '--devices'), new RegExp(`${DEVICE}\t.*\twiped`));
  await signIn();
  const anew = (await ask(DEVICE, { wiped: true })).json();
  assert.notEqual(anew.cache, half.cache);
  assert.equal(anew.unsent, half.unsent);
});

test('one wipes a device of one\'s own', async () => {
  const list = await server.request('GET', '/auth/devices', { headers: { ...auth, Cookie: cookie } });
  assert.deepEqual(list.json().map(({ id }) => id).sort(), [DEVICE, OTHER]);
  assert.equal((await post('/auth/devices/wipe', { device: OTHER }, { Cookie: cookie })).status, 204);
  const after = await server.request('GET', '/auth/devices', { headers: { ...auth, Cookie: cookie } });
  assert.equal(after.json().find(({ id }) => id === OTHER).is_open, false);
});

test('who is disabled is wiped', async () => {
  kedang('disable', 'lin');
  assert.equal((await ask(DEVICE)).status, 410);
  assert.equal((await post('/auth/signin', { name: 'lin', password })).status, 401);
});

test('the server ends', async () => { await server.stop(); });
