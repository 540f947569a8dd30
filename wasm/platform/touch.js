// One finger's way over the canvas, told to C++ as it happens; more fingers belong to the browser.
mergeInto(LibraryManager.library, {
  $KedangTouch__deps: ['$KedangAgent', '$KedangMirror'],
  $KedangTouch: {
    holdMs: 500,
    timer: 0,
    finger: -1,
    install: function() {
      const root = document.getElementById('root');
      const options = {passive: false};
      const own = function(event) {
        for (const touch of event.changedTouches) if (touch.identifier === KedangTouch.finger) return touch;
        return null;
      };
      root.addEventListener('touchstart', function(event) {
        if (event.touches.length > 1) {
          KedangTouch.cancel();
          return;
        }
        event.preventDefault();
        const touch = event.changedTouches[0];
        KedangTouch.finger = touch.identifier;
        KedangMirror.notePointer();
        _kedang_touch_start(touch.clientX, touch.clientY, event.timeStamp);
        clearTimeout(KedangTouch.timer);
        KedangTouch.timer = setTimeout(function() { _kedang_touch_hold(); }, KedangTouch.holdMs);
      }, options);
      root.addEventListener('touchmove', function(event) {
        const touch = own(event);
        if (!touch) return;
        event.preventDefault();
        _kedang_touch_move(touch.clientX, touch.clientY, event.timeStamp);
      }, options);
      root.addEventListener('touchend', function(event) {
        if (!own(event)) return;
        event.preventDefault();
        clearTimeout(KedangTouch.timer);
        KedangTouch.finger = -1;
        KedangAgent.commit();
        // Frames are drawn in here: focus() still counts as the person's gesture.
        _kedang_touch_end(event.timeStamp);
      }, options);
      root.addEventListener('touchcancel', function() { KedangTouch.cancel(); });
    },
    cancel: function() {
      clearTimeout(KedangTouch.timer);
      if (KedangTouch.finger === -1) return;
      KedangTouch.finger = -1;
      _kedang_touch_cancel();
    },
  },
  kedang_touch_install__deps: ['$KedangTouch'],
  kedang_touch_install: function() { KedangTouch.install(); },
});
