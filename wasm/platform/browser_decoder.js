// Streaming text decoders by number.
mergeInto(LibraryManager.library, {
  $KedangDecoder__deps: ['$KedangHeap'],
  $KedangDecoder: {decoders: null, lastId: 0},
  kedang_decoder_open__deps: ['$KedangDecoder', '$KedangHeap'],
  kedang_decoder_open: function(label, size) {
    if (!KedangDecoder.decoders) KedangDecoder.decoders = new Map();
    try {
      // A byte order mark is the caller's to judge.
      KedangDecoder.decoders.set(++KedangDecoder.lastId, new TextDecoder(KedangHeap.text(label, size), {ignoreBOM: true}));
      return KedangDecoder.lastId;
    } catch (error) {
      return 0;
    }
  },
  kedang_decoder_close__deps: ['$KedangDecoder'],
  kedang_decoder_close: function(id) { KedangDecoder.decoders.delete(id); },
  kedang_decoder_decode__deps: ['$KedangDecoder', '$KedangHeap'],
  kedang_decoder_decode: function(id, bytes, size, isLast, out) {
    const text = KedangDecoder.decoders.get(id).decode(HEAPU8.subarray(bytes, bytes + size), {stream: isLast === 0});
    KedangHeap.lendText(text, function(pointer, count) { _kedang_decoder_text(out, pointer, count); });
  },
});
