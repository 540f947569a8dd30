// Leader election by a Web Lock that is never let go, and a BroadcastChannel.
mergeInto(LibraryManager.library, {
  $KedangTabs__deps: ['$KedangHeap'],
  $KedangTabs: {
    channel: null,
    join: function() {
      if (window.BroadcastChannel) {
        KedangTabs.channel = new BroadcastChannel('kedang');
        KedangTabs.channel.onmessage = function(event) {
          if (!(event.data instanceof Uint8Array)) return;
          KedangHeap.lendBytes(event.data, function(pointer, size) { _kedang_tabs_message(pointer, size); });
        };
      }
      if (!navigator.locks) {
        setTimeout(function() { _kedang_tabs_lead(); }, 0);
        return;
      }
      navigator.locks.request('kedang-leader', function() {
        _kedang_tabs_lead();
        return new Promise(function() {});
      });
    },
  },
  kedang_tabs_join__deps: ['$KedangTabs'],
  kedang_tabs_join: function() { KedangTabs.join(); },
  kedang_tabs_tell__deps: ['$KedangTabs', '$KedangHeap'],
  kedang_tabs_tell: function(message, size) {
    if (KedangTabs.channel) KedangTabs.channel.postMessage(KedangHeap.bytes(message, size));
  },
});
