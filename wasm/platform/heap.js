// The bridge between JavaScript values and the module's memory. Every other file of this folder uses
// it, so that nobody else knows about pointers.
mergeInto(LibraryManager.library, {
  $KedangHeap: {
    // The UTF-8 text of `size` bytes at `pointer`.
    text: function(pointer, size) {
      return new TextDecoder().decode(HEAPU8.subarray(pointer, pointer + size));
    },
    // A copy of `size` bytes at `pointer`.
    bytes: function(pointer, size) {
      return HEAPU8.slice(pointer, pointer + size);
    },
    // Calls use(pointer, size) with a copy of the bytes that lives until `use` returns.
    lendBytes: function(bytes, use) {
      const pointer = _malloc(bytes.length + 1);
      HEAPU8.set(bytes, pointer);
      HEAPU8[pointer + bytes.length] = 0;
      try {
        return use(pointer, bytes.length);
      } finally {
        _free(pointer);
      }
    },
    lendText: function(text, use) {
      return KedangHeap.lendBytes(new TextEncoder().encode(text), use);
    },
  },
});
