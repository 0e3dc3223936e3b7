// Certificates of a test, and what its processes make of them; all of it gone afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority } from '@lastmile/testing';
import { TlsFiles, type TlsPaths } from '../src/index.js';

/** Longer than any test: files are looked at when a test says so. */
const NEVER_MS = 2 ** 30;

export class TlsWorld {
  private readonly open: TlsFiles[] = [];

  private constructor(
    readonly directory: string,
    readonly ca: CertificateAuthority,
  ) {}

  static async create(): Promise<TlsWorld> {
    const directory = mkdtempSync(join(tmpdir(), 'lastmile-tls-'));
    return new TlsWorld(directory, await CertificateAuthority.create());
  }

  /** Files of a service with a certificate of this world's CA, and what a process makes of them. */
  async of(service: string, ca = this.ca, believed = ca.cert): Promise<{ paths: TlsPaths; tls: TlsFiles }> {
    const paths = await ca.write(this.directory, service, believed);
    return { paths, tls: this.read(paths) };
  }

  read(paths: TlsPaths, pollMs = NEVER_MS): TlsFiles {
    const tls = new TlsFiles(paths, pollMs);
    this.open.push(tls);
    return tls;
  }

  destroy(): void {
    for (const tls of this.open) tls.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
