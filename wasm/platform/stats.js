// The one name the application gives to the page's scripts.
mergeInto(LibraryManager.library, {
  $KedangStats__deps: ['$KedangHeap'],
  $KedangStats: {answer: null},
  kedang_stats_install__deps: ['$KedangStats'],
  kedang_stats_install: function() {
    window.kedang = Object.freeze({
      stats: function() {
        _kedang_stats_ask();
        return KedangStats.answer;
      },
    });
  },
  kedang_stats_answer__deps: ['$KedangStats', '$KedangHeap'],
  kedang_stats_answer: function(records, pending, conflicts, frames, searchMs, found, loadMs, isCurrent, version, size) {
    KedangStats.answer = {
      records: records, pending: pending, conflicts: conflicts, frames: frames, searchMs: searchMs, found: found, loadMs: loadMs,
      isCurrent: isCurrent !== 0, memoryBytes: HEAPU8.length, version: KedangHeap.text(version, size),
    };
  },
});
