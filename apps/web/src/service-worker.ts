// Registers the service worker (public/service-worker.js), which makes the app work offline.

/** Call it when the language is loaded. Only in deployed builds, because file names change in development. */
export function startServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // The worker caches the files that everybody needs; for languages it is told which one is used.
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    navigator.serviceWorker.controller?.postMessage({ keep: loadedCatalogues() });
  });
  void navigator.serviceWorker.register('/service-worker.js');
}

const loadedCatalogues = (): string[] =>
  performance
    .getEntriesByType('resource')
    .map(({ name }) => new URL(name).pathname)
    .filter((path) => path.startsWith('/assets/text-'));
