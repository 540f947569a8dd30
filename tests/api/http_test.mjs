// What every answer carries, and what is refused: rows of request, status and words, plain and through a raw socket.
import assert from 'node:assert/strict';
import net from 'node:net';
import { before, test } from 'node:test';
import zlib from 'node:zlib';

import { auth, serve, sync } from './program.mjs';

let server;
before(async () => { server = await serve(); });

const csp = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; " +
  "img-src 'self' blob:; style-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; report-to r";

function checkHeaders(answer) {
  assert.equal(answer.headers['content-security-policy'], csp);
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  assert.equal(answer.headers['referrer-policy'], 'no-referrer');
  assert.equal(answer.headers['cross-origin-opener-policy'], 'same-origin');
  assert.equal(answer.headers['cross-origin-embedder-policy'], 'require-corp');
  assert.equal(answer.headers['cross-origin-resource-policy'], 'same-origin');
  assert.match(answer.headers['permissions-policy'], /camera=\(\)/);
  assert.ok(answer.headers.date);
  assert.equal(answer.headers['strict-transport-security'], undefined);
  assert.equal(answer.headers.server, undefined);
}

const big = 'x'.repeat(3 << 20);
const rows = [
  // name, method, target, {headers, body}, status, words that must be there, words that must not
  ['health', 'GET', '/healthz', {}, 200, ['"status":"ok"', '"version":"'], []],
  ['service worker', 'GET', '/sw.js', {}, 200, [], ['not_found']],
  ['nothing there', 'GET', '/nothing', {}, 404, ['"code":"not_found"'], ['/nothing']],
  ['server-only asset', 'GET', '/migrations/0001_initial.sql', {}, 404, ['not_found'], ['CREATE']],
  ['path outside', 'GET', '/../../etc/passwd', {}, 404, ['not_found'], ['root:']],
  ['escaped path', 'GET', '/%2e%2e/%2e%2e/etc/passwd', {}, 404, ['not_found'], ['root:']],
  ['not signed in', 'GET', '/auth/me', {}, 401, ['"code":"signed_out"'], []],
  ['wrong method on a route', 'GET', '/auth/signin', {}, 405, ['method_not_allowed'], []],
  ['DELETE', 'DELETE', '/', {}, 405, ['method_not_allowed'], []],
  ['OPTIONS', 'OPTIONS', '/sync/push', {}, 405, ['method_not_allowed'], []],
  ['wrong host', 'GET', '/', { headers: { Host: 'evil.example' } }, 421, ['host_not_allowed'], ['evil']],
  ['host with a port', 'GET', '/healthz', { headers: { Host: 'LOCALHOST:1' } }, 200, ['ok'], []],
  ['forwarded host is not believed', 'GET', '/healthz',
    { headers: { Host: 'evil.example', 'X-Forwarded-Host': 'localhost' } }, 421, [], []],
  ['post without X-Kedang', 'POST', '/auth/signin', { headers: { 'Content-Type': 'application/json' }, body: '{}' },
    403, ['x_kedang_required'], []],
  ['post of a form', 'POST', '/auth/signin',
    { headers: { 'X-Kedang': '1', 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'a=b' },
    415, ['wrong_content_type'], []],
  ['post of text to sync', 'POST', '/sync/push', { headers: auth, body: '{}' }, 415, ['wrong_content_type'], []],
  ['post from another site', 'POST', '/auth/signin', { headers: { ...auth, 'Sec-Fetch-Site': 'cross-site' }, body: '{}' },
    403, ['cross_site'], []],
  ['post from another origin', 'POST', '/auth/signin', { headers: { ...auth, Origin: 'http://evil.example' }, body: '{}' },
    403, ['cross_site'], ['evil']],
  ['post from a sandbox', 'POST', '/auth/signin', { headers: { ...auth, Origin: 'null' }, body: '{}' },
    403, ['cross_site'], []],
  ['data for another site', 'GET', '/auth/me', { headers: { 'Sec-Fetch-Site': 'cross-site' } }, 403, ['cross_site'], []],
  ['no JSON', 'POST', '/auth/signin', { headers: auth, body: '{"name":' }, 400, ['bad_json'], []],
  ['JSON of another shape', 'POST', '/auth/signin', { headers: auth, body: '{"name":[],"password":{}}' }, 400, ['bad_json'], []],
  ['deep JSON', 'POST', '/auth/signin', { headers: auth, body: '['.repeat(5000) }, 400, ['bad_json'], []],
  ['large JSON', 'POST', '/auth/signin', { headers: auth, body: `{"name":"${'x'.repeat(9000)}"}` }, 400, ['bad_json'], []],
  ['compressed body', 'POST', '/sync/push', { headers: { ...sync, 'Content-Encoding': 'gzip' }, body: zlib.gzipSync('x') },
    415, ['content_encoding_not_allowed'], []],
  ['sync without session', 'POST', '/sync/hello', { headers: sync, body: 'KDG1' }, 401, ['KDG1'], []],
  ['segment without session', 'GET', '/sync/snapshot/x/0', {}, 401, ['KDG1'], []],
  ['wake without session', 'GET', '/sync/wake', {}, 401, [], ['event:']],
  ['upgrade', 'GET', '/sync/wake', { headers: { Connection: 'Upgrade', Upgrade: 'websocket' } }, 400, [], []],
];

for (const [name, method, target, init, status, words, absent] of rows) {
  test(name, async () => {
    const answer = await server.request(method, target, init);
    assert.equal(answer.status, status, answer.text);
    for (const word of words) assert.ok(answer.text.includes(word), `no ${word} in ${answer.text}`);
    for (const word of absent) assert.ok(!answer.text.includes(word), `${word} in ${answer.text}`);
    checkHeaders(answer);
    if (target !== '/sw.js') assert.equal(answer.headers['cache-control'], 'no-store');
    if (status >= 400 && !target.startsWith('/sync/')) {
      assert.equal(answer.headers['content-type'], 'application/problem+json');
      assert.equal(answer.json().status, status);
    }
  });
}

test('a body over the limit is refused before it is read', async () => {
  const answer = await server.raw(`POST /sync/push HTTP/1.1\r\nHost: localhost\r\nX-Kedang: 1\r\nContent-Type: application/x-kedang\r\n` +
    `Content-Length: ${big.length}\r\n\r\n`);
  assert.equal(answer.status, 413);
  assert.ok(answer.closed);
});

const host = 'Host: localhost\r\n';
const post = `POST /sync/push HTTP/1.1\r\n${host}X-Kedang: 1\r\nContent-Type: application/x-kedang\r\n`;
const malformed = [
  ['two content lengths', `${post}Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde`, 400],
  ['two equal content lengths', `${post}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`, 400],
  ['content length list', `${post}Content-Length: 3, 3\r\n\r\nabc`, 400],
  ['content length and transfer encoding', `${post}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  ['chunk of -2', `${post}Transfer-Encoding: chunked\r\n\r\n-2\r\nab`, 400],
  ['chunk of 2^64-1', `${post}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nab`, 400],
  ['xchunked', `${post}Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\nab`, 400],
  ['chunked over two lines', `${post}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`, 400],
  ['bare LF', 'GET /healthz HTTP/1.1\nHost: localhost\n\n', 400],
  ['bare LF in a header', `GET /healthz HTTP/1.1\r\n${host}A: b\nC: d\r\n\r\n`, 400],
  ['bare CR in a header', `GET /healthz HTTP/1.1\r\n${host}A: b\rC: d\r\n\r\n`, 400],
  ['NUL in a header', `GET /healthz HTTP/1.1\r\n${host}A: b\0c\r\n\r\n`, 400],
  ['space before colon', 'GET /healthz HTTP/1.1\r\nHost : localhost\r\n\r\n', 400],
  ['folded header', `GET /healthz HTTP/1.1\r\n${host}A: b\r\n c\r\n\r\n`, 400],
  ['no host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
  ['two hosts', `GET /healthz HTTP/1.1\r\n${host}${host}\r\n`, 400],
  ['host of another form', 'GET /healthz HTTP/1.1\r\nHost: localhost@evil\r\n\r\n', 421],
  ['101 headers', `GET /healthz HTTP/1.1\r\n${host}${Array.from({ length: 101 }, (_, i) => `X${i}: a\r\n`).join('')}\r\n`, 431],
  ['header of 9000', `GET /healthz HTTP/1.1\r\n${host}A: ${'a'.repeat(9000)}\r\n\r\n`, 431],
  ['headers of 40 KB', `GET /healthz HTTP/1.1\r\n${host}${`A: ${'a'.repeat(4000)}\r\n`.repeat(10)}\r\n`, 431],
  ['URI of 9000', `GET /${'a'.repeat(9000)} HTTP/1.1\r\n${host}\r\n`, 414],
  ['absolute URI', `GET http://localhost/healthz HTTP/1.1\r\n${host}\r\n`, 400],
  ['fragment', `GET /healthz#x HTTP/1.1\r\n${host}\r\n`, 400],
  ['two spaces', `GET  /healthz HTTP/1.1\r\n${host}\r\n`, 400],
  ['negative content length', `${post}Content-Length: -1\r\n\r\n`, 400],
  ['content length with plus', `${post}Content-Length: +1\r\n\r\na`, 400],
  ['content length of 1e18', `${post}Content-Length: 1000000000000000000\r\n\r\n`, 413],
  ['content length of 2^64+1', `${post}Content-Length: 18446744073709551617\r\n\r\na`, 413],
  ['post without length', `${post}\r\n`, 411],
  ['TRACE', `TRACE /healthz HTTP/1.1\r\n${host}\r\n`, 405],
  ['CONNECT', `CONNECT localhost:22 HTTP/1.1\r\n${host}\r\n`, 400],
  ['HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['HTTP/0.9', 'GET /healthz\r\n\r\n', 400],
  ['TLS hello', Buffer.from('160301000501000001\n\n', 'latin1'), 400],
  ['get with a body in front of a second request',
    `GET /healthz HTTP/1.1\r\n${host}Content-Length: 5\r\n\r\nGET /GET /healthz HTTP/1.1\r\n${host}\r\n`, 400],
];
for (const [name, bytes, status] of malformed) {
  test(`malformed: ${name}`, async () => {
    const answer = await server.raw(bytes);
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.answers, 1, answer.text);
    assert.ok(answer.closed, 'the connection stays open');
    assert.match(answer.text, /Content-Security-Policy: /);
  });
}

test('two requests at once are answered in order', async () => {
  const one = `GET /healthz HTTP/1.1\r\n${host}\r\n`;
  const answer = await server.raw(one + one + `GET /auth/me HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
  assert.equal(answer.answers, 3);
  assert.ok(answer.text.indexOf('200') < answer.text.lastIndexOf('401'));
  assert.ok(answer.closed);
});

test('the connection goes on after a refused sync frame', async () => {
  const one = `${post}Content-Length: 4\r\n\r\nabcd`;
  const answer = await server.raw(`${one}GET /healthz HTTP/1.1\r\n${host}Connection: close\r\n\r\n`);
  assert.equal(answer.answers, 2, answer.text);
  assert.match(answer.text, /"status":"ok"/);
});

test('files are compressed as asked, and 304 when known', async () => {
  const plain = await server.request('GET', '/sw.js');
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(plain.headers['cache-control'], 'no-cache');
  const unpack = { br: zlib.brotliDecompressSync, gzip: zlib.gunzipSync };
  for (const [accept, encoding] of [['br', 'br'], ['gzip', 'gzip'], ['gzip, br', 'br'], ['gzip;q=1, br;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'], ['*', 'br'], ['*;q=0', undefined], ['zstd', undefined], ['identity', undefined],
    ['gzip;q=0.001', 'gzip'], ['br;q=bad', undefined]]) {
    const answer = await server.request('GET', '/sw.js', { headers: { 'Accept-Encoding': accept } });
    assert.equal(answer.headers['content-encoding'], encoding, accept);
    assert.equal(answer.headers.vary, 'Accept-Encoding');
    const body = encoding ? unpack[encoding](answer.body) : answer.body;
    assert.ok(body.equals(plain.body), accept);
    const again = await server.request('GET', '/sw.js',
      { headers: { 'Accept-Encoding': accept, 'If-None-Match': answer.headers.etag } });
    assert.equal(again.status, 304);
    assert.equal(again.body.length, 0);
    checkHeaders(again);
  }
  const head = await server.request('HEAD', '/sw.js');
  assert.equal(head.status, 200);
  assert.equal(head.body.length, 0);
  assert.equal(Number(head.headers['content-length']), plain.body.length);
});

test('hashed names are kept for ever', async () => {
  const manifest = await server.request('GET', '/manifest.webmanifest');
  assert.equal(manifest.headers['cache-control'], 'no-cache');
  const hashed = /\/a\/[^"]+/.exec(manifest.text)?.[0];
  assert.ok(hashed, manifest.text);
  const answer = await server.request('GET', hashed);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
});

test('a hundred clients that send almost nothing stop nobody', async () => {
  const sockets = [];
  for (let i = 0; i < 100; ++i) {
    const socket = net.connect(server.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: loc'));
    socket.on('error', () => {});
    sockets.push(socket);
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  const begin = Date.now();
  const answer = await server.request('GET', '/healthz');
  assert.equal(answer.status, 200);
  assert.ok(Date.now() - begin < 1000, 'slow beside slow clients');
  for (const socket of sockets) socket.destroy();
});

test('a request that does not end is told so after ten seconds', async () => {
  const answer = await server.raw(`GET / HTTP/1.1\r\n${host}`, 13_000);
  assert.equal(answer.status, 408);
  assert.ok(answer.closed);
});

// A test and not a hook: hooks of a file wait for its child processes to end.
test('the server stops in peace', async () => {
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
});
