// An EventSource that is opened anew by our own clock: the browser's own retry gives up for ever on an
// HTTP error and comes back from all clients at the same moment after a restart.
mergeInto(LibraryManager.library, {
  $KedangWake__deps: ['$KedangHeap'],
  $KedangWake: {
    firstMs: 1000,
    longestMs: 60000,
    path: '',
    source: null,
    timer: 0,
    delayMs: 0,
    isConnected: false,
    isWatching: false,
    open: function(path) {
      KedangWake.close();
      KedangWake.path = path;
      KedangWake.delayMs = KedangWake.firstMs;
      KedangWake.connect();
      if (KedangWake.isWatching) return;
      KedangWake.isWatching = true;
      addEventListener('online', function() {
        if (KedangWake.path && !KedangWake.isConnected) KedangWake.connect();
      });
    },
    close: function() {
      KedangWake.path = '';
      KedangWake.drop();
    },
    drop: function() {
      clearTimeout(KedangWake.timer);
      if (KedangWake.source) KedangWake.source.close();
      KedangWake.source = null;
      KedangWake.tell(false);
    },
    tell: function(isConnected) {
      if (KedangWake.isConnected === isConnected) return;
      KedangWake.isConnected = isConnected;
      _kedang_wake_connection(isConnected ? 1 : 0);
    },
    connect: function() {
      KedangWake.drop();
      const source = KedangWake.source = new EventSource(KedangWake.path);
      source.onopen = function() {
        KedangWake.delayMs = KedangWake.firstMs;
        KedangWake.tell(true);
      };
      const woken = function(event) {
        KedangHeap.lendText(event.type, function(pointer, size) { _kedang_wake_event(pointer, size); });
      };
      source.onmessage = woken;
      // A sign-out is noticed by asking, too.
      ['change', 'presence', 'signout'].forEach(function(name) { source.addEventListener(name, woken); });
      source.onerror = function() {
        KedangWake.drop();
        if (!KedangWake.path) return;
        KedangWake.timer = setTimeout(KedangWake.connect, KedangWake.delayMs * (0.5 + Math.random()));
        KedangWake.delayMs = Math.min(2 * KedangWake.delayMs, KedangWake.longestMs);
      };
    },
  },
  kedang_wake_open__deps: ['$KedangWake', '$KedangHeap'],
  kedang_wake_open: function(path, size) { KedangWake.open(KedangHeap.text(path, size)); },
  kedang_wake_close__deps: ['$KedangWake'],
  kedang_wake_close: function() { KedangWake.close(); },
});
