import { byDistance, nearest, search } from './search';

const at = (name: string, longitude: number) => ({ id: name, name, position: { latitude: 40.75, longitude } });
const places = [at('Flushing-Main St', -73.83), at('Mets-Willets Point', -73.845), at('Café Señorial', -73.87)];
const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);

describe('search', () => {
  it('finds by any words in any case, without accents', () => {
    expect(names(search(places, 'POINT mets'))).toEqual(['Mets-Willets Point']);
    expect(names(search(places, 'cafe senor'))).toEqual(['Café Señorial']);
    expect(names(search(places, 'mets flushing'))).toEqual([]);
  });

  it('everything for nothing typed, prefixes first otherwise', () => {
    expect(search(places, '  ')).toEqual(places);
    expect(names(search([...places, at('Main Library', 0)], 'main'))).toEqual(['Main Library', 'Flushing-Main St']);
  });

  it('keeps composed scripts apart from their parts', () => {
    expect(names(search([at('서울역', 0), at('서면역', 0)], '서울'))).toEqual(['서울역']);
  });
});

describe('near a point', () => {
  const point = { latitude: 40.75, longitude: -73.846 };
  it('sorts by distance', () => {
    expect(names(byDistance(places, point))).toEqual(['Mets-Willets Point', 'Flushing-Main St', 'Café Señorial']);
  });
  it('names the nearest within reach only', () => {
    expect(nearest(places, point, 200)?.name).toBe('Mets-Willets Point');
    expect(nearest(places, point, 50)).toBeUndefined();
    expect(nearest([], point, 50)).toBeUndefined();
  });
});
