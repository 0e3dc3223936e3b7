// Starts the app.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { ApiProblem } from './api/problem';
import { App } from './app';
import { LiveProvider } from './live/live-context';
import { startServiceWorker } from './service-worker';
import { startLanguage } from './text/text';
import { startTheme } from './ui/theme';
import { ToastProvider } from './ui/toasts';
import './ui/tokens.css';
import './ui/base.css';

startTheme();

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Without a network the last response stays; a refusal would be repeated, so it is not retried.
      retry: (count, error) => !(error instanceof ApiProblem) || (error.isPassing && count < 3),
    },
  },
});

await startLanguage();
startServiceWorker();
createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <BrowserRouter>
        <ToastProvider>
          <LiveProvider>
            <App />
          </LiveProvider>
        </ToastProvider>
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
);
