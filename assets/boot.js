// Runs before kedang.js: says so when the browser cannot run the application, and starts the service
// worker that keeps the shell for offline use, when the application runs: what it fetches can wait.
'use strict';
(function() {
  function canDraw() {
    try {
      return Boolean(document.createElement('canvas').getContext('webgl2'));
    } catch (error) {
      return false;
    }
  }

  const isSupported = typeof WebAssembly === 'object' && typeof WebAssembly.instantiate === 'function' && canDraw();
  if (!isSupported) document.documentElement.classList.add('is-unsupported');

  // Read by kedang.js, which does nothing in a browser that cannot draw.
  window.Module = {
    noInitialRun: !isSupported,
    onAbort: function() {
      document.documentElement.classList.add('is-unsupported');
    },
    postRun: keepShell,
  };

  // The page that says the start failed.
  document.getElementById('retry').addEventListener('click', function() { location.reload(); });

  // A service worker exists in secure contexts only; elsewhere the application works online.
  function keepShell() {
    if (!isSecureContext || !('serviceWorker' in navigator)) return;
    const url = '/sw.js';
    // The content security policy asks for trusted types wherever script is loaded from a string.
    const policy = window.trustedTypes && window.trustedTypes.createPolicy('kedang-worker', {
      createScriptURL: function(text) {
        if (text !== url) throw new TypeError('unexpected worker ' + text);
        return text;
      },
    });
    navigator.serviceWorker.register(policy ? policy.createScriptURL(url) : url).catch(function() {
      // Refused (private window, policy of the organisation): the settings page shows that offline is off.
    });
  }
})();
