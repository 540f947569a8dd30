// location, history and the table of assets the server puts into the page.
mergeInto(LibraryManager.library, {
  $KedangUrl__deps: ['$KedangHeap'],
  $KedangUrl: {
    assets: null,
    route: function() { return location.hash.slice(1); },
    asset: function(name) {
      if (!KedangUrl.assets) {
        const table = document.getElementById('assets');
        KedangUrl.assets = table ? JSON.parse(table.textContent) : {};
      }
      return Object.prototype.hasOwnProperty.call(KedangUrl.assets, name) ? KedangUrl.assets[name] : '';
    },
    // The texts C++ can ask for.
    read: function(what, name) {
      if (what === 0) return KedangUrl.route();
      if (what === 1) return new URLSearchParams(location.search).get(name) || '';
      if (what === 2) return location.origin;
      return KedangUrl.asset(name);
    },
    open: function(url) {
      const link = document.createElement('a');
      link.href = url;
      if (!['http:', 'https:', 'tel:', 'mailto:', 'sms:'].includes(link.protocol)) return;
      link.target = link.protocol.startsWith('http') ? '_blank' : '_self';
      link.rel = 'noopener noreferrer';
      link.click();
    },
  },
  kedang_url_read__deps: ['$KedangUrl', '$KedangHeap'],
  kedang_url_read: function(what, name, size, out) {
    KedangHeap.lendText(KedangUrl.read(what, KedangHeap.text(name, size)), function(pointer, count) {
      _kedang_url_text(out, pointer, count);
    });
  },
  kedang_url_go__deps: ['$KedangUrl', '$KedangHeap'],
  kedang_url_go: function(route, size, isReplaced) {
    const text = KedangHeap.text(route, size);
    if (text === KedangUrl.route()) return;
    if (isReplaced !== 0) history.replaceState(null, '', '#' + text);
    else history.pushState(null, '', '#' + text);
  },
  kedang_url_watch__deps: ['$KedangUrl', '$KedangHeap'],
  kedang_url_watch: function() {
    const changed = function() {
      KedangHeap.lendText(KedangUrl.route(), function(pointer, size) { _kedang_url_changed(pointer, size); });
    };
    // An edited address gives both events; a history step between equal hashes only the first.
    addEventListener('popstate', changed);
  },
  kedang_url_back: function() { history.back(); },
  kedang_url_reload: function() { location.reload(); },
  kedang_url_open__deps: ['$KedangUrl', '$KedangHeap'],
  kedang_url_open: function(url, size) { KedangUrl.open(KedangHeap.text(url, size)); },
});
