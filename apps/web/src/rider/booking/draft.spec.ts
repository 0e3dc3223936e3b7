import { ALONE } from '@lastmile/party';
import { draftOf, queryOf, type Draft } from './draft';

const whole: Draft = {
  stationId: 'subway:701',
  trainId: 'AFA24GEN-7037-Weekday-00_000600_7..N97R',
  serviceDate: '2026-09-23',
  destination: { name: 'Café & Bar, 39 Ave', position: { latitude: 40.7593, longitude: -73.8315 } },
  party: { ...ALONE, people: 3, wheelchair: true },
  maxWaitSeconds: 600,
};

describe('the draft in the address', () => {
  it.each<[string, Draft]>([
    ['whole', whole],
    ['without a wheelchair although the profile says so', { ...whole, party: ALONE }],
    ['new', draftOf(new URLSearchParams())],
    ['with a station alone', { ...draftOf(new URLSearchParams()), stationId: '701' }],
  ])('comes back as it went: %s', (_, draft) => {
    expect(draftOf(new URLSearchParams(queryOf(draft).toString()))).toEqual(draft);
  });

  it('belongs to a station: without one there is no train and no destination', () => {
    const query = queryOf(whole);
    query.delete('station');
    expect(draftOf(query)).toMatchObject({ trainId: undefined, serviceDate: undefined, destination: undefined });
  });

  it.each(['party=0', 'party=7', 'party=1.5', 'party=x', 'wait=7', 'wait=-300', 'to=here', 'to=91,0', 'to=1,181'])(
    'what it cannot mean is not chosen: %s',
    (text) => {
      expect(draftOf(new URLSearchParams(`station=701&${text}`))).toEqual({
        ...draftOf(new URLSearchParams()),
        stationId: '701',
      });
    },
  );
});
