// Canvas size, safe areas, on-screen keyboard, system preferences and the life of the WebGL2 context.
mergeInto(LibraryManager.library, {
  $KedangWindow__deps: ['$KedangFrame'],
  $KedangWindow: {
    canvas: null,
    cursor: '',
    install: function() {
      const canvas = KedangWindow.canvas = document.getElementById('canvas');
      canvas.addEventListener('webglcontextlost', function(event) {
        event.preventDefault();  // or the browser never restores it
        KedangFrame.paused = true;
        _kedang_window_context_lost();
      });
      canvas.addEventListener('webglcontextrestored', function() {
        KedangFrame.paused = false;
        _kedang_window_context_restored();
      });
      const changed = function() { _kedang_window_size_changed(); };
      addEventListener('resize', changed);
      if (window.visualViewport) {
        visualViewport.addEventListener('resize', changed);
        visualViewport.addEventListener('scroll', changed);
      }
      const preferred = function() { _kedang_window_preferences_changed(); };
      ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)', '(pointer: coarse)']
          .forEach(function(query) { matchMedia(query).addEventListener('change', preferred); });
      KedangWindow.watchRatio();
    },
    // A ratio has no event of its own: watch for leaving the present one.
    watchRatio: function() {
      matchMedia('(resolution: ' + devicePixelRatio + 'dppx)').addEventListener('change', function() {
        _kedang_window_size_changed();
        KedangWindow.watchRatio();
      }, {once: true});
    },
    // Safe areas are only known to CSS: the probe's paddings are env(safe-area-inset-*).
    measure: function() {
      const viewport = window.visualViewport;
      const scale = viewport ? viewport.scale : 1;
      // Pinch zoom also shrinks the visual viewport; only an unzoomed shrink is a keyboard.
      const height = viewport && scale === 1 ? Math.min(innerHeight, viewport.height) : innerHeight;
      const probe = getComputedStyle(document.getElementById('safe-area'));
      const inset = function(side) { return parseFloat(probe.getPropertyValue('padding-' + side)) || 0; };
      const isKeyboard = innerHeight - height > 120;
      return [innerWidth, height, devicePixelRatio || 1, inset('top'), inset('right'),
              isKeyboard ? 0 : inset('bottom'), inset('left'), isKeyboard ? 1 : 0];
    },
    preferences: function() {
      const is = function(query) { return matchMedia(query).matches; };
      const platform = navigator.platform || '';
      // iPads say they are Macs, but no Mac has a touch screen.
      const isIos = /^(iPhone|iPad|iPod)/.test(platform) || (/^Mac/.test(platform) && navigator.maxTouchPoints > 1);
      return (is('(prefers-color-scheme: dark)') ? 1 : 0) | (is('(prefers-reduced-motion: reduce)') ? 2 : 0) |
          (is('(pointer: coarse)') ? 4 : 0) | (/^(Mac|iPhone|iPad|iPod)/.test(platform) ? 8 : 0) |
          (isSecureContext ? 16 : 0) | (isIos ? 32 : 0) |
          (is('(display-mode: standalone)') || navigator.standalone === true ? 64 : 0);
    },
  },
  kedang_window_install__deps: ['$KedangWindow'],
  kedang_window_install: function() { KedangWindow.install(); },
  kedang_window_measure__deps: ['$KedangWindow'],
  kedang_window_measure: function(out) { HEAPF32.set(KedangWindow.measure(), out >> 2); },
  kedang_window_resize__deps: ['$KedangWindow'],
  kedang_window_resize: function(width, height, cssWidth, cssHeight) {
    const canvas = KedangWindow.canvas;
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = cssWidth + 'px';
    canvas.style.height = cssHeight + 'px';
  },
  kedang_window_preferences__deps: ['$KedangWindow'],
  kedang_window_preferences: function() { return KedangWindow.preferences(); },
  kedang_window_cursor__deps: ['$KedangWindow', '$KedangHeap'],
  kedang_window_cursor: function(name, size) {
    const cursor = KedangHeap.text(name, size);
    if (cursor === KedangWindow.cursor) return;
    KedangWindow.cursor = cursor;
    document.getElementById('root').style.cursor = cursor;
  },
  kedang_window_language__deps: ['$KedangHeap'],
  kedang_window_language: function(language, size) {
    document.documentElement.lang = KedangHeap.text(language, size);
  },
  kedang_window_title__deps: ['$KedangHeap'],
  kedang_window_title: function(title, size) { document.title = KedangHeap.text(title, size); },
  kedang_window_color: function(red, green, blue) {
    const color = 'rgb(' + red + ',' + green + ',' + blue + ')';
    const meta = document.querySelector('meta[name=theme-color]');
    if (meta) meta.content = color;
    document.documentElement.style.backgroundColor = color;
  },
  kedang_window_ready: function() {
    // The page's waiting sign goes when the first frame is there.
    document.documentElement.classList.add('is-ready');
  },
  kedang_window_failed: function() {
    document.documentElement.classList.add('is-failed');
  },
  kedang_window_unsupported: function() {
    document.documentElement.classList.add('is-unsupported');
  },
});
