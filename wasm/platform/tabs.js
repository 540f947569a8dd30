// Leader election by a Web Lock that is never let go, and a BroadcastChannel. Pages over plain HTTP have no Web Locks: there
// the tabs ask each other, so that two of them never write the same outbox.
mergeInto(LibraryManager.library, {
  $KedangTabs__deps: ['$KedangHeap'],
  $KedangTabs: {
    channel: null,
    join: function() {
      if (window.BroadcastChannel) {
        KedangTabs.channel = new BroadcastChannel('kedang');
        KedangTabs.channel.onmessage = function(event) {
          if (!(event.data instanceof Uint8Array)) return;
          KedangHeap.lendBytes(event.data, function(pointer, size) { _kedang_tabs_message(pointer, size); });
        };
      }
      if (!navigator.locks) {
        KedangTabs.elect();
        return;
      }
      navigator.locks.request('kedang-leader', function() {
        _kedang_tabs_lead();
        return new Promise(function() {});
      });
    },
    // Who hears no leader within a moment leads. Of several who ask at once the smallest number does; a leader that closes says
    // so, and one that crashed is missed at the next look.
    elect: function() {
      const waitMs = 250;
      const lookMs = 3000;
      const me = Math.random();
      let leads = false;
      let timer = 0;
      const lead = function() {
        leads = true;
        _kedang_tabs_lead();
      };
      if (!window.BroadcastChannel) {
        setTimeout(lead, 0);
        return;
      }
      const channel = new BroadcastChannel('kedang-leader');
      const later = function(work, delay) {
        clearTimeout(timer);
        timer = setTimeout(work, delay);
      };
      const ask = function() {
        channel.postMessage({kind: 'ask', from: me});
        later(lead, waitMs);
      };
      channel.onmessage = function(event) {
        const said = event.data || {};
        if (leads) {
          if (said.kind === 'ask') channel.postMessage({kind: 'here'});
        } else if (said.kind === 'here') {
          later(ask, lookMs);
        } else if (said.kind === 'ask' && said.from < me) {
          later(ask, 2 * waitMs);
        } else if (said.kind === 'gone') {
          later(ask, 50 * Math.random());
        }
      };
      addEventListener('pagehide', function() { if (leads) channel.postMessage({kind: 'gone'}); });
      // Kept by the browser while another page was shown: another tab may lead by now.
      addEventListener('pageshow', function(event) { if (event.persisted) location.reload(); });
      ask();
    },
  },
  kedang_tabs_join__deps: ['$KedangTabs'],
  kedang_tabs_join: function() { KedangTabs.join(); },
  kedang_tabs_tell__deps: ['$KedangTabs', '$KedangHeap'],
  kedang_tabs_tell: function(message, size) {
    if (KedangTabs.channel) KedangTabs.channel.postMessage(KedangHeap.bytes(message, size));
  },
});
