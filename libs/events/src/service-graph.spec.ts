import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APPS_DIRECTORY } from '@lastmile/postgres';
import { ServiceGraph } from './service-graph.js';

describe('ServiceGraph', () => {
  let apps: string;
  beforeEach(() => void (apps = mkdtempSync(join(tmpdir(), 'lastmile-graph-'))));
  afterEach(() => rmSync(apps, { recursive: true }));

  const declare = (name: string, hears: Record<string, string>, tells: string[]) => {
    mkdirSync(join(apps, name));
    writeFileSync(join(apps, name, 'service.json'), JSON.stringify({ name, hears, tells }));
  };

  it('knows every listener of an event', () => {
    declare('trip', {}, ['trip.offered', 'trip.lost']);
    declare('rider', { 'trip.offered': 'mirror' }, []);
    declare('notification', { 'trip.offered': 'tell' }, []);
    const graph = new ServiceGraph(apps);
    expect(graph.listenersOf('trip.offered').sort()).toEqual(['notification', 'rider']);
    expect(graph.listenersOf('trip.lost')).toEqual([]);
    expect(() => graph.of('gateway')).toThrow('gateway has no service.json');
  });

  it('refuses an event that is heard and never told', () => {
    declare('rider', { 'trip.ofered': 'a typing error' }, []);
    expect(() => new ServiceGraph(apps)).toThrow('rider hears trip.ofered, which no service tells');
  });

  it('accepts the declarations of this repository', () => {
    expect(new ServiceGraph(APPS_DIRECTORY).listenersOf('trip.offered')).toContain('rider');
  });
});
