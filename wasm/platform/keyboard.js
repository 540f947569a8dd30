// keydown and keyup. While text is composed, all keys belong to the input method (keyCode 229).
mergeInto(LibraryManager.library, {
  $KedangKeyboard__deps: ['$KedangHeap', '$KedangMirror', '$KedangAgent'],
  $KedangKeyboard: {
    claimed: null,
    navigation: ['Tab', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End',
                 'Insert', 'Delete', 'Backspace', 'Enter', 'Escape', ' '],
    install: function() {
      KedangKeyboard.claimed = new Set(['k', 'enter']);
      addEventListener('keydown', function(event) { KedangKeyboard.handle(event, true); });
      addEventListener('keyup', function(event) { KedangKeyboard.handle(event, false); });
      addEventListener('blur', function() { _kedang_keyboard_focus(0); });
      addEventListener('focus', function() { _kedang_keyboard_focus(1); });
    },
    modifiers: function(event) {
      return (event.ctrlKey ? 1 : 0) | (event.shiftKey ? 2 : 0) | (event.altKey ? 4 : 0) | (event.metaKey ? 8 : 0);
    },
    handle: function(event, isDown) {
      if (event.isComposing || event.keyCode === 229) return;
      const key = event.key;
      const isChord = event.ctrlKey || event.metaKey;
      const isText = key.length === 1 && !isChord;
      if (KedangMirror.isEditing(event.target)) {
        // The mirrored field edits natively; only keys that mean more than text reach the widget.
        if (!isDown || !KedangMirror.takesKey(event, KedangKeyboard.claimed)) return;
      } else if (isChord && ['c', 'x', 'v'].includes(key.toLowerCase())) {
        return;  // become copy, cut and paste events
      }
      const isAgent = KedangAgent.isFocused();
      KedangHeap.lendText(key, function(pointer, size) {
        _kedang_keyboard_key(pointer, size, isDown ? 1 : 0, KedangKeyboard.modifiers(event));
      });
      if (!isDown) return;
      // A Mac never reports the release of a key pressed together with the command key.
      if (event.metaKey && key !== 'Meta') {
        KedangHeap.lendText(key, function(pointer, size) {
          _kedang_keyboard_key(pointer, size, 0, KedangKeyboard.modifiers(event));
        });
      }
      if (isText && !isAgent) {
        KedangHeap.lendText(key, function(pointer, size) { _kedang_keyboard_text(pointer, size); });
      }
      const isEditingChord = isChord && isAgent && ['a', 'z', 'y'].includes(key.toLowerCase());
      const isClaimed = isChord && KedangKeyboard.claimed.has(key.toLowerCase());
      const isNavigation = !event.altKey && !event.metaKey && KedangKeyboard.navigation.includes(key) &&
          !(isAgent && key === ' ');
      if (isClaimed || isNavigation || isEditingChord) event.preventDefault();
    },
  },
  kedang_keyboard_install__deps: ['$KedangKeyboard'],
  kedang_keyboard_install: function() { KedangKeyboard.install(); },
  kedang_keyboard_claim__deps: ['$KedangKeyboard', '$KedangHeap'],
  kedang_keyboard_claim: function(key, size) { KedangKeyboard.claimed.add(KedangHeap.text(key, size)); },
});
