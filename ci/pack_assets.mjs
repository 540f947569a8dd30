// Packs the client and all assets for the server binary.
//
//   node ci/pack_assets.mjs --root REPO --client DIR --out DIR --tree DIR --cache DIR [--depfile F]
//
// Reads index.html, DIR/kedang.js and DIR/kedang{,.late}.wasm (left out when the client is not built),
// assets/** and server/migrations/*.sql. Writes OUT/embedded_assets.S (.incbin of every form),
// OUT/embedded_assets.cpp (the table of server/embedded_assets.h), OUT/assets.json (sizes) and the
// served files below TREE as any web server could serve them.
//
// Served names carry their content's hash (/a/kedang.1a2b3c4d.js) and never change; index.html,
// sw.js and the web manifest keep their names. A quoted logical name in index.html or the web
// manifest ("kedang.js", "icons/app.svg") becomes its hashed URL.

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';

const MIME = {
  '': 'text/plain; charset=utf-8', // NOTICE
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.sql': 'application/sql',
  '.svg': 'image/svg+xml',
  '.tsv': 'text/tab-separated-values; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};
const PRECOMPRESSED = new Set(['.png', '.ico']);
const FIXED_URLS = {
  'index.html': '/',
  'manifest.webmanifest': '/manifest.webmanifest',
  'sw.js': '/sw.js',
};
// Parts of the binary that no browser asks for.
const NOT_SERVED = [/^sample\//, /^views\//, /^migrations\//];

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function writeIfChanged(file, content) {
  const bytes = Buffer.from(content);
  if (fs.existsSync(file) && fs.readFileSync(file).equals(bytes)) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(temporary, bytes);
  fs.renameSync(temporary, file);
}

// Every file below `directory` as [relative name with '/', absolute path], sorted by name; the
// folders walked are added to `folders`.
function walk(directory, folders, prefix = '') {
  if (!fs.existsSync(directory)) return [];
  folders.push(directory);
  const found = [];
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || entry.name.endsWith('.md')) continue;
    const full = path.join(directory, entry.name);
    if (entry.isDirectory()) found.push(...walk(full, folders, `${prefix}${entry.name}/`));
    else found.push([prefix + entry.name, full]);
  }
  return found.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
}

export function hashedUrl(name, hash) {
  const { dir, name: stem, ext } = path.posix.parse(name);
  return `/a/${dir ? `${dir}/` : ''}${stem}.${hash.slice(0, 8)}${ext}`;
}

// Replaces quoted logical names by their URLs: "kedang.js", './icons/a.svg', "assets/icons/a.svg".
export function rewriteNames(text, urls) {
  return text.replace(/(["'])(?:\.?\/)?(?:assets\/)?([\w./-]+)\1/g, (whole, quote, name) =>
    urls.has(name) ? `${quote}${urls.get(name)}${quote}` : whole);
}

// Puts the table of URLs into <script type="application/json" id="assets">, adding it if absent.
export function injectTable(html, urls) {
  const json = JSON.stringify(Object.fromEntries(urls)).replaceAll('<', '\\u003c');
  const block = `<script type="application/json" id="assets">${json}</script>`;
  const place = /<script type="application\/json" id="assets">[^<]*<\/script>/;
  if (place.test(html)) return html.replace(place, () => block);
  return html.replace('</head>', () => `${block}\n</head>`);
}

// The forms one content is served in; compressed ones are kept in `cache` by hash.
function compressed(bytes, hash, extension, cache) {
  const forms = { identity: path.join(cache, hash), gzip: null, brotli: null };
  if (!fs.existsSync(forms.identity)) writeIfChanged(forms.identity, bytes);
  if (PRECOMPRESSED.has(extension)) return forms;
  const encoders = {
    gzip: ['.gz', () => zlib.gzipSync(bytes, { level: 9 })],
    brotli: ['.br', () => zlib.brotliCompressSync(bytes, {
      params: {
        [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
        [zlib.constants.BROTLI_PARAM_LGWIN]: 24,
        [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    })],
  };
  for (const [form, [suffix, encode]] of Object.entries(encoders)) {
    const file = forms.identity + suffix;
    if (!fs.existsSync(file)) writeIfChanged(file, encode());
    if (fs.statSync(file).size < bytes.length) forms[form] = file;
  }
  return forms;
}

// Collects logical name → bytes of everything to embed; `inputs` gets all paths read or walked.
function collect(root, client, inputs) {
  const files = new Map();
  const add = (name, file) => {
    if (files.has(name)) throw new Error(`two files have the logical name ${name}; rename one`);
    if (!(path.extname(name) in MIME)) {
      throw new Error(`${file}: unknown type '${path.extname(name)}'; add it to MIME in ci/pack_assets.mjs`);
    }
    files.set(name, fs.readFileSync(file));
  };
  const single = [['index.html', path.join(root, 'index.html')],
    ['kedang.js', path.join(client, 'kedang.js')], ['kedang.wasm', path.join(client, 'kedang.wasm')],
    ['kedang.late.wasm', path.join(client, 'kedang.late.wasm')]];
  for (const [name, file] of single) {
    inputs.push(file);
    if (fs.existsSync(file)) add(name, file);
    else console.error(`pack_assets: ${file} does not exist yet; packing without it (./ci/build makes everything)`);
  }
  for (const [prefix, directory] of [['', 'assets'], ['migrations/', 'server/migrations']]) {
    for (const [name, file] of walk(path.join(root, directory), inputs)) {
      inputs.push(file);
      add(prefix + name, file);
    }
  }
  return files;
}

// Families of texts that nobody sees before somebody is signed in: what a family is, is the part of a key before its dot. They
// become a file of their own, fetched with the late code (App::LoadRest); a text missing here only makes the first load bigger.
const LATE_TEXTS = new Set(['banner', 'board', 'box', 'bulk', 'calendar', 'conflict', 'designer', 'duplicate', 'edit',
  'expr', 'facet', 'file', 'gallery', 'history', 'import', 'intake', 'issue', 'keys', 'list', 'move', 'palette',
  'quality', 'query', 'record', 'schema', 'settings', 'source', 'sources', 'storage', 'tags', 'tray', 'type', 'unsent',
  'vault', 'view', 'words']);

// Divides locale/LANGUAGE.json into what the sign-in page needs and locale/LANGUAGE.late.json.
export function divideTexts(files) {
  for (const name of [...files.keys()].filter((key) => /^locale\/\w+\.json$/.test(key))) {
    const texts = Object.entries(JSON.parse(files.get(name).toString('utf8')));
    const isLate = ([key]) => LATE_TEXTS.has(key.split('.')[0]);
    const bytes = (entries) => Buffer.from(JSON.stringify(Object.fromEntries(entries)));
    files.set(name.replace('.json', '.late.json'), bytes(texts.filter(isLate)));
    files.set(name, bytes(texts.filter((entry) => !isLate(entry))));
  }
  return files;
}

// Decides URLs and final contents: leaves first, then what names them.
export function link(files) {
  const assets = new Map();
  const urls = new Map();
  const finish = (name, bytes) => {
    const hash = sha256(bytes);
    const served = !NOT_SERVED.some((pattern) => pattern.test(name));
    const url = served ? FIXED_URLS[name] ?? hashedUrl(name, hash) : '';
    assets.set(name, { name, url, bytes, hash, served, immutable: served && !(name in FIXED_URLS) });
    if (served && name !== 'sw.js') urls.set(name, url);
  };
  const late = new Set(['kedang.js', ...Object.keys(FIXED_URLS)]);
  for (const [name, bytes] of files) if (!late.has(name)) finish(name, bytes);
  const text = (name) => files.get(name).toString('utf8');
  if (files.has('kedang.js')) {
    const wasm = urls.get('kedang.wasm');
    finish('kedang.js', Buffer.from(wasm ?
      text('kedang.js').replace(/(["'])kedang\.wasm\1/g, (_, quote) => quote + path.posix.basename(wasm) + quote) :
      text('kedang.js')));
  }
  if (files.has('manifest.webmanifest')) {
    finish('manifest.webmanifest', Buffer.from(rewriteNames(text('manifest.webmanifest'), urls)));
  }
  if (files.has('index.html')) {
    const table = new Map([...urls].sort((a, b) => (a[0] < b[0] ? -1 : 1)));
    finish('index.html', Buffer.from(injectTable(rewriteNames(text('index.html'), urls), table)));
  }
  if (files.has('sw.js')) {
    const shell = [...assets.values()].filter((asset) => asset.served);
    const version = sha256(shell.map((asset) => `${asset.url} ${asset.hash}\n`).sort().join('')).slice(0, 16);
    const list = JSON.stringify({ version, files: shell.map((asset) => asset.url).sort() });
    finish('sw.js', Buffer.from(`self.KEDANG_SHELL = ${list};\n${text('sw.js')}`));
  }
  return [...assets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function assembler(assets) {
  const lines = ['// Generated by ci/pack_assets.mjs.', '.section .rodata'];
  assets.forEach((asset, index) => {
    for (const [form, file] of Object.entries(asset.forms)) {
      if (!file) continue;
      const symbol = `kedang_asset_${index}_${form}`;
      lines.push(`.global ${symbol}`, '.balign 16', `${symbol}:`, `.incbin ${JSON.stringify(file)}`, '.byte 0');
    }
  });
  lines.push('.section .note.GNU-stack,"",%progbits', '');
  return lines.join('\n');
}

function table(assets) {
  const declarations = [];
  const rows = assets.map((asset, index) => {
    const span = (form) => {
      if (!asset.forms[form]) return '{}';
      const symbol = `kedang_asset_${index}_${form}`;
      declarations.push(`extern const char ${symbol}[];`);
      return `{${symbol}, ${fs.statSync(asset.forms[form]).size}}`;
    };
    const strings = [asset.name, asset.url, MIME[path.extname(asset.name)], asset.hash];
    return `    {${strings.map((value) => JSON.stringify(value)).join(', ')},\n     ` +
      `${['identity', 'gzip', 'brotli'].map(span).join(', ')}, ${asset.immutable}, ${asset.served}},`;
  });
  return `// Generated by ci/pack_assets.mjs.
#include "server/embedded_assets.h"

extern "C" {
${declarations.join('\n')}
}

namespace kedang {
namespace {
// Sorted by name.
const EmbeddedAsset kAssets[] = {
${rows.join('\n')}
};
}  // namespace

std::span<const EmbeddedAsset> EmbeddedAssets() { return kAssets; }

}  // namespace kedang
`;
}

function writeTree(directory, assets) {
  const wanted = new Set();
  const put = (name, source) => {
    const file = path.join(directory, name);
    wanted.add(file);
    writeIfChanged(file, fs.readFileSync(source));
  };
  for (const asset of assets.filter(({ served }) => served)) {
    const name = asset.url === '/' ? 'index.html' : asset.url.slice(1);
    put(name, asset.forms.identity);
    if (asset.forms.gzip) put(`${name}.gz`, asset.forms.gzip);
    if (asset.forms.brotli) put(`${name}.br`, asset.forms.brotli);
  }
  for (const [, file] of walk(directory, [])) if (!wanted.has(file)) fs.unlinkSync(file);
}

export function pack({ root, client, out, tree, cache, depfile }) {
  const inputs = [];
  const assets = link(divideTexts(collect(root, client, inputs)));
  for (const asset of assets) {
    asset.forms = compressed(asset.bytes, asset.hash, path.extname(asset.name), cache);
  }
  writeIfChanged(path.join(out, 'embedded_assets.S'), assembler(assets));
  writeIfChanged(path.join(out, 'embedded_assets.cpp'), table(assets));
  const size = (file) => (file ? fs.statSync(file).size : null);
  const summary = assets.map(({ name, url, served, immutable, forms }) => ({ name, url, served, immutable,
    identity: size(forms.identity), gzip: size(forms.gzip), brotli: size(forms.brotli) }));
  writeIfChanged(path.join(out, 'assets.json'), `${JSON.stringify(summary, null, 1)}\n`);
  writeTree(tree, assets);
  if (depfile) {
    const escape = (name) => name.replaceAll(' ', '\\ ');
    writeIfChanged(depfile,
      `${escape(path.join(out, 'embedded_assets.S'))}: ${inputs.map(escape).join(' \\\n ')}\n`);
  }
  return summary;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options = {};
  for (let i = 2; i + 1 < process.argv.length; i += 2) {
    options[process.argv[i].replace(/^--/, '')] = path.resolve(process.argv[i + 1]);
  }
  for (const name of ['root', 'client', 'out', 'tree', 'cache']) {
    if (!options[name]) {
      console.error(`pack_assets: --${name} is missing`);
      process.exit(2);
    }
  }
  try {
    pack(options);
  } catch (error) {
    console.error(`pack_assets: ${error.message}`);
    process.exit(1);
  }
}
