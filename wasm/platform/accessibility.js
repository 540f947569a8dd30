// The mirror's DOM: reads the frame's nodes, changes only what differs, and turns clicks, focus and typing
// that come without pointer or canvas key (screen readers, voice control, tests) into actions.
mergeInto(LibraryManager.library, {
  $KedangMirror__deps: ['$KedangHeap', '$KedangAgent'],
  $KedangMirror: {
    // In the order of A11yRole.
    roles: ['button', 'textbox', 'searchbox', 'combobox', 'listbox', 'option', 'checkbox', 'radio', 'switch', 'tab',
            'tablist', 'grid', 'row', 'cell', 'columnheader', 'dialog', 'alert', 'status', 'progressbar', 'link',
            'menu', 'menuitem', 'heading', null, 'img', 'group', 'list', 'listitem', 'navigation', 'main', 'form'],
    // In the order of the bits set by C++.
    flags: ['disabled', 'selected', 'canExpand', 'expanded', 'invalid', 'required', 'readOnly', 'busy', 'focused',
            'canFocus', 'editable', 'multiLine', 'secret'],
    checkedWords: [null, 'false', 'true', 'mixed'],
    root: null,
    records: null,         // id → {element, node, text, cursor, ...}
    pointerAt: -1e9,       // when a real pointer last pressed: its click is no action of its own
    isSyncingFocus: false,
    timer: 0,
    settleMs: 600,         // typed text stays until the application has answered

    start: function() {
      if (KedangMirror.root) return;
      KedangMirror.records = new Map();
      const root = KedangMirror.root = document.getElementById('mirror');
      const idOf = function(event) {
        const element = event.target.closest && event.target.closest('[data-node]');
        return element ? Number(element.dataset.node) : 0;
      };
      root.addEventListener('click', function(event) {
        const id = idOf(event);
        if (id && performance.now() - KedangMirror.pointerAt > 800) _kedang_mirror_activate(id);
      });
      root.addEventListener('focusin', function(event) {
        if (KedangMirror.isSyncingFocus || KedangMirror.isEditing(event.target)) return;
        const id = idOf(event);
        if (id) _kedang_mirror_focus(id, 0);
      });
      const typed = function(event) {
        if (event.isComposing) return;
        KedangMirror.sendValue(event.target);
      };
      root.addEventListener('input', typed);
      root.addEventListener('compositionend', function(event) { KedangMirror.sendValue(event.target); });
    },
    // A real pointer pressed: what was typed natively is done.
    notePointer: function() {
      KedangMirror.pointerAt = performance.now();
      if (KedangMirror.isEditing(document.activeElement)) document.activeElement.blur();
    },
    isEditing: function(element) {
      return Boolean(element && element.classList && element.classList.contains('mirror-field'));
    },
    sendValue: function(element) {
      const record = KedangMirror.records.get(Number(element.dataset.node));
      if (!record) return;
      record.typedAt = performance.now();
      setTimeout(function() { KedangMirror.showValue(record); }, KedangMirror.settleMs + 1);
      KedangHeap.lendText(element.value, function(pointer, size) {
        _kedang_mirror_set_value(record.node.id, pointer, size);
      });
    },
    // Whether a key pressed in a mirrored field is the widget's; if so, the widget gets the focus first.
    takesKey: function(event, claimed) {
      const isArea = event.target.tagName === 'TEXTAREA';
      const isChord = event.ctrlKey || event.metaKey;
      const always = ['Escape', 'Tab', 'PageUp', 'PageDown'];
      const inLine = ['Enter', 'ArrowUp', 'ArrowDown'];
      const isTaken = isChord ? claimed.has(event.key.toLowerCase()) :
          always.includes(event.key) || (!isArea && inLine.includes(event.key));
      if (isTaken) _kedang_mirror_focus(Number(event.target.dataset.node), 1);
      return isTaken;
    },

    parse: function(pointer, size) {
      const view = new DataView(HEAPU8.buffer, pointer, size);
      const decoder = new TextDecoder();
      const nodes = [];
      let at = 0;
      const whole = function() { at += 4; return view.getUint32(at - 4, true); };
      const signed = function() { at += 4; return view.getInt32(at - 4, true); };
      const real = function() { at += 4; return view.getFloat32(at - 4, true); };
      const text = function() {
        const length = whole();
        at += length;
        return length === 0 ? '' : decoder.decode(HEAPU8.subarray(pointer + at - length, pointer + at));
      };
      while (at < size) {
        const node = {id: whole(), parent: whole(), role: whole()};
        const bits = node.bits = whole();
        KedangMirror.flags.forEach(function(flag, bit) { node[flag] = (bits >> bit & 1) === 1; });
        node.checked = bits >> KedangMirror.flags.length & 3;
        node.left = real(); node.top = real(); node.width = real(); node.height = real();
        node.level = signed(); node.row = signed(); node.column = signed(); node.rowCount = signed();
        node.columnCount = signed(); node.position = signed(); node.setSize = signed();
        node.progress = real();
        node.label = text(); node.value = text(); node.description = text();
        nodes.push(node);
      }
      return nodes;
    },
    tagOf: function(node) {
      const role = KedangMirror.roles[node.role];
      const isField = role === 'textbox' || role === 'searchbox' || node.editable;
      return !isField ? 'div' : node.multiLine ? 'textarea' : 'input';
    },
    create: function(node, tag) {
      const element = document.createElement(tag);
      element.id = 'node-' + node.id;
      element.dataset.node = String(node.id);
      element.tabIndex = -1;
      if (tag !== 'div') {
        element.className = 'mirror-field';
        element.autocomplete = 'off';
        element.spellcheck = false;
      }
      return {element: element, tag: tag, node: node, attributes: new Map(), text: null, cursor: null, place: '',
              typedAt: -Infinity};
    },
    show: function(nodes) {
      KedangMirror.start();
      const records = KedangMirror.records;
      const parents = new Set();
      const seen = new Map();
      nodes.forEach(function(node) {
        parents.add(node.parent);
        seen.set(node.id, KedangMirror.tagOf(node));
      });
      records.forEach(function(record, id) {
        if (seen.get(id) === record.tag) return;
        record.element.remove();
        records.delete(id);
      });
      const top = {element: KedangMirror.root, cursor: null, node: {left: 0, top: 0}};
      let focused = null;
      const done = new Set();
      nodes.forEach(function(node) {
        if (done.has(node.id)) return;
        done.add(node.id);
        let record = records.get(node.id);
        if (!record) records.set(node.id, record = KedangMirror.create(node, seen.get(node.id)));
        const isSame = record.isDescribed && KedangMirror.isSame(record.node, node);
        record.node = node;
        record.cursor = null;
        const parent = (done.has(node.parent) && records.get(node.parent)) || top;
        KedangMirror.insert(parent, record);
        KedangMirror.position(parent, record);
        if (!isSame) KedangMirror.describe(record);
        record.isDescribed = true;
        KedangMirror.showText(record, !parents.has(node.id));
        if (node.focused) focused = record;
      });
      KedangMirror.syncFocus(focused);
    },
    // But for where they stand: while something scrolls, that is all that changes of most.
    isSame: function(a, b) {
      return a.role === b.role && a.bits === b.bits && a.label === b.label && a.value === b.value &&
          a.description === b.description && a.level === b.level && a.row === b.row && a.column === b.column &&
          a.rowCount === b.rowCount && a.columnCount === b.columnCount && a.position === b.position &&
          a.setSize === b.setSize && a.progress === b.progress;
    },
    insert: function(parent, record) {
      const before = parent.cursor ? parent.cursor.nextSibling : parent.element.firstChild;
      if (before !== record.element) parent.element.insertBefore(record.element, before);
      parent.cursor = record.element;
    },
    position: function(parent, record) {
      const node = record.node;
      const left = node.left - parent.node.left;
      const top = node.top - parent.node.top;
      const place = left + ' ' + top + ' ' + node.width + ' ' + node.height;
      if (record.place === place) return;
      record.place = place;
      const style = record.element.style;
      style.left = left + 'px';
      style.top = top + 'px';
      style.width = node.width + 'px';
      style.height = node.height + 'px';
    },
    set: function(record, name, value) {
      if (record.attributes.get(name) === value) return;
      record.attributes.set(name, value);
      if (value === null) record.element.removeAttribute(name);
      else record.element.setAttribute(name, value);
    },
    describe: function(record) {
      const node = record.node;
      const role = KedangMirror.roles[node.role];
      const set = function(name, value) { KedangMirror.set(record, name, value); };
      const when = function(is) { return is ? 'true' : null; };
      const number = function(value, offset) { return value < 0 ? null : String(value + offset); };
      set('role', role);
      set('aria-label', node.label && role !== null ? node.label : null);
      set('aria-description', node.description || null);
      set('aria-disabled', when(node.disabled));
      set('aria-expanded', node.canExpand ? String(node.expanded) : null);
      set('aria-invalid', when(node.invalid));
      set('aria-required', when(node.required));
      set('aria-readonly', when(node.readOnly));
      set('aria-busy', when(node.busy));
      set('aria-checked', KedangMirror.checkedWords[node.checked]);
      set('aria-level', role === 'heading' && node.level > 0 ? String(node.level) : null);
      set('aria-modal', when(role === 'dialog'));
      set('aria-rowindex', number(node.row, 1));
      set('aria-colindex', number(node.column, 1));
      set('aria-rowcount', number(node.rowCount, 0));
      set('aria-colcount', number(node.columnCount, 0));
      set('aria-posinset', number(node.position, 1));
      set('aria-setsize', number(node.setSize, 0));
      set('aria-valuenow', node.progress < 0 ? null : String(Math.round(node.progress * 100)));
      set('aria-valuetext', role === 'progressbar' && node.value ? node.value : null);
      const isChoice = role === 'option' || role === 'tab';
      const isPart = role === 'row' || role === 'cell';
      set('aria-selected', isChoice ? String(node.selected) : isPart ? when(node.selected) : null);
      set('aria-pressed', role === 'button' ? when(node.selected) : null);
      const isPlace = role === 'link' || role === 'listitem' || role === 'menuitem';
      set('aria-current', isPlace && node.selected ? 'page' : null);
      if (record.tag !== 'div') {
        set('type', record.tag === 'input' ? (node.secret ? 'password' : 'text') : null);
        set('disabled', node.disabled ? '' : null);
        set('readonly', node.readOnly ? '' : null);
      }
    },
    showText: function(record, isLeaf) {
      if (record.tag !== 'div') {
        KedangMirror.showValue(record);
        return;
      }
      const node = record.node;
      // What has no role can carry no aria-label either: its words are all text.
      const words = KedangMirror.roles[node.role] === null ? [node.label, node.value].filter(Boolean).join(' ') : '';
      const text = isLeaf ? words || node.value || node.label : '';
      if (text && !record.text) {
        record.text = document.createTextNode(text);
        record.element.insertBefore(record.text, record.element.firstChild);
      } else if (record.text && record.text.data !== text) {
        record.text.data = text;
      }
      // Children are put behind the text.
      record.cursor = record.text;
    },
    showValue: function(record) {
      const element = record.element;
      if (record.node.secret || element.value === record.node.value) return;
      if (performance.now() - record.typedAt < KedangMirror.settleMs) return;
      element.value = record.node.value;
    },
    // The DOM's focus follows the canvas's, so that screen readers say where one is.
    syncFocus: function(record) {
      if (!record || record.tag !== 'div' || KedangAgent.isFocused()) return;
      const active = document.activeElement;
      if (active === record.element) return;
      const isOurs = !active || active === document.body || KedangMirror.root.contains(active);
      if (!isOurs || KedangMirror.isEditing(active)) return;
      KedangMirror.isSyncingFocus = true;
      record.element.focus({preventScroll: true});
      KedangMirror.isSyncingFocus = false;
    },
    announce: function(text, isAssertive) {
      const place = document.getElementById(isAssertive ? 'live-assertive' : 'live-polite');
      place.textContent = '';
      // The same words twice are only said twice when the region was empty in between.
      setTimeout(function() { place.textContent = text; }, 50);
    },
  },
  kedang_mirror_show__deps: ['$KedangMirror'],
  kedang_mirror_show: function(bytes, size) { KedangMirror.show(KedangMirror.parse(bytes, size)); },
  kedang_mirror_flush_at__deps: ['$KedangMirror'],
  kedang_mirror_flush_at: function(delayMs) {
    if (KedangMirror.timer) return;
    KedangMirror.timer = setTimeout(function() {
      KedangMirror.timer = 0;
      _kedang_mirror_flush();
    }, delayMs);
  },
  kedang_mirror_announce__deps: ['$KedangMirror', '$KedangHeap'],
  kedang_mirror_announce: function(text, size, isAssertive) {
    KedangMirror.announce(KedangHeap.text(text, size), isAssertive !== 0);
  },
});
