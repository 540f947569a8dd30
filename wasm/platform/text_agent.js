// Two DOM fields, one of a line and one of several; whichever is needed lies over the edited field and
// has the focus. Two zero-width spaces stand in it, so that a soft keyboard's backspace is always seen.
mergeInto(LibraryManager.library, {
  $KedangAgent__deps: ['$KedangHeap'],
  $KedangAgent: {
    sentinel: '\u200b\u200b',
    // type, inputmode, autocomplete; in the order of TextKind.
    kinds: [['text', 'text', 'off'], ['text', 'search', 'off'], ['text', 'numeric', 'off'],
            ['text', 'decimal', 'off'], ['tel', 'tel', 'off'], ['text', 'email', 'off'], ['text', 'url', 'off'],
            ['text', 'text', 'username'], ['password', 'text', 'current-password'],
            ['password', 'text', 'new-password'], ['text', 'numeric', 'one-time-code']],
    enterKeys: ['enter', 'done', 'go', 'next', 'search', 'send'],
    fields: null,
    field: null,           // the one in use; null when nothing is edited
    isComposing: false,
    isOwnBlur: false,
    hints: null,
    caret: null,
    ruler: null,
    install: function() {
      const root = document.getElementById('root');
      KedangAgent.fields = ['input', 'textarea'].map(function(tag) {
        const field = document.createElement(tag);
        field.className = 'agent';
        field.tabIndex = -1;
        field.spellcheck = false;
        root.appendChild(field);
        KedangAgent.listen(field);
        return field;
      });
      KedangAgent.ruler = document.createElement('canvas').getContext('2d');
    },
    listen: function(field) {
      field.addEventListener('compositionstart', function() {
        KedangAgent.isComposing = true;
        field.value = '';
        KedangAgent.showComposition('');
      });
      field.addEventListener('compositionupdate', function(event) { KedangAgent.showComposition(event.data); });
      field.addEventListener('compositionend', function(event) {
        KedangAgent.isComposing = false;
        KedangAgent.send(event.data);
        KedangAgent.reset(field);
        KedangAgent.place();
      });
      field.addEventListener('input', function(event) { KedangAgent.take(field, event); });
      field.addEventListener('blur', function() {
        if (KedangAgent.isOwnBlur || field !== KedangAgent.field || !document.hasFocus()) return;
        // The keyboard was closed or another element took the focus: editing ends.
        KedangAgent.field = null;
        KedangAgent.reset(field);
        _kedang_agent_lost();
      });
    },
    isFocused: function() { return KedangAgent.field !== null && document.activeElement === KedangAgent.field; },
    reset: function(field) {
      field.value = KedangAgent.sentinel;
      field.setSelectionRange(field.value.length, field.value.length);
    },
    send: function(text) {
      const typed = (text || '').split('\u200b').join('');
      if (typed) KedangHeap.lendText(typed, function(pointer, size) { _kedang_agent_text(pointer, size); });
    },
    press: function(name, isWord) {
      KedangHeap.lendText(name, function(pointer, size) {
        _kedang_keyboard_key(pointer, size, 1, isWord ? 1 : 0);
        _kedang_keyboard_key(pointer, size, 0, 0);
      });
    },
    take: function(field, event) {
      if (KedangAgent.isComposing || event.isComposing) return;
      const type = event.inputType || '';
      if (type.startsWith('delete')) {
        KedangAgent.press(type.endsWith('Forward') ? 'Delete' : 'Backspace', type.includes('Word'));
      } else if (type === 'insertLineBreak' || type === 'insertParagraph') {
        KedangAgent.press('Enter', false);
      } else {
        // Password managers and phones fill a field whole, without saying what was there.
        const isFilled = type === '' || type === 'insertReplacementText';
        const text = field.value.split('\u200b').join('');
        if (isFilled && text) _kedang_agent_select_all();
        KedangAgent.send(text);
      }
      KedangAgent.reset(field);
    },
    // Ends a composition before a click elsewhere takes effect.
    commit: function() {
      const field = KedangAgent.field;
      if (!KedangAgent.isComposing || !field) return;
      KedangAgent.isOwnBlur = true;
      field.blur();
      _kedang_agent_run_frames();
      if (KedangAgent.field === field) field.focus({preventScroll: true});
      KedangAgent.isOwnBlur = false;
    },
    update: function(isWanted, caret) {
      KedangAgent.caret = caret;
      const field = isWanted ? KedangAgent.fields[KedangAgent.hints && KedangAgent.hints.isMultiLine ? 1 : 0] : null;
      if (field !== KedangAgent.field) KedangAgent.change(field);
      if (field) KedangAgent.place();
    },
    change: function(field) {
      const before = KedangAgent.field;
      KedangAgent.field = field;
      KedangAgent.isOwnBlur = true;
      if (field) {
        KedangAgent.describe(field);
        KedangAgent.reset(field);
        KedangAgent.place();
        field.focus({preventScroll: true});
        field.setSelectionRange(field.value.length, field.value.length);
      } else if (before && document.activeElement === before) {
        before.blur();
      }
      KedangAgent.isOwnBlur = false;
      if (before) {
        KedangAgent.isComposing = false;
        before.style.width = before.style.height = '1px';
      }
    },
    describe: function(field) {
      const hints = KedangAgent.hints;
      if (!hints) return;
      const kind = KedangAgent.kinds[hints.kind];
      if (field.tagName === 'INPUT' && field.type !== kind[0]) field.type = kind[0];
      field.inputMode = kind[1];
      field.autocomplete = kind[2];
      field.enterKeyHint = KedangAgent.enterKeys[hints.enterKey];
      field.setAttribute('autocorrect', hints.hasAutocorrect ? 'on' : 'off');
      field.setAttribute('autocapitalize', hints.hasAutocorrect ? 'sentences' : 'off');
      if (hints.fieldId) field.setAttribute('aria-describedby', 'node-' + hints.fieldId);
      else field.removeAttribute('aria-describedby');
      // Below 16 px, iOS zooms into the page.
      const isTouch = matchMedia('(pointer: coarse)').matches;
      const size = isTouch ? Math.max(hints.fontSize, 16) : hints.fontSize;
      field.style.font = hints.weight + ' ' + size + 'px ' + hints.family;
    },
    // Over the whole field, unseen; while composing, at the caret and seen.
    place: function() {
      const field = KedangAgent.field;
      if (!field || !KedangAgent.caret) return;
      if (KedangAgent.isComposing) return;
      const box = KedangAgent.hints && KedangAgent.hints.width > 0 ? KedangAgent.hints : KedangAgent.caret;
      const style = field.style;
      style.left = box.left + 'px';
      style.top = box.top + 'px';
      style.width = Math.max(box.width, 1) + 'px';
      style.height = style.lineHeight = box.height + 'px';
      style.color = style.backgroundColor = style.caretColor = 'transparent';
      style.textDecoration = 'none';
    },
    showComposition: function(text) {
      const field = KedangAgent.field;
      const hints = KedangAgent.hints;
      const caret = KedangAgent.caret;
      if (!field || !caret) return;
      const style = field.style;
      KedangAgent.ruler.font = style.font || '14px sans-serif';
      const width = KedangAgent.ruler.measureText(text).width + 3;
      const room = hints && hints.width > 0 ? hints.left + hints.width - caret.left : innerWidth - caret.left;
      style.left = caret.left + 'px';
      style.top = caret.top + 'px';
      style.width = Math.max(Math.min(width, room), 4) + 'px';
      style.height = style.lineHeight = caret.height + 'px';
      style.color = style.caretColor = hints ? hints.color : '#000';
      style.backgroundColor = hints ? hints.background : '#fff';
      style.textDecoration = 'underline';
    },
  },
  kedang_agent_install__deps: ['$KedangAgent'],
  kedang_agent_install: function() { KedangAgent.install(); },
  // All lengths in CSS px.
  kedang_agent_update__deps: ['$KedangAgent'],
  kedang_agent_update: function(isWanted, left, top, height) {
    KedangAgent.update(isWanted !== 0, {left: left, top: top, width: 1, height: height});
  },
  kedang_agent_hints__deps: ['$KedangAgent', '$KedangHeap'],
  kedang_agent_hints: function(kind, enterKey, isMultiLine, hasAutocorrect, fieldId, left, top, width, height,
                               weight, family, familySize, fontSize, color, background) {
    const css = function(packed) {
      return 'rgb(' + (packed & 255) + ',' + (packed >> 8 & 255) + ',' + (packed >> 16 & 255) + ')';
    };
    KedangAgent.hints = {
      kind: kind, enterKey: enterKey, isMultiLine: isMultiLine !== 0, hasAutocorrect: hasAutocorrect !== 0,
      fieldId: fieldId >>> 0, left: left, top: top, width: width, height: height, weight: weight,
      family: KedangHeap.text(family, familySize), fontSize: fontSize, color: css(color), background: css(background),
    };
    if (KedangAgent.field) KedangAgent.describe(KedangAgent.field);
    KedangAgent.place();
  },
  kedang_agent_is_composing__deps: ['$KedangAgent'],
  kedang_agent_is_composing: function() { return KedangAgent.isComposing ? 1 : 0; },
});
