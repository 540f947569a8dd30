// The part of the client that the sign-in page does without; late_code_start.js does the work.
mergeInto(LibraryManager.library, {
  kedang_late_code_load__deps: ['$KedangUrl'],
  kedang_late_code_load: function() {
    KedangLate.load().then(function() { return 1; }, function() { return 0; }).then(function(isLoaded) {
      _kedang_late_code_answer(isLoaded);
    });
  },
});
