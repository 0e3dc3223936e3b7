import { formatStatus, StatusWriter } from './status.js';

const footprint = { rssBytes: 1.5e9, pssBytes: 1e9, cpuSeconds: 3 };
const report = {
  requested: 9,
  matched: 6,
  boarded: 5,
  completed: 4,
  cancelledByRider: 1,
  expired: 2,
  riderNoShows: 1,
  declined: 3,
  cancelledByDriver: 0,
  connectionsLost: 2,
  gaps: 0,
  meanWaitSeconds: 125,
  eta: { pickup: [], dropoff: [] },
  refusals: { no_seat: 1, no_driver: 2 },
  errors: {},
  trainsArrived: 7,
};

describe('formatStatus', () => {
  it('shows what happens in the city, most frequent refusals first', () => {
    const text = formatStatus({ report, footprint, restarts: { trip: 1 } }).join('\n');
    expect(text).toContain('completed 4   mean wait 2 min 5 s');
    expect(text).toContain('refusals: no_driver 2, no_seat 1');
    expect(text).toContain('memory 1500 MB RSS   restarted: trip 1');
    expect(text).not.toContain('unexpected');
  });
});

describe('StatusWriter', () => {
  it('on a terminal moves up over exactly the rows it drew', () => {
    const written: string[] = [];
    const out = {
      isTTY: true,
      columns: 30,
      write: (text: string) => written.push(text),
    } as unknown as NodeJS.WriteStream;
    const writer = new StatusWriter(out);
    writer.show(['trains 12   waiting 345   done 6']);
    writer.show(['next']);
    const rows = written[0]!.trimEnd().split('\n').length;
    expect(rows).toBe(2);
    expect(written[1]).toContain(`\x1b[${rows}A`);
  });
});
