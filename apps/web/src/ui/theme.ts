// Light or dark: the device's setting, unless chosen here.
import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';
const KEY = 'lastmile.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

/** The chosen theme; undefined follows the device. */
export const chosenTheme = (): Theme | undefined => (localStorage.getItem(KEY) as Theme | null) ?? undefined;
export const currentTheme = (): Theme => chosenTheme() ?? (dark.matches ? 'dark' : 'light');

export function chooseTheme(theme: Theme | undefined): void {
  if (theme) localStorage.setItem(KEY, theme);
  else localStorage.removeItem(KEY);
  apply();
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentTheme);
}

/** Called once at the start, before anything is drawn. */
export function startTheme(): void {
  dark.addEventListener('change', apply);
  apply();
}

function apply(): void {
  document.documentElement.dataset.theme = currentTheme();
  for (const listener of listeners) listener();
}
