// No statement of graphile-worker reaches its tables directly.
import { throughFunctions } from './queue-statements.js';

it('asks the functions instead', () => {
  const taken = { text: 'with j as (select …', values: ['pool', [1]], name: 'get_job/events' };
  expect(throughFunctions(taken)).toMatchObject({
    text: 'SELECT * FROM queue.take_job($1, $2)',
    values: ['pool', [1]],
  });
  expect(throughFunctions({ text: 'delete …', values: ['7'], name: 'complete_job/events' })).toMatchObject({
    values: [['7']],
  });
  const given = { text: 'with …', values: [['7'], 'too late', 'pool'], name: 'fail_jobs/events' };
  expect(throughFunctions(given)).toMatchObject({ values: ['pool', '[{"jobId":"7","message":"too late"}]'] });
});

it('listens to nobody who may end it', () => {
  expect(throughFunctions('LISTEN "jobs:insert"; LISTEN "worker:migrate";')).toBe('LISTEN "jobs:insert"');
});

it('knows of nothing that recurs', () => {
  const known = 'SELECT * FROM "events"._private_known_crontabs as known_crontabs';
  expect(throughFunctions(known)).toBe('SELECT WHERE false');
});

it.each(['BEGIN', 'UNLISTEN "jobs:insert"; UNLISTEN "worker:migrate";', { text: 'SELECT 1' }])(
  'leaves %j alone',
  (it) => {
    expect(throughFunctions(it)).toBe(it);
  },
);

it.each([
  { text: 'select …', name: 'get_job_fast/events' },
  { text: 'delete from "events"._private_jobs' },
  { text: 'select id, queue_name …', name: 'get_queue_names/events' },
])('refuses %j, which is new', (it) => {
  expect(() => throughFunctions(it)).toThrow('no function');
});
