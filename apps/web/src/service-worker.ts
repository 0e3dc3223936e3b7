// Registers the service worker (public/service-worker.js), which keeps the app for times without a network.

/** Call it when the language has been loaded. Only in what is deployed: in development files change under their names. */
export function startServiceWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // A worker is installed with the files that everybody needs; of the languages it is told the one in use.
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
