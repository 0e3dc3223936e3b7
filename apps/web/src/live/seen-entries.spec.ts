import { SeenEntries } from './seen-entries';

let items: Map<string, string>;
const tab = (user = 'ana') =>
  new SeenEntries(
    { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value) },
    `seen.${user}`,
  );
beforeEach(() => (items = new Map()));

it('lets every tab hear every entry once', () => {
  const tabs = [tab(), tab(), tab()];
  for (const sequence of [1, 2, 3]) expect(tabs.map((each) => each.isNew(sequence))).toEqual([true, true, true]);
  expect(tabs.map((each) => each.isNew(3))).toEqual([false, false, false]);
});

it('resumes in each tab where that tab was, however far another is', () => {
  const [behind, ahead] = [tab(), tab()];
  behind!.isNew(1);
  for (const sequence of [1, 2, 3]) ahead!.isNew(sequence);
  expect([behind!.after, ahead!.after]).toEqual([1, 3]);
  expect([2, 3].map((sequence) => behind!.isNew(sequence))).toEqual([true, true]);
});

it('starts a new tab where the farthest was, of the same person', () => {
  const [one, two] = [tab(), tab()];
  for (const sequence of [1, 2, 3]) one!.isNew(sequence);
  two!.isNew(1);
  expect([tab().after, tab('ben').after]).toEqual([3, undefined]);
});
