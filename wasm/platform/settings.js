// localStorage, which may be forbidden: every access can throw.
mergeInto(LibraryManager.library, {
  $KedangSettings: {prefix: 'kedang.'},
  kedang_settings_read__deps: ['$KedangSettings', '$KedangHeap'],
  kedang_settings_read: function(name, size, out) {
    let value = null;
    try {
      value = localStorage.getItem(KedangSettings.prefix + KedangHeap.text(name, size));
    } catch (error) {
      return 0;
    }
    if (value === null) return 0;
    KedangHeap.lendText(value, function(pointer, count) { _kedang_settings_text(out, pointer, count); });
    return 1;
  },
  kedang_settings_write__deps: ['$KedangSettings', '$KedangHeap'],
  kedang_settings_write: function(name, nameSize, value, size) {
    try {
      localStorage.setItem(KedangSettings.prefix + KedangHeap.text(name, nameSize), KedangHeap.text(value, size));
      return 1;
    } catch (error) {
      return 0;
    }
  },
  kedang_settings_remove__deps: ['$KedangSettings', '$KedangHeap'],
  kedang_settings_remove: function(name, size) {
    try {
      localStorage.removeItem(KedangSettings.prefix + KedangHeap.text(name, size));
    } catch (error) {
      // Nothing is kept, so nothing is there to remove.
    }
  },
});
