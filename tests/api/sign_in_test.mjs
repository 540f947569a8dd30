// Signing in and out: the one-time link, passwords, cookies, throttling, the event stream's goodbye, and the graceful stop.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { before, test } from 'node:test';

import { auth, cookieOf, serve } from './program.mjs';

let server;
before(async () => { server = await serve(); });

const post = (target, body, cookie) => server.request('POST', target,
  { headers: { ...auth, ...(cookie ? { Cookie: cookie } : {}) }, body: JSON.stringify(body) });
const me = (cookie) => server.request('GET', '/auth/me', { headers: { Cookie: cookie } });
const password = '轻舟已过万重山 2026';

let cookie;
test('the link signs in once', async () => {
  assert.match(server.link, /^[\w-]{43}$/);
  const wrong = await post('/auth/link', { token: 'A'.repeat(43) });
  assert.equal(wrong.status, 401);
  assert.equal(wrong.json().code, 'link_not_valid');
  const answer = await post('/auth/link', { token: server.link });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.json().user.name, 'admin');
  assert.equal(answer.json().user.role, 'administrator');
  assert.equal(answer.json().has_password, false);
  assert.ok(!answer.text.includes('argon2'));
  const cookies = answer.headers['set-cookie'].sort();
  assert.match(cookies[0], /^__Host-s=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
  for (const line of cookies) assert.match(line, /HttpOnly; SameSite=Strict/);
  cookie = cookieOf(answer);
  assert.equal((await post('/auth/link', { token: server.link })).status, 401);
  assert.equal((await me(cookie)).status, 200);
  const database = fs.readFileSync(path.join(server.directory, 'kedang.db'));
  const wal = fs.readFileSync(path.join(server.directory, 'kedang.db-wal'));
  for (const secret of [server.link, /s=([\w-]+)/.exec(cookie)[1]]) {
    assert.ok(!database.includes(secret) && !wal.includes(secret), 'a secret is stored');
  }
});

test('a new password must be long and uncommon', async () => {
  for (const [text, code] of [['short', 'password_too_short'], ['Password123', 'password_too_common'],
    ['x'.repeat(257), 'password_too_long']]) {
    const answer = await post('/auth/password', { new: text }, cookie);
    assert.equal(answer.status, 400);
    assert.equal(answer.json().code, code);
  }
  assert.equal((await post('/auth/password', { new: password })).status, 401);
});

test('a password changes and ends other sessions', async () => {
  const set = await post('/auth/password', { new: password }, cookie);
  assert.equal(set.status, 200, set.text);
  assert.equal(set.json().has_password, true);
  const other = await post('/auth/signin', { name: 'ADMIN', password });
  assert.equal(other.status, 200, other.text);
  const otherCookie = cookieOf(other);
  assert.notEqual(otherCookie, cookie);
  assert.equal((await post('/auth/password', { old: 'wrong', new: `${password}!` }, cookie)).status, 403);
  assert.equal((await post('/auth/password', { old: password, new: `${password}!` }, cookie)).status, 200);
  assert.equal((await me(otherCookie)).status, 401);
  assert.equal((await me(cookie)).status, 200);
});

test('signing in again gives a new session and ends the one before', async () => {
  const answer = await post('/auth/signin', { name: 'admin', password: `${password}!` }, cookie);
  assert.equal(answer.status, 200);
  assert.equal((await me(cookie)).status, 401);
  cookie = cookieOf(answer);
});

test('cookies that are none, old or doubled sign nobody in', async () => {
  const secret = /__Host-s=[\w-]+/.exec(cookie)[0];
  for (const bad of ['__Host-s=', '__Host-s=x', `${secret}x`, `${secret}; ${secret}`, `x${secret}`, 'a; b; =']) {
    assert.equal((await me(bad)).status, 401, bad);
  }
});

// Opens the event stream; gives what came so far, and promises its end.
function wake(withCookie) {
  return new Promise((resolve, reject) => {
    const call = http.get({ host: '127.0.0.1', port: server.port, path: '/sync/wake', agent: false,
      headers: { Cookie: withCookie } });
    call.on('error', reject);
    call.on('response', (answer) => {
      const stream = { answer, text: '' };
      stream.ended = new Promise((done) => answer.on('close', done));
      answer.on('data', (data) => { stream.text += data; });
      answer.on('error', () => {});
      resolve(stream);
    });
  });
}

test('signing out ends session and event stream', async () => {
  const stream = await wake(cookie);
  assert.equal(stream.answer.statusCode, 200);
  assert.equal(stream.answer.headers['content-type'], 'text/event-stream');
  assert.equal(stream.answer.headers['cache-control'], 'no-store');
  const answer = await post('/auth/signout', {}, cookie);
  assert.equal(answer.status, 204);
  assert.match(answer.headers['set-cookie'].sort()[0], /^__Host-s=; .*Max-Age=0/);
  await stream.ended;
  assert.match(stream.text, /event: signout/);
  assert.equal((await me(cookie)).status, 401);
});

test('200 streams leave the server free for others', async () => {
  const again = cookieOf(await post('/auth/signin', { name: 'admin', password: `${password}!` }));
  const streams = await Promise.all(Array.from({ length: 200 }, () => wake(again)));
  const begin = Date.now();
  assert.equal((await me(again)).status, 200);
  assert.ok(Date.now() - begin < 500);
  for (const stream of streams) stream.answer.destroy();
});

test('guessing gets slow, the same for names nobody has', async () => {
  for (const name of ['nobody', 'admin']) {
    const statuses = [];
    for (let i = 0; i < 6; ++i) statuses.push((await post('/auth/signin', { name, password: 'wrong guess' })).status);
    assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429], name);
  }
  const refused = await post('/auth/signin', { name: 'admin', password: `${password}!` });
  if (refused.status === 429) assert.ok(Number(refused.headers['retry-after']) >= 1);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  assert.equal((await post('/auth/signin', { name: 'admin', password: `${password}!` })).status, 200);
});

test('a plain address beyond loopback is refused without --allow-plain-http', async () => {
  await assert.rejects(serve({ options: ['--host', '0.0.0.0'] }), /ended with 2.*without encryption/s);
});

test('SIGTERM answers what was accepted, and a restart keeps the password', async () => {
  const own = await serve({ options: ['--sign-in-link-file', path.join(server.directory, 'link')] });
  assert.equal(fs.readFileSync(path.join(server.directory, 'link'), 'utf8').trim().split('/').at(-1), own.link);
  assert.equal(fs.statSync(path.join(server.directory, 'link')).mode & 0o777, 0o600);
  const first = await own.request('POST', '/auth/link', { headers: auth, body: JSON.stringify({ token: own.link }) });
  // Hashing takes its time: these are under way when the signal comes.
  const under_way = Array.from({ length: 3 }, () => own.request('POST', '/auth/signin',
    { headers: auth, body: JSON.stringify({ name: 'admin', password: 'not the one' }) }));
  await new Promise((resolve) => setTimeout(resolve, 100));
  own.signal('SIGTERM');
  for (const answer of await Promise.all(under_way)) assert.equal(answer.status, 401);
  assert.equal(first.status, 200);
  assert.deepEqual(await own.ended, { code: 0, signal: null });
  assert.ok(!fs.existsSync(path.join(own.directory, 'kedang.db-wal')), 'the log was not brought into the database');
  fs.rmSync(own.directory, { recursive: true, force: true });
});

// A test and not a hook: hooks of a file wait for its child processes to end.
test('the server stops in peace', async () => {
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
});
