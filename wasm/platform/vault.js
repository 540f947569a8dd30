// What opens the rows that storage.js seals (vault.h). Two secrets of 32 random bytes a database: `cache` for what the server
// can give again, `unsent` for what it cannot. They are kept only wrapped, in the store "vault":
//   byServer  each by its half, which the server gives to whoever is signed in; a wipe destroys the half of the cache
//   pin       both, by the key made from the PIN and, around that, by the lease: a key the server gave for some days
// In memory are keys that cannot be exported.
mergeInto(LibraryManager.library, {
  $KedangVault__deps: ['$KedangHeap', '$KedangStorage'],
  $KedangVault: {
    rounds: 600000,
    tries: 10,
    pauseMs: 250,         // doubled from the fifth try on, before it is looked at: a reload does not shorten it
    slice: 16,            // rows rewritten in one transaction
    cached: ['base', 'conflicts'],
    isSealing: false,     // what is written is sealed from now on
    isWiped: false,       // what the server can give again is not written any more
    keepsNothing: false,  // no secure context and no leave to keep things in the clear
    isOpen: false,        // sealed rows can be read
    hasOther: false,      // rows in the other form may be there: sealed while not sealing, clear while sealing
    cacheKey: null,
    unsentKey: null,
    nameKey: null,
    shift: null,          // added to the numbers in names
    subtle: function() { return window.crypto && crypto.subtle; },
    hex: function(text) { return Uint8Array.from(text.match(/../g) || [], function(two) { return parseInt(two, 16); }); },
    utf8: function(text) { return new TextEncoder().encode(text); },

    // ---- sealing one thing: 12 bytes nonce, then AES-256-GCM ----
    seal: async function(key, bytes, about) {
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      const sealed = await crypto.subtle.encrypt({name: 'AES-GCM', iv: nonce, additionalData: KedangVault.utf8(about)}, key, bytes);
      const all = new Uint8Array(12 + sealed.byteLength);
      all.set(nonce);
      all.set(new Uint8Array(sealed), 12);
      return all;
    },
    unseal: async function(key, bytes, about) {
      return new Uint8Array(await crypto.subtle.decrypt(
          {name: 'AES-GCM', iv: bytes.subarray(0, 12), additionalData: KedangVault.utf8(about)}, key, bytes.subarray(12)));
    },
    // A key for one use, made from a secret.
    derive: async function(secret, use) {
      const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
      const way = {name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: KedangVault.utf8('kedang ' + use)};
      return use === 'names' ?
          crypto.subtle.deriveKey(way, base, {name: 'HMAC', hash: 'SHA-256', length: 256}, false, ['sign']) :
          crypto.subtle.deriveKey(way, base, {name: 'AES-GCM', length: 256}, false, ['encrypt', 'decrypt']);
    },
    pinKey: async function(pin, salt, rounds) {
      const base = await crypto.subtle.importKey('raw', KedangVault.utf8(pin.normalize('NFKC')), 'PBKDF2', false, ['deriveKey']);
      return crypto.subtle.deriveKey({name: 'PBKDF2', hash: 'SHA-256', salt: salt, iterations: rounds}, base,
                                     {name: 'AES-GCM', length: 256}, false, ['encrypt', 'decrypt']);
    },

    // ---- rows: names and values as storage.js keeps them ----
    keyOf: function(store) { return KedangVault.cached.includes(store) ? KedangVault.cacheKey : KedangVault.unsentKey; },
    mac: async function(text, length) {
      const mac = new Uint8Array(await crypto.subtle.sign('HMAC', KedangVault.nameKey, KedangVault.utf8(text)));
      return btoa(String.fromCharCode.apply(null, mac.subarray(0, length))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
    },
    groups: null,
    // '~', then what all keys with the same beginning up to '/' have in common.
    group: function(store, key) {
      const group = store + '|' + key.slice(0, key.indexOf('/') + 1);
      if (!KedangVault.groups.has(group)) KedangVault.groups.set(group, KedangVault.mac('group|' + group, 6));
      return KedangVault.groups.get(group).then(function(text) { return '~' + text; });
    },
    // Keys that end in a number of sixteen digits stay in its order, but do not tell it.
    name: async function(store, key) {
      const number = /(?:^|\/)([0-9a-f]{16})$/.exec(key);
      const order = number ? (BigInt('0x' + number[1]) + KedangVault.shift).toString(16).padStart(17, '0') : '';
      return (await KedangVault.group(store, key)) + order + (await KedangVault.mac('key|' + store + '|' + key, 16));
    },
    lock: async function(store, name, key, value) {
      const words = KedangVault.utf8(key);
      const all = new Uint8Array(2 + words.length + value.length);
      new DataView(all.buffer).setUint16(0, words.length, true);
      all.set(words, 2);
      all.set(value, 2 + words.length);
      return KedangVault.seal(KedangVault.keyOf(store), all, store + '|' + name);
    },
    unlock: async function(store, name, sealed) {
      const all = await KedangVault.unseal(KedangVault.keyOf(store), new Uint8Array(sealed), store + '|' + name);
      const size = new DataView(all.buffer).getUint16(0, true);
      return {key: new TextDecoder().decode(all.subarray(2, 2 + size)), value: all.slice(2 + size)};
    },

    // ---- the record that says all this ----
    load: async function() {
      const database = await KedangStorage.ready();
      return KedangStorage.promised(database.transaction(['vault']).objectStore('vault').get('vault'));
    },
    save: async function(record) {
      const database = await KedangStorage.ready();
      const transaction = database.transaction(['vault'], 'readwrite', {durability: 'strict'});
      const finished = KedangStorage.finish(transaction);
      transaction.objectStore('vault').put(record, 'vault');
      await finished;
      return record;
    },
    count: async function(store, range) {
      const database = await KedangStorage.ready();
      return KedangStorage.promised(database.transaction([store]).objectStore(store).count(range));
    },
    // The clock may have been set back; what was seen once is not forgotten.
    now: function(record) { return Math.max(Date.now(), record.seen || 0); },
    use: async function(cache, unsent) {
      KedangVault.cacheKey = await KedangVault.derive(cache, 'rows');
      KedangVault.unsentKey = await KedangVault.derive(unsent, 'rows');
      KedangVault.nameKey = await KedangVault.derive(unsent, 'names');
      KedangVault.groups = new Map();
      const shift = new Uint8Array(await crypto.subtle.sign('HMAC', KedangVault.nameKey, KedangVault.utf8('shift')));
      KedangVault.shift = new DataView(shift.buffer).getBigUint64(0, true) >> BigInt(1);
      KedangVault.isOpen = true;
    },
    dropPin: function(record, why) {
      record.lost = why;
      record.lostAt = Date.now();
      record.pin = null;
    },

    follow: function(mode) {
      KedangVault.isSealing = mode !== 'plain' && KedangVault.isOpen;
      KedangVault.keepsNothing = mode !== 'plain' && !KedangVault.isOpen;
      KedangVault.hasOther = true;
    },

    // ---- what the client asks for; each takes and gives an object ----
    ask: {
      facts: async function(given) {
        const record = await KedangVault.load();
        const waiting = await KedangVault.count('outbox') + await KedangVault.count('tray');
        const kept = await KedangVault.count('meta');
        if (record && record.pin && KedangVault.now(record) > record.pin.until) {
          KedangVault.dropPin(record, 'expired');
          await KedangVault.save(record);
        }
        const known = record || await KedangVault.save({device: given.device, mode: '', days: 0, seen: Date.now()});
        const sealed = known.byServer || known.pin;
        KedangNetwork.device = known.device;
        return {device: known.device, mode: known.mode || (kept > 0 ? 'plain' : ''), days: known.days, waiting: waiting,
                isSealed: Boolean(sealed), hasPin: Boolean(known.pin), left: known.pin ? known.pin.left : 0,
                until: known.pin ? known.pin.until : 0, lost: known.lost || '', lostAt: known.lostAt || 0,
                canSeal: Boolean(KedangVault.subtle())};
      },
      // With the server's halves: opens what is kept or begins anew, and does as the policy says from now on.
      open: async function(given) {
        const record = (await KedangVault.load()) || {device: given.device};
        record.mode = given.mode;
        record.days = given.days;
        record.seen = given.server_ms;
        let isCacheNew = false;
        if (KedangVault.subtle()) isCacheNew = await KedangVault.openSealed(record, given);
        isCacheNew = isCacheNew || record.lost === 'wiped';
        record.lost = '';
        await KedangVault.save(record);
        KedangVault.follow(given.mode);
        return {isCacheNew: isCacheNew, hasPin: Boolean(record.pin), until: record.pin ? record.pin.until : 0};
      },
      // Without the server. Counted before it is tried, so that a crash forgives nothing.
      unlock: async function(given) {
        const record = await KedangVault.load();
        const pin = record && record.pin;
        if (!pin) return {left: 0, lost: record && record.lost || ''};
        if (KedangVault.now(record) > pin.until) {
          KedangVault.dropPin(record, 'expired');
          await KedangVault.save(record);
          return {left: 0, lost: 'expired'};
        }
        --pin.left;
        record.seen = KedangVault.now(record);
        await KedangVault.save(record);
        const used = KedangVault.tries - pin.left;
        if (used > 4) await new Promise(function(done) { setTimeout(done, KedangVault.pauseMs << (used - 4)); });
        try {
          const key = await KedangVault.pinKey(given.pin, pin.salt, pin.rounds);
          const both = await KedangVault.unseal(key, await KedangVault.unseal(pin.lease, pin.sealed, 'lease'), 'pin');
          if (given.grant) await KedangVault.wrapBoth(record, both.slice(0, 32), both.slice(32), given.grant);
          else await KedangVault.use(both.slice(0, 32), both.slice(32));
          both.fill(0);
        } catch (error) {
          if (pin.left <= 0) {
            KedangVault.dropPin(record, 'pins');
            await KedangVault.save(record);
          }
          return {left: pin.left, lost: pin.left <= 0 ? 'pins' : ''};
        }
        pin.left = KedangVault.tries;
        await KedangVault.save(record);
        KedangVault.follow(record.mode);
        return {isOpen: true, until: pin.until};
      },
      // Sets or changes the PIN; the rows stay as they are.
      pin: async function(given) {
        const record = await KedangVault.load();
        const cache = await KedangVault.unwrap(record.byServer.cache, given.cache, 'cache');
        const unsent = await KedangVault.unwrap(record.byServer.unsent, given.unsent, 'unsent');
        const both = new Uint8Array(64);
        both.set(cache);
        both.set(unsent, 32);
        const salt = crypto.getRandomValues(new Uint8Array(16));
        const lease = await KedangVault.derive(KedangVault.hex(given.lease), 'lease');
        const inner = await KedangVault.seal(await KedangVault.pinKey(given.pin, salt, KedangVault.rounds), both, 'pin');
        both.fill(0);
        cache.fill(0);
        unsent.fill(0);
        record.pin = {salt: salt, rounds: KedangVault.rounds, sealed: await KedangVault.seal(lease, inner, 'lease'), lease: lease,
                      until: given.until_ms, left: KedangVault.tries};
        record.lost = '';
        await KedangVault.save(record);
        return {until: given.until_ms};
      },
      // Deletes what the server can give again, and every way to it; unsent edits stay, for their owner to open when signed in.
      wipe: async function() {
        const record = await KedangVault.load();
        const database = await KedangStorage.ready();
        if (record.byServer) record.byServer.cache = null;
        KedangVault.dropPin(record, 'wiped');
        const stores = ['base', 'conflicts', 'journal', 'vault'];
        const transaction = database.transaction(stores, 'readwrite', {durability: 'strict'});
        const finished = KedangStorage.finish(transaction);
        stores.slice(0, 3).forEach(function(store) { transaction.objectStore(store).clear(); });
        transaction.objectStore('vault').put(record, 'vault');
        KedangVault.isWiped = true;
        await finished;
        return {};
      },
      // Deletes what may not be kept any more, and the PIN with it.
      forget: async function() {
        const record = await KedangVault.load();
        const database = await KedangStorage.ready();
        record.pin = null;
        const stores = ['base', 'conflicts', 'journal', 'vault'];
        const transaction = database.transaction(stores, 'readwrite', {durability: 'strict'});
        const finished = KedangStorage.finish(transaction);
        stores.slice(0, 3).forEach(function(store) { transaction.objectStore(store).clear(); });
        transaction.objectStore('vault').put(record, 'vault');
        await finished;
        return {};
      },
      // Rewrites some rows that are not in the form they should have; says whether there may be more.
      sweep: async function() { return {hasMore: await KedangVault.sweep()}; },
    },

    unwrap: async function(sealed, half, name) {
      return KedangVault.unseal(await KedangVault.derive(KedangVault.hex(half), name + ' half'), sealed, name);
    },
    wrap: async function(secret, half, name) {
      return KedangVault.seal(await KedangVault.derive(KedangVault.hex(half), name + ' half'), secret, name);
    },
    wrapBoth: async function(record, cache, unsent, given) {
      record.byServer = {cache: await KedangVault.wrap(cache, given.cache, 'cache'),
                         unsent: await KedangVault.wrap(unsent, given.unsent, 'unsent')};
      await KedangVault.use(cache, unsent);
      cache.fill(0);
      unsent.fill(0);
    },
    // True: the rows of the cache, if there were any, are lost and deleted.
    openSealed: async function(record, given) {
      const by = record.byServer || {};
      const none = function() { return null; };
      let isCacheNew = false;
      if (by.unsent || given.mode !== 'plain') {
        let unsent = by.unsent ? await KedangVault.unwrap(by.unsent, given.unsent, 'unsent').catch(none) : null;
        // Another server, or one put up anew: the PIN opens what is here and gives it to that one. Without a PIN it stays
        // closed, edits included, and is shown as damaged.
        if (by.unsent && !unsent && record.pin) throw new DOMException('foreign', 'DataError');
        if (by.unsent && !unsent) record.older = (record.older || []).concat([by]);
        let cache = by.cache && unsent ? await KedangVault.unwrap(by.cache, given.cache, 'cache').catch(none) : null;
        if (!cache) {
          isCacheNew = Boolean(by.unsent);
          if (isCacheNew) await KedangVault.dropSealed();
          cache = crypto.getRandomValues(new Uint8Array(32));
          record.pin = null;  // it opens another key
        }
        await KedangVault.wrapBoth(record, cache, unsent || crypto.getRandomValues(new Uint8Array(32)), given);
      }
      if (record.pin && given.mode === 'encrypted') {
        const inner = await KedangVault.unseal(record.pin.lease, record.pin.sealed, 'lease');
        record.pin.lease = await KedangVault.derive(KedangVault.hex(given.lease), 'lease');
        record.pin.sealed = await KedangVault.seal(record.pin.lease, inner, 'lease');
        record.pin.until = given.until_ms;
        record.pin.left = KedangVault.tries;
      } else {
        record.pin = null;
      }
      return isCacheNew;
    },
    dropSealed: async function() {
      const database = await KedangStorage.ready();
      const transaction = database.transaction(KedangVault.cached, 'readwrite');
      const finished = KedangStorage.finish(transaction);
      KedangVault.cached.forEach(function(store) { transaction.objectStore(store).delete(IDBKeyRange.lowerBound('~')); });
      return finished;
    },

    // ---- for storage.js ----
    // What a step becomes in the form of today; a row in the other form goes in the same transaction.
    prepare: async function(step) {
      if (KedangVault.isWiped && step.kind === 0 && ['base', 'conflicts', 'journal'].includes(step.store)) return [];
      if (KedangVault.keepsNothing && step.kind === 0) {
        if (step.store === 'files') throw new DOMException('nothing is kept here', 'InvalidStateError');
        return [];
      }
      if (!KedangVault.isOpen || step.kind === 2) return [step];
      const name = step.key[0] === '~' ? step.key : await KedangVault.name(step.store, step.key);
      const without = function(key) { return {kind: 1, store: step.store, key: key}; };
      if (step.kind === 1) return KedangVault.hasOther ? [without(step.key), without(name)] : [without(name)];
      if (!KedangVault.isSealing) return [step, without(name)];
      const put = {kind: 0, store: step.store, key: name, value: await KedangVault.lock(step.store, name, step.key, step.value)};
      return KedangVault.hasOther ? [put, without(step.key)] : [put];
    },
    beginning: function(store, prefix) {
      if (!prefix) return Promise.resolve('~');
      return prefix.indexOf('/') === prefix.length - 1 ? KedangVault.group(store, prefix) : KedangVault.name(store, prefix);
    },
    // A row that does not open is handed out under its name, for the client to say that it is damaged.
    read: function(store, row) {
      return KedangVault.unlock(store, row.key, row.value).catch(function() {
        if (store === 'meta' || store === 'conflicts') {
          KedangStorage.inTurn(function(database) { return KedangStorage.put(database, [{kind: 1, store: store, key: row.key}]); });
        }
        return {key: row.key, value: new Uint8Array(row.value)};
      });
    },
    sweep: async function() {
      if (!KedangVault.isOpen || !KedangVault.hasOther) return false;
      const database = await KedangStorage.ready();
      const isSealing = KedangVault.isSealing;
      const range = isSealing ? IDBKeyRange.upperBound('~', true) : IDBKeyRange.lowerBound('~');
      for (const name of KedangStorage.stores.slice(0, -1)) {
        const store = database.transaction([name], 'readonly').objectStore(name);
        const both = [KedangStorage.promised(store.getAllKeys(range, KedangVault.slice)),
                      KedangStorage.promised(store.getAll(range, KedangVault.slice))];
        const keys = await both[0];
        const values = await both[1];
        if (keys.length === 0) continue;
        const steps = await Promise.all(keys.map(async function(key, i) {
          const value = new Uint8Array(values[i]);
          if (isSealing) return KedangVault.prepare({kind: 0, store: name, key: key, value: value});
          const row = await KedangVault.read(name, {key: key, value: value});
          const clear = row.key === key ? 'damaged' + key.slice(1) : row.key;
          return [{kind: 0, store: name, key: clear, value: row.value}, {kind: 1, store: name, key: key}];
        }));
        await KedangStorage.put(database, steps.flat());
        return true;
      }
      KedangVault.hasOther = false;
      if (!isSealing) KedangVault.isOpen = false;
      return false;
    },
  },
  kedang_vault_ask__deps: ['$KedangVault', '$KedangStorage', '$KedangNetwork', '$KedangHeap'],
  kedang_vault_ask: function(number, name, nameSize, given, givenSize) {
    const ask = KedangVault.ask[KedangHeap.text(name, nameSize)];
    const object = JSON.parse(KedangHeap.text(given, givenSize));
    KedangStorage.inTurn(function() { return ask(object); }).then(function(answer) { return answer; }, function(error) {
      return {failure: String(error && (error.message || error.name) || error)};
    }).then(function(answer) {
      KedangHeap.lendText(JSON.stringify(answer), function(pointer, size) { _kedang_vault_answer(number, pointer, size); });
    });
  },
});
