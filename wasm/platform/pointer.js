// Mouse, pen and wheel. Listens on the whole application root, so that the mirror's elements lying over
// the canvas pass everything on.
mergeInto(LibraryManager.library, {
  $KedangPointer__deps: ['$KedangAgent', '$KedangMirror'],
  $KedangPointer: {
    install: function() {
      const root = document.getElementById('root');
      const isTouch = function(event) { return event.pointerType === 'touch'; };
      root.addEventListener('pointermove', function(event) {
        if (!isTouch(event)) _kedang_pointer_move(event.clientX, event.clientY, event.pointerType === 'pen' ? 1 : 0);
      });
      root.addEventListener('pointerdown', function(event) {
        if (isTouch(event)) return;
        KedangMirror.notePointer();
        KedangAgent.commit();
        if (root.setPointerCapture) root.setPointerCapture(event.pointerId);
        _kedang_pointer_move(event.clientX, event.clientY, event.pointerType === 'pen' ? 1 : 0);
        _kedang_pointer_button(event.button, 1);
      });
      const up = function(event) {
        if (!isTouch(event)) _kedang_pointer_button(event.button < 0 ? 0 : event.button, 0);
      };
      root.addEventListener('pointerup', up);
      root.addEventListener('pointercancel', up);
      root.addEventListener('pointerleave', function(event) {
        if (!isTouch(event) && event.buttons === 0) _kedang_pointer_leave();
      });
      // Keeps the focus in the text agent, and the browser from selecting or dragging.
      root.addEventListener('mousedown', function(event) { event.preventDefault(); });
      root.addEventListener('contextmenu', function(event) { event.preventDefault(); });
      root.addEventListener('wheel', function(event) {
        if (event.ctrlKey) return;  // the browser's zoom
        event.preventDefault();
        const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? innerHeight : 1;  // lines, pages, pixels
        _kedang_pointer_wheel(-event.deltaX * unit, -event.deltaY * unit);
      }, {passive: false});
    },
  },
  kedang_pointer_install__deps: ['$KedangPointer'],
  kedang_pointer_install: function() { KedangPointer.install(); },
});
