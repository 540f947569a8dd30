// File chooser, drag and drop, slices of files, downloads.
mergeInto(LibraryManager.library, {
  $KedangFiles__deps: ['$KedangHeap'],
  $KedangFiles: {
    files: null,           // id → File
    lastId: 0,
    depth: 0,              // of dragenter over nested elements
    keep: function(file) {
      if (!KedangFiles.files) KedangFiles.files = new Map();
      KedangFiles.files.set(++KedangFiles.lastId, file);
      return KedangFiles.lastId;
    },
    pick: function(number, accept) {
      const input = document.createElement('input');
      input.type = 'file';
      input.accept = accept;
      input.hidden = true;
      input.addEventListener('change', function() {
        if (input.files.length > 0) KedangFiles.tell(input.files[0], number);
        input.remove();
      });
      input.addEventListener('cancel', function() { input.remove(); });
      document.body.appendChild(input);
      input.click();
    },
    tell: function(file, number) {
      const id = KedangFiles.keep(file);
      KedangHeap.lendText(file.name, function(pointer, size) {
        _kedang_files_chosen(number, id, pointer, size, file.size);
      });
    },
    watchDrops: function() {
      const hasFile = function(event) {
        return event.dataTransfer && Array.from(event.dataTransfer.types).includes('Files');
      };
      const left = function() {
        KedangFiles.depth = 0;
        _kedang_files_hover(0);
      };
      addEventListener('dragenter', function(event) {
        if (!hasFile(event)) return;
        event.preventDefault();
        if (++KedangFiles.depth === 1) _kedang_files_hover(1);
      });
      addEventListener('dragover', function(event) { if (hasFile(event)) event.preventDefault(); });
      addEventListener('dragleave', function(event) {
        if (hasFile(event) && --KedangFiles.depth <= 0) left();
      });
      addEventListener('drop', function(event) {
        if (!hasFile(event)) return;
        event.preventDefault();
        left();
        Array.from(event.dataTransfer.files).forEach(function(file) { KedangFiles.tell(file, 0); });
      });
    },
    read: function(number, id, offset, size) {
      const file = KedangFiles.files && KedangFiles.files.get(id);
      const failed = function(code) { _kedang_files_bytes(number, code, 0, 0); };
      if (!file) {
        setTimeout(function() { failed(1); }, 0);
        return;
      }
      file.slice(offset, offset + size).arrayBuffer().then(function(buffer) {
        KedangHeap.lendBytes(new Uint8Array(buffer), function(pointer, count) {
          _kedang_files_bytes(number, 0, pointer, count);
        });
      }, function() { failed(2); });
    },
    save: function(name, mime, bytes) {
      const url = URL.createObjectURL(new Blob([bytes], {type: mime}));
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.hidden = true;
      document.body.appendChild(link);
      link.click();
      link.remove();
      setTimeout(function() { URL.revokeObjectURL(url); }, 60000);
    },
  },
  kedang_files_pick__deps: ['$KedangFiles', '$KedangHeap'],
  kedang_files_pick: function(number, accept, size) { KedangFiles.pick(number, KedangHeap.text(accept, size)); },
  kedang_files_watch_drops__deps: ['$KedangFiles'],
  kedang_files_watch_drops: function() { KedangFiles.watchDrops(); },
  kedang_files_read__deps: ['$KedangFiles'],
  kedang_files_read: function(number, id, offset, size) { KedangFiles.read(number, id, offset, size); },
  kedang_files_close__deps: ['$KedangFiles'],
  kedang_files_close: function(id) { if (KedangFiles.files) KedangFiles.files.delete(id); },
  kedang_files_save__deps: ['$KedangFiles', '$KedangHeap'],
  kedang_files_save: function(name, nameSize, mime, mimeSize, bytes, size) {
    KedangFiles.save(KedangHeap.text(name, nameSize), KedangHeap.text(mime, mimeSize), KedangHeap.bytes(bytes, size));
  },
});
