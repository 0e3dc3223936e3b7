// What the environment says about TLS, and what an operator reads when it is wrong.
import { rmSync, writeFileSync } from 'node:fs';
import { ConfigError } from '@lastmile/config';
import { CertificateAuthority, tlsEnv } from '@lastmile/testing';
import { tlsFromEnv, type TlsPaths } from '../src/index.js';
import { TlsWorld } from './tls-world.js';

let world: TlsWorld;
let paths: TlsPaths;
beforeEach(async () => {
  world = await TlsWorld.create();
  paths = await world.ca.write(world.directory, 'trip');
});
afterEach(() => world.destroy());

function messageOf(env: Record<string, string>): string {
  try {
    tlsFromEnv(env)?.stop();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return 'no error';
}

it('is off when nothing is set, and on when all is', () => {
  expect(tlsFromEnv({ GRPC_TLS_CERT_FILE: '' })).toBeUndefined();
  const tls = tlsFromEnv({ ...tlsEnv(paths), GRPC_TLS_OTHER_CA_FILE: '/nowhere/ca.crt' });
  expect(tls).toBeDefined();
  tls?.stop();
});

it.each(Object.keys(tlsEnv({ certFile: '', keyFile: '', caFile: '' })))('needs %s with the others', (missing) => {
  expect(messageOf({ ...tlsEnv(paths), [missing]: '' })).toBe(
    `bad configuration: ${missing} not set: TLS needs all three, or none`,
  );
  expect(messageOf({ GRPC_TLS_OTHER_CA_FILE: 'x' })).toMatch(/GRPC_TLS_CERT_FILE, GRPC_TLS_KEY_FILE, GRPC_TLS_CA_FILE/);
});

it.each<[string, string, () => unknown]>([
  ['a file that is not there', 'GRPC_TLS_KEY_FILE: cannot be read (ENOENT)', () => rmSync(paths.keyFile)],
  [
    'what is no certificate',
    'GRPC_TLS_CERT_FILE: no certificate there, or not a whole one',
    () => writeFileSync(paths.certFile, 'x'),
  ],
  [
    "another certificate's key",
    'GRPC_TLS_KEY_FILE: no private key of the certificate there',
    async () => writeFileSync(paths.keyFile, (await world.ca.issue(['trip'])).key),
  ],
  [
    'another CA of the same name',
    'GRPC_TLS_CA_FILE: the certificate is of none of these CAs',
    async () => writeFileSync(paths.caFile, (await CertificateAuthority.create()).cert),
  ],
  [
    'a certificate that has ended',
    'GRPC_TLS_CERT_FILE: the certificate ended on ',
    async () => {
      const { cert, key } = await world.ca.issue(['trip'], new Date(Date.now() - 1_000));
      writeFileSync(paths.certFile, cert);
      writeFileSync(paths.keyFile, key);
    },
  ],
])('refuses %s in one line', async (_, why, spoil) => {
  expect(messageOf(tlsEnv(paths))).toBe('no error');
  await spoil();
  const message = messageOf(tlsEnv(paths));
  expect(message).toContain(`bad configuration: ${why}`);
  expect(message).not.toContain('\n');
});
