// Ids may be pasted in several formats; nobody gets a message twice.
import { idsOf } from './recipients.core';

describe('idsOf', () => {
  it('reads lines, commas and semicolons, each id once', () => {
    expect(idsOf(' a\n b,c; a\r\n\tb ,')).toEqual(['a', 'b', 'c']);
  });

  it('finds nobody in nothing', () => {
    expect(idsOf(' \n,')).toEqual([]);
  });
});
