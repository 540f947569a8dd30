// fetch with a deadline, and the browser's online and offline events.
mergeInto(LibraryManager.library, {
  $KedangNetwork__deps: ['$KedangHeap'],
  $KedangNetwork: {
    device: '',            // which one this is, once it is known
    running: null,         // number → AbortController
    send: function(number, method, path, type, body, timeoutMs) {
      if (!KedangNetwork.running) KedangNetwork.running = new Map();
      const controller = new AbortController();
      KedangNetwork.running.set(number, controller);
      let isLate = false;
      const timer = timeoutMs > 0 ? setTimeout(function() { isLate = true; controller.abort(); }, timeoutMs) : 0;
      const headers = {'X-Kedang': '1'};
      if (KedangNetwork.device) headers['X-Kedang-Device'] = KedangNetwork.device;
      if (body) headers['Content-Type'] = type;
      const options = {method: method, headers: headers, credentials: 'same-origin', redirect: 'error',
                       signal: controller.signal};
      // Assets are cached by their hashed names; data never.
      if (!path.startsWith('/a/')) options.cache = 'no-store';
      if (body) options.body = body;
      fetch(path, options).then(function(response) {
        return response.arrayBuffer().then(function(bytes) {
          const after = Number(response.headers.get('Retry-After')) || 0;
          return {failure: 0, status: response.status, after: after, bytes: new Uint8Array(bytes)};
        });
      }).then(null, function() {
        return {failure: isLate ? 2 : controller.signal.aborted ? 3 : 1, status: 0, after: 0, bytes: new Uint8Array(0)};
      }).then(function(answer) {
        clearTimeout(timer);
        KedangNetwork.running.delete(number);
        KedangHeap.lendBytes(answer.bytes, function(pointer, size) {
          _kedang_network_answer(number, answer.failure, answer.status, answer.after, pointer, size);
        });
      });
    },
  },
  kedang_network_send__deps: ['$KedangNetwork', '$KedangHeap'],
  kedang_network_send: function(number, method, methodSize, path, pathSize, type, typeSize, body, bodySize, timeoutMs) {
    KedangNetwork.send(number, KedangHeap.text(method, methodSize), KedangHeap.text(path, pathSize),
                       KedangHeap.text(type, typeSize), bodySize > 0 ? KedangHeap.bytes(body, bodySize) : null, timeoutMs);
  },
  kedang_network_abort__deps: ['$KedangNetwork'],
  kedang_network_abort: function(number) {
    const controller = KedangNetwork.running && KedangNetwork.running.get(number);
    if (controller) controller.abort();
  },
  kedang_network_is_online: function() { return navigator.onLine ? 1 : 0; },
  kedang_network_watch: function() {
    addEventListener('online', function() { _kedang_network_online(1); });
    addEventListener('offline', function() { _kedang_network_online(0); });
  },
});
