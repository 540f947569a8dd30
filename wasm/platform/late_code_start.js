// In front of everything in kedang.js: loads kedang.wasm with placeholders for the functions of kedang.late.wasm, which
// comes later (ci/split_client.mjs, late_code.h).
var KedangLate = {
  isHere: false,
  loading: null,
  instantiate: function(imports, done) {
    // A slot of the table whose function is called before its code is there.
    imports['placeholder'] = new Proxy({}, {
      get: function(target, slot) {
        return function() {
          KedangLate.loadNow(slot);
          return wasmTable.get(Number(slot)).apply(null, arguments);
        };
      },
    });
    KedangLate.fetched(wasmBinaryFile, imports).then(function(result) { done(result.instance, result.module); }, abort);
    return {};
  },
  fetched: function(url, imports) {
    const get = function() { return fetch(url, {credentials: 'same-origin'}); };
    const whole = function() {
      return get().then(function(response) {
        if (!response.ok) throw new Error(url + ': ' + response.status);
        return response.arrayBuffer();
      }).then(function(bytes) { return WebAssembly.instantiate(bytes, imports); });
    };
    // Streaming is refused where a proxy changes the type of the file.
    return WebAssembly.instantiateStreaming ? WebAssembly.instantiateStreaming(get(), imports).catch(whole) : whole();
  },
  // Everything it needs is exported by kedang.wasm; making the instance puts its functions into the table.
  imports: function() { return {'primary': Module['asm']}; },
  url: function() { return KedangUrl.asset('kedang.late.wasm'); },
  load: function() {
    if (KedangLate.isHere) return Promise.resolve();
    if (!KedangLate.loading) {
      KedangLate.loading = KedangLate.fetched(KedangLate.url(), KedangLate.imports()).then(function() {
        KedangLate.isHere = true;
      });
      KedangLate.loading.catch(function() { KedangLate.loading = null; });
    }
    return KedangLate.loading;
  },
  // The page stands still meanwhile: right, and slow, for a function that wasm/late_code.txt should not name.
  loadNow: function(slot) {
    if (KedangLate.isHere) return;
    console.warn('kedang.late.wasm was needed early: slot ' + slot);
    const request = new XMLHttpRequest();
    request.open('GET', KedangLate.url(), false);
    request.overrideMimeType('text/plain; charset=x-user-defined');
    request.send();
    if (request.status !== 200) throw new Error(KedangLate.url() + ': ' + request.status);
    const text = request.responseText;
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; ++i) bytes[i] = text.charCodeAt(i) & 0xff;
    new WebAssembly.Instance(new WebAssembly.Module(bytes), KedangLate.imports());
    KedangLate.isHere = true;
  },
};
Module['instantiateWasm'] = KedangLate.instantiate;
