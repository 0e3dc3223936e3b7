import { parseOptions } from './options.js';

/** What is said when the options are refused. */
function refusalOf(...argv: string[]): string {
  let said = '';
  const exit = jest.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  try {
    expect(() => parseOptions(argv)).toThrow('exit 1');
  } finally {
    exit.mockRestore();
    write.mockRestore();
  }
  return said;
}

test('fifty workers in a closed loop for a minute, when nothing is said', () => {
  expect(parseOptions([])).toMatchObject({ workers: 50, plan: { rate: undefined, warmupSeconds: 5, seconds: 60 } });
});

test('an open loop has a rate', () => {
  const { plan, addresses } = parseOptions(['--rate', '100', '--address', 'dns:///matching:50053', '--calls', '10']);
  expect(plan).toMatchObject({ rate: 100, calls: 10 });
  expect(addresses.matching).toBe('dns:///matching:50053');
});

test.each([
  [['--workers', '0'], '--workers'],
  [['--rate', 'many'], '--rate'],
  [['--calls', '1.5'], '--calls'],
  [['--address', 'matching'], '--address'],
  [['--rate', '5', '--closed'], '--closed'],
])('%p is refused by name', (argv, name) => {
  expect(refusalOf(...argv)).toContain(name);
});
