// Clients that are slow, many or silent, through raw sockets: nobody else waits for them, and each is told in time.
import assert from 'node:assert/strict';
import net from 'node:net';
import os from 'node:os';
import { before, test } from 'node:test';

import { auth, cookieOf, request, serve } from './program.mjs';

let server;
let cookie;
before(async () => {
  server = await serve();
  const answer = await server.request('POST', '/auth/link', { headers: auth, body: JSON.stringify({ token: server.link }) });
  cookie = cookieOf(answer);
});

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const host = 'Host: localhost\r\n';
const post = `POST /sync/push HTTP/1.1\r\n${host}X-Kedang: 1\r\nContent-Type: application/x-kedang\r\n`;

// A socket that has sent `bytes` and keeps what comes back.
function open(port, bytes, address = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, address, () => { socket.write(bytes); resolve(socket); });
    socket.said = '';
    socket.on('data', (data) => { socket.said += data.toString('latin1'); });
    socket.on('error', reject);
    socket.on('close', () => { socket.isOver = true; });
  });
}

async function timeOf(call) {
  const begin = performance.now();
  await call();
  return performance.now() - begin;
}

test('two hundred bodies that drip hold no worker', async () => {
  const sockets = [];
  for (let i = 0; i < 200; ++i) sockets.push(await open(server.port, `${post}Content-Length: 100000\r\n\r\nx`));
  const drip = setInterval(() => sockets.forEach((socket) => socket.write('x')), 200);
  await pause(500);
  for (let i = 0; i < 20; ++i) {
    const took = await timeOf(async () => assert.equal((await server.request('GET', '/auth/me', { headers: { Cookie: cookie } })).status, 200));
    assert.ok(took < 500, `${took} ms beside dripping bodies`);
  }
  clearInterval(drip);
  for (const socket of sockets) socket.destroy();
});

test('a body that does not end is told so, and closed', async () => {
  const socket = await open(server.port, `${post}Content-Length: 1000\r\n\r\nabc`);
  await pause(8000);
  assert.equal(socket.said, '');
  const end = Date.now() + 8000;
  while (!socket.isOver && Date.now() < end) await pause(100);
  assert.match(socket.said, /^HTTP\/1\.1 408 [^]*request_too_slow/);
  assert.ok(socket.isOver);
});

test('a body in pieces is taken whole, and what follows it is the next request', async () => {
  const socket = await open(server.port, `${post}Content-Length: 10\r\n\r\n01234`);
  await pause(100);
  socket.write(`56789GET /healthz HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
  while (!socket.isOver) await pause(20);
  assert.equal(socket.said.split('HTTP/1.1 ').length - 1, 2, socket.said);
  assert.match(socket.said, /^HTTP\/1\.1 401/);
  assert.match(socket.said, /"status":"ok"/);
});

test('who asks before sending a body is told to go on, unless it is refused', async () => {
  const socket = await open(server.port, `${post}Content-Length: 4\r\nExpect: 100-continue\r\n\r\n`);
  while (!socket.said.includes('100 Continue')) await pause(20);
  socket.write('abcd');
  while (!socket.said.includes(' 401 ')) await pause(20);
  socket.destroy();
  const refused = await server.raw(`POST /sync/push HTTP/1.1\r\nHost: evil\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n`);
  assert.equal(refused.status, 421);
});

test('a thousand streams wait beside everything else; what is more is told to come back', async () => {
  const streams = [];
  const ask = `GET /sync/wake HTTP/1.1\r\n${host}Cookie: ${cookie}\r\n\r\n`;
  for (let i = 0; i < 1024; ++i) streams.push(await open(server.port, ask));
  const end = Date.now() + 20_000;
  while (streams.some((socket) => !socket.said.includes('retry:')) && Date.now() < end) await pause(50);
  assert.ok(streams.every((socket) => socket.said.includes('retry:')), 'not all streams were opened');
  const took = await timeOf(async () => assert.equal((await server.request('GET', '/healthz')).status, 200));
  assert.ok(took < 500, `${took} ms beside streams`);
  const more = await server.request('GET', '/sync/wake', { headers: { Cookie: cookie } });
  assert.equal(more.status, 503);
  assert.equal(more.headers['retry-after'], '30');
  for (const socket of streams) socket.destroy();
});

// This machine as others see it, if it is in a network at all.
const outside = Object.values(os.networkInterfaces()).flat().find((one) => one.family === 'IPv4' && !one.internal)?.address;

test('one address has so many connections and no more', { skip: outside === undefined && 'no network' }, async () => {
  for (const [options, most] of [[[], 8], [['--trusted-proxy', String(outside)], 30]]) {
    const open_to_all = await serve({ options: ['--host', '0.0.0.0', '--allow-plain-http', '--max-connections-per-address', '8', ...options] });
    const sockets = [];
    for (let i = 0; i < 30; ++i) {
      const socket = await open(open_to_all.port, '', outside).catch(() => undefined);
      if (socket) sockets.push(socket);
    }
    await pause(500);
    assert.equal(sockets.filter((socket) => !socket.isOver).length, most);
    if (most === 8) assert.match(sockets.find((socket) => socket.isOver).said, /503 [^]*too_many_connections/);
    // Loopback is not counted.
    assert.equal((await request(open_to_all.port, 'GET', '/healthz')).status, 200);
    for (const socket of sockets) socket.destroy();
    await pause(700);
    const again = await open(open_to_all.port, `GET /healthz HTTP/1.1\r\nHost: ${outside}\r\nConnection: close\r\n\r\n`, outside);
    while (!again.isOver) await pause(20);
    assert.match(again.said, /"status":"ok"/);
    await open_to_all.stop();
  }
});

test('the server stops in peace', async () => {
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
});
