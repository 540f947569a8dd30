// What search_figures.mjs runs inside the browser: our engine and its peers, each in a page of its own. Times are in
// milliseconds; hits are row numbers, from 0.

const textLines = async (rows) => {
  const texts = (await (await fetch(`texts?rows=${rows}`)).text()).split('\n');
  texts.pop();
  return texts;
};

const termsOf = (query) => query.split(' ');
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

// --- our engine -----------------------------------------------------------------------------------

class Engine {
  static async make() {
    const engine = new Engine();
    engine.module = await window.KedangSearchEngine();
    engine.scratch = 0;
    engine.size = 0;
    await engine.withBytes(new Uint8Array(await (await fetch('pinyin.txt')).arrayBuffer()), (at, length) => engine.module._Start(at, length));
    return engine;
  }

  withBytes(bytes, call) {
    if (bytes.length > this.size) {
      this.module._free(this.scratch);
      this.size = bytes.length * 2;
      this.scratch = this.module._malloc(this.size);
    }
    this.module.HEAPU8.set(bytes, this.scratch);
    return call(this.scratch, bytes.length);
  }
  withText(text, call) { return this.withBytes(this.encoder.encode(text), call); }
  encoder = new TextEncoder();

  // Every piece of the file, as rows that wait; `use` takes them.
  async read(use) {
    const reader = (await fetch('customers.csv')).body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (!done) this.withBytes(value, (at, length) => this.module._FeedRows(at, length));
      else this.module._FeedRows(0, 0);
      if (use() === false) return void reader.cancel();
      if (done) return;
    }
  }

  async build(rows) {
    let spent = 0;
    await this.read(() => {
      this.module._BuildFacets(rows);
      const start = performance.now();
      this.module._BuildRows(rows);
      spent += performance.now() - start;
      return this.module._RowCount() < rows;
    });
    const start = performance.now();
    this.module._FinishBuild();
    return spent + performance.now() - start;
  }

  keystroke(text) { return this.withText(text, (at, length) => this.module._Keystroke(at, length) >>> 0); }
  time(text) {
    const start = performance.now();
    this.keystroke(text);
    return performance.now() - start;
  }
}

let engine;

export async function buildEngine(rows) {
  engine = await Engine.make();
  const ms = await engine.build(rows);
  const count = engine.module._RowCount();
  return { rows: count, rows_per_s: Math.round(count / ms * 1000), text_bytes_per_row: engine.module._TextBytes() / count,
    index_bytes_per_row: engine.module._IndexBytes() / count, facet_bytes_per_row: engine.module._FacetBytes() / count, wasm_bytes: engine.module.HEAPU8.length };
}

// Each query whole, as the first thing ever typed: the median of three. And every keystroke of typing it.
export function askEngine(queries) {
  return queries.map(({ kind, text }) => {
    let count = 0;
    const times = [0, 1, 2].map(() => {
      engine.module._Forget();
      const start = performance.now();
      count = engine.keystroke(text);
      return performance.now() - start;
    });
    const closing = performance.now();
    engine.module._FinishKeystroke();
    const close = count === 0 ? [performance.now() - closing] : [];
    const started = performance.now();
    engine.module._CountFacets();
    const facets = performance.now() - started;
    engine.module._Forget();
    const typed = [...text].map((_, i) => engine.time(text.slice(0, i + 1)));
    return { kind, text, count, ms: median(times), facets, typed, close };
  });
}

// Held against a plain scan of the same rows with the one Matcher.
export async function checkEngine(queries) {
  for (const { text } of queries) engine.withText(text, (at, length) => engine.module._AddCheck(at, length));
  engine.module._Rewind();
  const rows = engine.module._RowCount();
  let seen = 0;
  await engine.read(() => {
    engine.module._CheckRows(rows);
    return ++seen > 0;
  });
  return queries.map(({ kind, text }, i) => ({ kind, text, hits: engine.module._CountOfScan(i) >>> 0,
    missing: engine.module._CheckQuery(i, false), extra: engine.module._CheckQuery(i, true) }));
}

// --- peers ----------------------------------------------------------------------------------------
// Each is { build(texts), search(query) → row numbers }.

// Single characters and pairs of neighbours: what finds Chinese words in an index of whole words.
function grams(text) {
  const found = new Set();
  for (const part of text.split(/[\s\u001f]+/)) {
    for (let i = 0; i < part.length; ++i) {
      found.add(part[i]);
      if (i + 1 < part.length) found.add(part.slice(i, i + 2));
    }
  }
  return [...found];
}
function queryGrams(text) {
  const found = new Set();
  for (const part of text.split(/[\s\u001f]+/)) {
    if (part.length === 1) found.add(part);
    for (let i = 0; i + 1 < part.length; ++i) found.add(part.slice(i, i + 2));
  }
  return [...found];
}

const PEERS = {
  'Array.filter(includes)': () => {
    let texts;
    return {
      build(lines) { texts = lines; },
      search(query) {
        const terms = termsOf(query);
        const rows = [];
        texts.filter((text, row) => terms.every((term) => text.includes(term)) && rows.push(row));
        return rows;
      },
    };
  },
  'one string, indexOf': () => {
    let all, starts;
    return {
      build(lines) {
        starts = new Int32Array(lines.length + 1);
        let at = 0;
        lines.forEach((line, i) => { starts[i] = at; at += line.length + 1; });
        starts[lines.length] = at;
        all = `${lines.join('\n')}\n`;
        all.indexOf('\u0000');  // makes one flat string of it
      },
      search(query) {
        const [first, ...others] = termsOf(query);
        const rows = [];
        let row = 0;
        for (let at = all.indexOf(first); at >= 0; at = all.indexOf(first, starts[row])) {
          let low = row, high = starts.length - 1;
          while (low + 1 < high) {
            const middle = (low + high) >> 1;
            if (starts[middle] <= at) low = middle;
            else high = middle;
          }
          if (!others.length || others.every((term) => all.slice(starts[low], starts[low + 1]).includes(term))) rows.push(low);
          row = low + 1;
        }
        return rows;
      },
    };
  },
  'MiniSearch, bigrams': async () => {
    const { default: MiniSearch } = await import('./modules/minisearch/dist/es/index.js');
    const index = new MiniSearch({ fields: ['text'], tokenize: grams, processTerm: (term) => term,
      searchOptions: { tokenize: queryGrams, combineWith: 'AND' } });
    return {
      build(lines) { lines.forEach((text, id) => index.add({ id, text })); },
      search: (query) => index.search(query).map(({ id }) => id),
    };
  },
  'FlexSearch, bigrams': async () => {
    const { default: FlexSearch } = await import('./modules/flexsearch/dist/flexsearch.bundle.module.min.mjs');
    const index = new FlexSearch.Index({ tokenize: 'strict', encode: (text) => (text.includes('\u001f') ? grams : queryGrams)(text) });
    let rows = 0;
    return {
      build(lines) { lines.forEach((text, id) => index.add(id, text)); rows = lines.length; },
      search: (query) => index.search(query, { limit: rows }),
    };
  },
  'SQLite FTS5 trigram': async () => {
    const { default: load } = await import('./modules/@sqlite.org/sqlite-wasm/dist/index.mjs');
    const sqlite = await load({ print() {}, printErr() {} });
    const db = new sqlite.oo1.DB(':memory:');
    db.exec("CREATE VIRTUAL TABLE customer USING fts5(text, tokenize = 'trigram')");
    return {
      build(lines) {
        db.exec('BEGIN');
        const insert = db.prepare('INSERT INTO customer(rowid, text) VALUES (?, ?)');
        lines.forEach((text, i) => insert.bind([i, text]).stepReset());
        insert.finalize();
        db.exec('COMMIT');
      },
      // Three characters are the least a trigram can find; shorter terms are a scan.
      search(query) {
        const terms = termsOf(query);
        const isLong = terms.every((term) => [...term].length >= 3);
        const where = isLong ? 'customer MATCH ?' : terms.map(() => 'text LIKE ?').join(' AND ');
        const values = isLong ? [terms.map((term) => `"${term}"`).join(' ')] : terms.map((term) => `%${term}%`);
        return db.selectValues(`SELECT rowid FROM customer WHERE ${where}`, values);
      },
      bytes: () => sqlite.wasm.memory.buffer.byteLength,
    };
  },
};
export const peerNames = Object.keys(PEERS);

let peer, texts;

export async function loadTexts(rows) { texts = await textLines(rows); }

export async function buildPeer(name) {
  peer = await PEERS[name]();
  const start = performance.now();
  peer.build(texts);
  return { rows: texts.length, rows_per_s: Math.round(texts.length / (performance.now() - start) * 1000), own_bytes: peer.bytes?.() ?? 0 };
}

export function askPeer(queries) {
  return queries.map(({ kind, text }) => {
    const start = performance.now();
    const rows = peer.search(text);
    const ms = performance.now() - start;
    // What a reader of the texts finds: every term somewhere in them.
    const terms = termsOf(text);
    const truth = new Set();
    texts.forEach((line, row) => { if (terms.every((term) => line.includes(term))) truth.add(row); });
    let both = 0;
    for (const row of rows) both += truth.has(row) ? 1 : 0;
    return { kind, text, count: rows.length, ms, hits: truth.size, missing: truth.size - both, extra: rows.length - both };
  });
}
