// requestAnimationFrame and the timer behind it. A hidden page draws nothing; it catches up when seen.
mergeInto(LibraryManager.library, {
  $KedangFrame__deps: [],
  $KedangFrame: {
    scheduled: false,
    timer: 0,
    timerAt: 0,            // 0: no timer runs; Emscripten writes what JSON cannot hold, like Infinity, as null
    // Context loss stops drawing until the context is restored.
    paused: false,
    request: function() {
      if (KedangFrame.scheduled) return;
      KedangFrame.scheduled = true;
      requestAnimationFrame(KedangFrame.run);
    },
    run: function() {
      KedangFrame.scheduled = false;
      if (document.hidden || KedangFrame.paused) return;
      _kedang_frame();
    },
    // A message comes at once, where nested timers wait four milliseconds, in a hidden page a second.
    channel: null,
    post: function() {
      if (!KedangFrame.channel) {
        KedangFrame.channel = new MessageChannel();
        KedangFrame.channel.port1.onmessage = function() { _kedang_frame_soon(); };
      }
      KedangFrame.channel.port2.postMessage(0);
    },
    requestAt: function(delayMs) {
      const at = performance.now() + delayMs;
      if (KedangFrame.timerAt > 0 && at >= KedangFrame.timerAt) return;
      clearTimeout(KedangFrame.timer);
      KedangFrame.timerAt = at;
      KedangFrame.timer = setTimeout(function() {
        KedangFrame.timerAt = 0;
        KedangFrame.request();
      }, delayMs);
    },
  },
  kedang_frame_request__deps: ['$KedangFrame'],
  kedang_frame_request: function() { KedangFrame.request(); },
  kedang_frame_request_at__deps: ['$KedangFrame'],
  kedang_frame_request_at: function(delayMs) { KedangFrame.requestAt(delayMs); },
  kedang_frame_is_paused__deps: ['$KedangFrame'],
  kedang_frame_is_paused: function() { return KedangFrame.paused ? 1 : 0; },
  kedang_frame_watch__deps: ['$KedangFrame'],
  kedang_frame_post__deps: ['$KedangFrame'],
  kedang_frame_post: function() { KedangFrame.post(); },
  kedang_frame_watch: function() {
    document.addEventListener('visibilitychange', function() {
      if (!document.hidden) KedangFrame.request();
    });
  },
});
