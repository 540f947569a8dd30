import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import zlib from 'node:zlib';

import { hashedUrl, injectTable, pack, rewriteNames } from './pack_assets.mjs';

// A small repository in a temporary folder, and where pack() puts things.
function makeRepository() {
  const base = fs.mkdtempSync(path.join(os.tmpdir(), 'kedang-pack-'));
  const write = (name, content) => {
    const file = path.join(base, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  };
  write('index.html', '<head></head><script src="kedang.js"></script><link href="icons/app.svg">');
  write('client/kedang.js', 'load("kedang.wasm")');
  write('client/kedang.wasm', Buffer.alloc(3000, 7));
  write('assets/icons/app.svg', '<svg/>');
  write('assets/locale/zh.json', '{"a":"甲"}');
  write('assets/manifest.webmanifest', '{"icons":[{"src":"icons/app.svg"}]}');
  write('assets/sw.js', 'const shell = self.KEDANG_SHELL;');
  write('assets/sample/customers.csv', '名称\n甲\n');
  write('server/migrations/0001_start.sql', 'CREATE TABLE t(x);');
  const options = { root: base, client: path.join(base, 'client'), out: path.join(base, 'out'),
    tree: path.join(base, 'tree'), cache: path.join(base, 'cache'), depfile: path.join(base, 'out/assets.d') };
  return { base, write, options };
}

test('hashed URLs keep folder and extension', () => {
  assert.equal(hashedUrl('locale/zh.json', '0123456789abcdef'), '/a/locale/zh.01234567.json');
});

test('only quoted logical names are rewritten', () => {
  const urls = new Map([['kedang.js', '/a/kedang.1.js']]);
  assert.equal(rewriteNames(`"kedang.js" './kedang.js' "assets/kedang.js" kedang.js "xkedang.js"`, urls),
    `"/a/kedang.1.js" '/a/kedang.1.js' "/a/kedang.1.js" kedang.js "xkedang.js"`);
});

test('the table replaces the block in place and cannot close it', () => {
  const html = injectTable('<script type="application/json" id="assets">{}</script>', new Map([['</script>', '$&']]));
  assert.equal(html, '<script type="application/json" id="assets">{"\\u003c/script>":"$&"}</script>');
});

test('everything is linked by content', () => {
  const { base, options } = makeRepository();
  const summary = pack(options);
  const url = Object.fromEntries(summary.map((asset) => [asset.name, asset.url]));
  const served = (name) => fs.readFileSync(path.join(options.tree, name), 'utf8');

  assert.match(url['kedang.wasm'], /^\/a\/kedang\.[0-9a-f]{8}\.wasm$/);
  assert.equal(served(url['kedang.js']), `load("${path.basename(url['kedang.wasm'])}")`);
  const html = served('index.html');
  assert.ok(html.includes(`src="${url['kedang.js']}"`));
  assert.equal(JSON.parse(html.match(/id="assets">([^<]*)</)[1])['locale/zh.json'], url['locale/zh.json']);
  assert.equal(JSON.parse(served('manifest.webmanifest')).icons[0].src, url['icons/app.svg']);
  const shell = JSON.parse(served('sw.js').match(/^self\.KEDANG_SHELL = (.*);\n/)[1]);
  assert.deepEqual(shell.files, ['/', ...Object.values(url).filter((u) => u && u !== '/' && u !== '/sw.js').sort()]);
  assert.equal(url['sample/customers.csv'], '', 'sample data is embedded, not served');
  assert.equal(url['migrations/0001_start.sql'], '');

  const wasm = path.join(options.tree, url['kedang.wasm']);
  assert.deepEqual(zlib.brotliDecompressSync(fs.readFileSync(`${wasm}.br`)), Buffer.alloc(3000, 7));
  assert.deepEqual(zlib.gunzipSync(fs.readFileSync(`${wasm}.gz`)), Buffer.alloc(3000, 7));
  const hash = createHash('sha256').update(Buffer.alloc(3000, 7)).digest('hex');
  assert.ok(fs.readFileSync(path.join(options.out, 'embedded_assets.cpp'), 'utf8').includes(hash));
  fs.rmSync(base, { recursive: true });
});

test('a changed asset changes its URL, the page and the shell version; stale files go', () => {
  const { base, write, options } = makeRepository();
  const before = pack(options);
  const shellBefore = fs.readFileSync(path.join(options.tree, 'sw.js'), 'utf8');
  write('assets/locale/zh.json', '{"a":"乙"}');
  const after = pack(options);
  const find = (summary, name) => summary.find((asset) => asset.name === name).url;
  assert.notEqual(find(before, 'locale/zh.json'), find(after, 'locale/zh.json'));
  assert.equal(find(before, 'icons/app.svg'), find(after, 'icons/app.svg'));
  assert.ok(!fs.existsSync(path.join(options.tree, find(before, 'locale/zh.json'))));
  assert.notEqual(fs.readFileSync(path.join(options.tree, 'sw.js'), 'utf8').split('\n')[0], shellBefore.split('\n')[0]);
  fs.rmSync(base, { recursive: true });
});

test('packing twice writes nothing the second time', () => {
  const { base, options } = makeRepository();
  pack(options);
  const stamp = () => fs.statSync(path.join(options.out, 'embedded_assets.S'), { bigint: true }).mtimeNs;
  const before = stamp();
  pack(options);
  assert.equal(stamp(), before);
  fs.rmSync(base, { recursive: true });
});

test('a file of unknown type is refused by name', () => {
  const { base, write, options } = makeRepository();
  write('assets/odd.xyz', '');
  assert.throws(() => pack(options), /odd\.xyz: unknown type '\.xyz'/);
  fs.rmSync(base, { recursive: true });
});
