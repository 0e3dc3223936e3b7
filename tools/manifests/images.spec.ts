import { cluster, services } from './fixture.js';
import { builtFrom, imageViolations } from './images.js';

const withImage = (image: string) => imageViolations(cluster({ container: { image } }), services);

const DIGEST = `sha256:${'0a'.repeat(32)}`;

describe('imageViolations', () => {
  it.each([
    'lastmile-trip',
    'registry.example/team/lastmile-trip:1.2.3',
    'postgres:18-bookworm',
    `postgres@${DIGEST}`,
    `postgres:18-bookworm@${DIGEST}`,
    'lastmile-migrate:dev',
  ])('passes %s', (image) => expect(withImage(image)).toEqual([]));
  it.each([
    'lastmile-trips:1.0',
    'postgres:17',
    'nginx',
    'lastmile-trip:latest',
    `nginx@${DIGEST}`,
    `postgres:17@${DIGEST}`,
    'postgres@sha256:ab',
  ])('refuses %s', (image) => expect(withImage(image)).toHaveLength(1));
  it('knows what an image is built from', () =>
    expect(builtFrom('registry:5000/lastmile-trip:1@sha256:ab')).toBe('trip'));
});
