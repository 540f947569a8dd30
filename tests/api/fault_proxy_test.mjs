// The proxy of faults does what it says, and the server stands it: whole answers or none, and never an edit twice.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';

import { FaultProxy } from '../support/fault_proxy.mjs';
import { auth, cookieOf, request, serve, sync } from './program.mjs';

let server;
let proxy;
let cookie;
const faults = new Map();  // by path

before(async () => {
  server = await serve();
  proxy = await FaultProxy.start({ target: () => server.port, plan: ({ path }) => faults.get(path) });
  const answer = await request(proxy.port, 'POST', '/auth/link', { headers: auth, body: JSON.stringify({ token: server.link }) });
  assert.equal(answer.status, 200);
  cookie = cookieOf(answer);
});
after(async () => {
  await proxy.stop();
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
});

// A path of its own, so that what else is asked meanwhile arrives.
let asked = 0;
const ask = (fault, path = '/healthz') => {
  const target = `${path}?${++asked}`;
  faults.set(target, fault);
  return request(proxy.port, 'GET', target, { headers: { Cookie: cookie } });
};
const alive = async () => assert.equal((await ask()).status, 200);

test('without a fault everything arrives', async () => {
  const direct = await server.request('GET', '/', {});
  const passed = await ask(undefined, '/');
  assert.equal(passed.status, 200);
  assert.ok(passed.body.equals(direct.body));
});

for (const how of ['reset', 'end']) {
  test(`cut by ${how} on the way up and in the middle of the answer`, async () => {
    await assert.rejects(ask({ up: 20, how }));
    await assert.rejects(ask({ up: 0, how }));
    await assert.rejects(ask({ down: 0, how }));
    await assert.rejects(ask({ down: 300, how }, '/'));
    await alive();
  });
}

test('half a connection: who sends may still be heard', async () => {
  // The whole request passes, then that way is closed: the answer comes all the same, or the connection is closed.
  const text = `GET /healthz?half HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  faults.set('/healthz?half', { up: text.length, how: 'half' });
  const said = await new Promise((resolve) => {
    let heard = '';
    const socket = net.connect(proxy.port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (bytes) => { heard += bytes; });
    socket.on('close', () => resolve(heard));
    socket.on('error', () => {});
    setTimeout(() => socket.destroy(), 3000);
  });
  assert.match(said, /^(HTTP\/1\.1 200|$)/);
  await assert.rejects(ask({ down: 300, how: 'half' }, '/'));
  await alive();
});

test('what stalls holds nobody else', async () => {
  const stalled = ask({ up: 10, how: 'stall' }).catch(() => 'gone');
  await alive();
  const dripped = await ask({ dripMs: 1 }, '/');
  assert.equal(dripped.status, 200);
  const begin = performance.now();
  assert.equal((await ask({ delayMs: 300 })).status, 200);
  assert.ok(performance.now() - begin >= 290);
  proxy.cut();
  assert.equal(await stalled, 'gone');
  await assert.rejects(ask());
  proxy.mend();
  await alive();
});

test('a body cut in its middle is no request', async () => {
  for (const up of [120, 200, 500]) {
    faults.set('/sync/push', { up });
    await assert.rejects(request(proxy.port, 'POST', '/sync/push', { headers: { ...sync, Cookie: cookie }, body: Buffer.alloc(4000) }));
  }
  await alive();
});

test('a doubled sign-in link opens once', async () => {
  const other = await serve();
  const doubling = await FaultProxy.start({ target: () => other.port, plan: () => ({ twice: true }) });
  const answers = [];
  for (let i = 0; i < 2; ++i) {
    answers.push((await request(doubling.port, 'POST', '/auth/link', { headers: auth, body: JSON.stringify({ token: other.link }) })).status);
  }
  // The first pair: one of the two got in, and which one nobody can say; the second pair is refused.
  assert.notEqual(answers[1], 200);
  await doubling.stop();
  await other.stop();
});
