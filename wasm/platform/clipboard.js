// Clipboard events work without permission and over plain HTTP, so they come first; writing from a button
// uses the asynchronous interface, or a hidden field where there is none.
mergeInto(LibraryManager.library, {
  $KedangClipboard__deps: ['$KedangHeap', '$KedangMirror'],
  $KedangClipboard: {
    captured: null,
    isCapturing: false,
    install: function() {
      const take = function(isCut) {
        return function(event) {
          if (KedangMirror.isEditing(event.target)) return;
          KedangClipboard.captured = null;
          KedangClipboard.isCapturing = true;
          _kedang_clipboard_copy(isCut);
          KedangClipboard.isCapturing = false;
          if (KedangClipboard.captured === null) return;
          event.clipboardData.setData('text/plain', KedangClipboard.captured);
          event.preventDefault();
        };
      };
      document.addEventListener('copy', take(0));
      document.addEventListener('cut', take(1));
      document.addEventListener('paste', function(event) {
        if (KedangMirror.isEditing(event.target)) return;
        event.preventDefault();
        KedangHeap.lendText(event.clipboardData.getData('text/plain'), function(pointer, size) {
          _kedang_clipboard_paste(pointer, size);
        });
      });
    },
    write: function(text) {
      if (KedangClipboard.isCapturing) {
        KedangClipboard.captured = text;
      } else if (navigator.clipboard && navigator.clipboard.writeText) {
        navigator.clipboard.writeText(text).catch(function() { KedangClipboard.writeByField(text); });
      } else {
        KedangClipboard.writeByField(text);
      }
    },
    writeByField: function(text) {
      const before = document.activeElement;
      const put = function(event) {
        event.clipboardData.setData('text/plain', text);
        event.preventDefault();
        event.stopImmediatePropagation();
      };
      addEventListener('copy', put, true);
      document.execCommand('copy');
      removeEventListener('copy', put, true);
      if (before && before.focus) before.focus({preventScroll: true});
    },
  },
  kedang_clipboard_install__deps: ['$KedangClipboard'],
  kedang_clipboard_install: function() { KedangClipboard.install(); },
  kedang_clipboard_write__deps: ['$KedangClipboard', '$KedangHeap'],
  kedang_clipboard_write: function(text, size) { KedangClipboard.write(KedangHeap.text(text, size)); },
});
