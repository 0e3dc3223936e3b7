// What holds for every screen of the web app: a screen reader can read it, and nothing lies beside the screen.
import axe from 'axe-core';
import { DESKTOP, PHONE, type Person } from './windows.js';

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/**
 * Keeps a picture of what somebody looks at.
 * @returns what is wrong with it, a line each: axe's rules for WCAG 2.2 AA, and a page wider than the window
 */
export async function checkScreen(person: Person, name: string): Promise<string[]> {
  const { page } = person;
  await page.waitForLoadState('networkidle');
  await person.screenshot(name);
  await page.evaluate(axe.source);
  // MapLibre's canvas: what it draws is in the list beside it. Target sizes: an item that has scrolled half under the bar
  // at the foot of a phone is found too small to tap.
  const findings = await page.evaluate<Finding[]>(`
    axe
      .run(
        { exclude: ['.maplibregl-canvas-container'] },
        { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], rules: { 'target-size': { enabled: false } } },
      )
      .then(({ violations }) => violations)`);
  const wrong = findings.map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ target }) => target).join(', ')}`);
  const beside = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  return beside > 0 ? [...wrong, `${name}: ${beside} px wider than the window`] : wrong;
}

/** The same on a phone and on a desk. */
export async function checkSizes(person: Person, name: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const [size, viewport] of Object.entries({ phone: PHONE, desk: DESKTOP })) {
    await person.page.setViewportSize(viewport);
    wrong.push(...(await checkScreen(person, `${name}-${size}`)));
  }
  return wrong;
}
