// What first_load.mjs runs in the browser for the databases it compares with; bundled with them.
import PouchDB from 'pouchdb-browser';
import { createRxDatabase } from 'rxdb/plugins/core';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';

const PIECE = 1000;

const LOADERS = {
  async PouchDB() {
    const database = new PouchDB('rows', { auto_compaction: true });
    return {
      put: (rows) => database.bulkDocs(rows.map((row) => ({ _id: row.id, ...row }))),
      get: (id) => database.get(id),
    };
  },
  async RxDB(rows) {
    const database = await createRxDatabase({ name: 'rows', storage: getRxStorageDexie(), multiInstance: false });
    const keys = new Set(rows.flatMap(Object.keys));
    const properties = Object.fromEntries([...keys].map((key) => [key, {}]));
    properties.id = { type: 'string', maxLength: 40 };
    const { records } = await database.addCollections({ records: { schema: { version: 0, primaryKey: 'id', type: 'object', properties } } });
    return {
      put: async (piece) => {
        const { error } = await records.bulkInsert(piece);
        if (error.length > 0) throw new Error(`RxDB refuses ${error.length} rows`);
      },
      get: (id) => records.findOne(id).exec(),
    };
  },
};

const flat = ({ id, created_at, changed_at, fields }) => ({ id, created_at, changed_at, ...fields });

window.loadInto = async (name, count) => {
  const lines = (await (await fetch('/rows')).text()).split('\n').filter(Boolean).slice(0, count);
  const rows = lines.map((line) => flat(JSON.parse(line)));
  const database = await LOADERS[name](rows.slice(0, PIECE));
  const started = performance.now();
  for (let at = 0; at < rows.length; at += PIECE) await database.put(rows.slice(at, at + PIECE));
  const stored = performance.now() - started;
  if (!await database.get(rows.at(-1).id)) throw new Error(`${name} has lost a row`);
  return { rows: rows.length, stored };
};
