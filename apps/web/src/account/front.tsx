// The frame around the forms for people who are not signed in.
import type { ReactNode } from 'react';
import { useText } from '../text/text';
import { LanguageChoice } from './language-choice';
import './front.css';

export function Front({ children }: { children: ReactNode }) {
  const t = useText('account');
  return (
    <main className="front stack">
      <header className="front-head">
        <img src="/icon.svg" alt="" width="56" height="56" />
        <h1>LastMile</h1>
        <p className="muted">{t.slogan}</p>
      </header>
      {children}
      <LanguageChoice />
    </main>
  );
}
