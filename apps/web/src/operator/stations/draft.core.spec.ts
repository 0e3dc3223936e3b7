// Editing a station changes only the edited fields.
import type { Station } from '../../api/client';
import { bodyOf, draftOf, problemsOf, STATION, withName, withoutPoint, withPoint, withPosition } from './draft.core';

const here = { latitude: 40.75, longitude: -73.83 };
const there = { latitude: 40.76, longitude: -73.84 };
const station = {
  stationId: 'mta:701',
  name: 'Flushing',
  position: here,
  timeZone: 'America/New_York',
  lines: [],
  active: true,
  pickupPoints: [{ pickupPointId: 'p1', name: 'Main St', position: here, walkSeconds: 60 }],
} satisfies Station;

describe('a draft of a station', () => {
  it('sends what it was made of when nothing changed', () => {
    expect(bodyOf(draftOf(station))).toEqual({
      name: 'Flushing',
      position: here,
      pickupPoints: [{ name: 'Main St', position: here }],
    });
  });

  it('moves and renames the station, or one pickup point', () => {
    const moved = withPosition(withName(draftOf(station), STATION, ' Flushing–Main St '), 'p1', there);
    expect(bodyOf(moved)).toEqual({
      name: 'Flushing–Main St',
      position: here,
      pickupPoints: [{ name: 'Main St', position: there }],
    });
  });

  it('adds a pickup point beside the station, unnamed, and removes one', () => {
    const added = withPoint(draftOf(station), 'new');
    expect(problemsOf(added)).toEqual({ unnamed: ['new'], hasBadPosition: false });
    expect(added.points[1]?.position).not.toEqual(here);
    expect(withoutPoint(added, 'p1').points.map(({ key }) => key)).toEqual(['new']);
  });

  it('knows what is no position: out of range, or not a number', () => {
    for (const latitude of [90.1, Number.NaN]) {
      expect(problemsOf(withPosition(draftOf(station), STATION, { ...here, latitude })).hasBadPosition).toBe(true);
    }
  });
});
