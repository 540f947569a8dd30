// IndexedDB. Rows are read some dozens at a time, so that a store of any size passes through without a second copy of it
// all. What is sealed, and how, is vault.js's.
mergeInto(LibraryManager.library, {
  $KedangStorage__deps: ['$KedangHeap'],
  $KedangStorage: {
    // In the order of StoreName; never renamed, new ones raise the version.
    stores: ['base', 'outbox', 'journal', 'meta', 'tray', 'conflicts', 'files', 'vault'],
    version: 3,
    batch: 64,
    name: '',
    database: null,        // a promise of the open database
    deletion: null,        // a promise of the last deletion's end
    connect: function() {
      return new Promise(function(resolve, reject) {
        if (!window.indexedDB) throw new DOMException('no IndexedDB', 'InvalidStateError');
        const request = indexedDB.open(KedangStorage.name, KedangStorage.version);
        request.onupgradeneeded = function() {
          KedangStorage.stores.forEach(function(store) {
            if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store);
          });
        };
        request.onerror = function() { reject(request.error); };
        request.onsuccess = function() {
          const database = request.result;
          const reopen = function() { KedangStorage.database = null; };
          // Another tab deletes or upgrades: let it, and open anew at the next call.
          database.onversionchange = function() { database.close(); reopen(); };
          database.onclose = reopen;
          resolve(database);
        };
      });
    },
    ready: function() {
      if (!KedangStorage.database) {
        KedangStorage.database = KedangStorage.deletion ? KedangStorage.deletion.then(KedangStorage.connect) :
            KedangStorage.connect();
      }
      return KedangStorage.database;
    },
    // 0 ok, 1 quota, 2 not available, 3 anything else.
    codeOf: function(error) {
      const name = error && error.name;
      if (name === 'QuotaExceededError') return 1;
      return ['InvalidStateError', 'SecurityError', 'NotFoundError', 'UnknownError'].includes(name) ? 2 : 3;
    },
    answer: function(number, error) {
      const text = error ? String(error.message || error.name || error) : '';
      KedangHeap.lendText(text, function(pointer, size) {
        _kedang_storage_done(number, error ? KedangStorage.codeOf(error) : 0, pointer, size);
      });
    },
    turn: null,            // a promise of the last call's end: sealing takes its time, the order stays
    // One after the other, whatever became of those before.
    inTurn: function(work) {
      const result = (KedangStorage.turn || Promise.resolve()).then(KedangStorage.ready).then(work);
      KedangStorage.turn = result.then(null, function() {});
      return result;
    },
    run: function(number, work) {
      KedangStorage.inTurn(work).then(function() { return null; }, function(error) { return error || new Error(); })
          .then(function(error) {
            if (error && KedangStorage.codeOf(error) === 2) KedangStorage.database = null;
            KedangStorage.answer(number, error);
          });
    },
    promised: function(request) {
      return new Promise(function(resolve, reject) {
        request.onsuccess = function() { resolve(request.result); };
        request.onerror = function() { reject(request.error); };
      });
    },
    finish: function(transaction) {
      return new Promise(function(resolve, reject) {
        transaction.oncomplete = function() { resolve(); };
        transaction.onabort = transaction.onerror = function() {
          reject(transaction.error || new DOMException('aborted', 'AbortError'));
        };
      });
    },
    // Steps as bytes: kind, store, key length, value length (each u32), key, value. Values are copied out of them.
    steps: function(bytes) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      const steps = [];
      let at = 0;
      while (at < bytes.length) {
        const keySize = view.getUint32(at + 8, true);
        const valueSize = view.getUint32(at + 12, true);
        const key = at + 16;
        const value = key + keySize;
        steps.push({
          kind: view.getUint32(at, true),
          store: KedangStorage.stores[view.getUint32(at + 4, true)],
          key: new TextDecoder().decode(bytes.subarray(key, value)),
          value: bytes.slice(value, value + valueSize),
        });
        at = value + valueSize;
      }
      return steps;
    },
    write: async function(database, steps) {
      return KedangStorage.put(database, (await Promise.all(steps.map(KedangVault.prepare))).flat());
    },
    put: function(database, steps) {
      const names = Array.from(new Set(steps.map(function(step) { return step.store; })));
      if (names.length === 0) return Promise.resolve();
      const transaction = database.transaction(names, 'readwrite', {durability: 'strict'});
      const finished = KedangStorage.finish(transaction);
      try {
        steps.forEach(function(step) {
          const store = transaction.objectStore(step.store);
          if (step.kind === 0) store.put(step.value, step.key);
          else if (step.kind === 1) store.delete(step.key);
          else store.clear();
        });
      } catch (error) {
        transaction.abort();
        return finished.then(null, function() { throw error; });
      }
      return finished;
    },
    // Keys are ASCII: nothing that begins with the prefix comes behind it with the last character added.
    read: async function(database, name, prefix, number) {
      const rows = function(first, end, use) {
        return KedangStorage.scan(database, name, IDBKeyRange.bound(first, end, false, true), use);
      };
      await rows(prefix, prefix ? prefix + '\uffff' : '~', function(found) {
        found.forEach(function(row) { KedangStorage.row(number, row.key, row.value); });
      });
      if (!KedangVault.isOpen) return;
      const first = await KedangVault.beginning(name, prefix);
      await rows(first, first + '\uffff', async function(found) {
        for (const row of await Promise.all(found.map(function(row) { return KedangVault.read(name, row); }))) {
          KedangStorage.row(number, row.key, row.value);
        }
      });
    },
    // Some dozens at a time, each in a transaction of its own: one does not wait for what is done with them.
    scan: async function(database, name, range, use) {
      for (let left = range; left;) {
        const store = database.transaction([name], 'readonly').objectStore(name);
        const both = [KedangStorage.promised(store.getAllKeys(left, KedangStorage.batch)),
                      KedangStorage.promised(store.getAll(left, KedangStorage.batch))];
        const keys = await both[0];
        const values = await both[1];
        await use(keys.map(function(key, i) { return {key: key, value: values[i]}; }));
        const last = keys[keys.length - 1];
        left = keys.length < KedangStorage.batch ? null : IDBKeyRange.bound(last, range.upper, true, true);
      }
    },
    row: function(number, key, value) {
      KedangHeap.lendText(String(key), function(keyPointer, keySize) {
        KedangHeap.lendBytes(new Uint8Array(value), function(pointer, size) {
          _kedang_storage_row(number, keyPointer, keySize, pointer, size);
        });
      });
    },
    remove: function(number) {
      const removed = KedangStorage.ready().then(function(database) {
        database.close();
        return new Promise(function(resolve, reject) {
          const request = indexedDB.deleteDatabase(KedangStorage.name);
          request.onsuccess = function() { resolve(); };
          request.onerror = function() { reject(request.error); };
        });
      });
      // Later calls open a new database, after this one is gone.
      KedangStorage.deletion = removed.then(null, function() {});
      KedangStorage.database = null;
      removed.then(function() { return null; }, function(error) { return error || new Error(); })
          .then(function(error) { KedangStorage.answer(number, error); });
    },
    facts: function(number, isAsked) {
      const manager = navigator.storage;
      const persisted = !manager || !manager.persisted ? Promise.resolve(false) :
          isAsked && manager.persist ? manager.persist() : manager.persisted();
      const estimate = manager && manager.estimate ? manager.estimate() : Promise.resolve({});
      const safe = function(promise, otherwise) { return promise.then(null, function() { return otherwise; }); };
      Promise.all([safe(persisted, false), safe(estimate, {})]).then(function(answers) {
        _kedang_storage_facts(number, answers[0] ? 1 : 0, answers[1].usage || 0, answers[1].quota || 0);
      });
    },
  },
  kedang_storage_open__deps: ['$KedangStorage', '$KedangHeap'],
  kedang_storage_open: function(number, name, size) {
    KedangStorage.name = KedangHeap.text(name, size);
    KedangStorage.run(number, function() {});
  },
  kedang_storage_write__deps: ['$KedangStorage', '$KedangVault', '$KedangHeap'],
  kedang_storage_write: function(number, steps, size) {
    const list = KedangStorage.steps(HEAPU8.subarray(steps, steps + size));
    KedangStorage.run(number, function(database) { return KedangStorage.write(database, list); });
  },
  kedang_storage_read__deps: ['$KedangStorage', '$KedangVault', '$KedangHeap'],
  kedang_storage_read: function(number, store, prefix, size) {
    const beginning = KedangHeap.text(prefix, size);
    KedangStorage.run(number, function(database) {
      return KedangStorage.read(database, KedangStorage.stores[store], beginning, number);
    });
  },
  kedang_storage_remove__deps: ['$KedangStorage'],
  kedang_storage_remove: function(number) { KedangStorage.remove(number); },
  kedang_storage_ask_facts__deps: ['$KedangStorage'],
  kedang_storage_ask_facts: function(number, isAsked) { KedangStorage.facts(number, isAsked !== 0); },
});
