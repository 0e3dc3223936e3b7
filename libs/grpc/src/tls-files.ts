// TLS between services, with certificates from files that change while the process runs.
//
// Invariants: both sides show a certificate of a CA that the other believes. What was read last as a whole counts until other
// contents can be used as a whole: a file that is half written, gone, or of another pair than the rest takes nothing away.
// New connections use the new contents; those that are open stay as they are, so no call is dropped.
//
// Files are looked at again and again rather than watched: a mounted Secret changes by a symbolic link of its folder.
// grpc-js has a provider that reads files too, but it takes what it finds unchecked, and refuses everybody while a file is away.
import type { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { experimental, type ChannelCredentials, type ServerCredentials } from '@grpc/grpc-js';
import { ConfigError } from '@lastmile/config';
import type { Logger } from '@lastmile/telemetry';
import { checkedCertificate, type TlsMaterial } from './tls-material.js';

/** PEM files. */
export interface TlsPaths {
  /** This process's certificate; its DNS names have the name of the service that it is. */
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string;
  /** CAs that are believed beside those of `caFile`, while one takes over from another; need not exist. */
  readonly otherCaFile?: string;
}

/** Between two looks at the files. */
export const POLL_MS = 10_000;

type CaListener = Parameters<experimental.CertificateProvider['addCaCertificateListener']>[0];
type IdentityListener = Parameters<experimental.CertificateProvider['addIdentityCertificateListener']>[0];

export class TlsFiles implements experimental.CertificateProvider {
  /** For channels; which service the other side must be is the channel's own option. */
  readonly channelCredentials: ChannelCredentials;
  /** For servers: who shows no certificate of a CA that is believed is refused. */
  readonly serverCredentials: ServerCredentials;
  private current: TlsMaterial;
  private certificate: X509Certificate;
  /** Why the files cannot be used at present: told once. */
  private trouble: string | undefined;
  private warnedOf: X509Certificate | undefined;
  private readonly names = new Set<string>();
  private readonly caListeners = new Set<CaListener>();
  private readonly identityListeners = new Set<IdentityListener>();
  private readonly timer: NodeJS.Timeout;
  private logger: Logger | undefined;

  /** @throws ConfigError when the files cannot be read or do not belong together */
  constructor(
    private readonly paths: TlsPaths,
    pollMs = POLL_MS,
  ) {
    try {
      this.current = read(paths);
      this.certificate = checkedCertificate(this.current, [], new Date());
    } catch (error) {
      throw new ConfigError(`bad configuration: ${(error as Error).message}`);
    }
    this.channelCredentials = experimental.createCertificateProviderChannelCredentials(this, this);
    this.serverCredentials = experimental.createCertificateProviderServerCredentials(this, this, true);
    this.timer = setInterval(() => this.look(), pollMs).unref();
  }

  /** From now on the certificate must be for this service. @throws ConfigError when it is not */
  serveAs(service: string): void {
    this.names.add(service);
    try {
      checkedCertificate(this.current, [service], new Date());
    } catch (error) {
      throw new ConfigError(`bad configuration: ${(error as Error).message}`);
    }
  }

  /** Where renewals, and files that cannot be used, are told. */
  reportTo(logger: Logger): void {
    this.logger = logger;
    logger.info({ valid_until: this.certificate.validToDate }, 'TLS between services is on');
  }

  /** Looks at the files no more. */
  stop(): void {
    clearInterval(this.timer);
  }

  /** Looks at the files now. */
  look(): void {
    const now = new Date();
    try {
      const found = read(this.paths);
      if (!same(found, this.current)) this.take(found, checkedCertificate(found, this.names, now));
      this.trouble = undefined;
    } catch (error) {
      const { message } = error as Error;
      if (message !== this.trouble) this.logger?.error({ why: message }, 'certificate not renewed: the last one stays');
      this.trouble = message;
    }
    this.warnWhenItEnds(now);
  }

  private take(found: TlsMaterial, certificate: X509Certificate): void {
    this.current = found;
    this.certificate = certificate;
    for (const listener of this.caListeners) listener(this.ca());
    for (const listener of this.identityListeners) listener(this.identity());
    this.logger?.info({ valid_until: certificate.validToDate }, 'certificate renewed');
  }

  // Listeners are told later, not from within: grpc-js adds its own before it is ready to hear.

  addCaCertificateListener(listener: CaListener): void {
    this.caListeners.add(listener);
    process.nextTick(() => listener(this.ca()));
  }

  removeCaCertificateListener(listener: CaListener): void {
    this.caListeners.delete(listener);
  }

  addIdentityCertificateListener(listener: IdentityListener): void {
    this.identityListeners.add(listener);
    process.nextTick(() => listener(this.identity()));
  }

  removeIdentityCertificateListener(listener: IdentityListener): void {
    this.identityListeners.delete(listener);
  }

  private ca() {
    return { caCertificate: this.current.ca };
  }

  private identity() {
    return { certificate: this.current.cert, privateKey: this.current.key };
  }

  /** Once for a certificate, when a tenth of its time is left: whatever renews it does not. */
  private warnWhenItEnds(now: Date): void {
    const { validFromDate, validToDate } = this.certificate;
    const left = (+validToDate - +now) / (+validToDate - +validFromDate);
    if (left > 0.1 || this.warnedOf === this.certificate) return;
    this.warnedOf = this.certificate;
    this.logger?.error({ valid_until: validToDate }, 'the certificate ends soon and is not renewed');
  }
}

const same = (a: TlsMaterial, b: TlsMaterial): boolean =>
  a.cert.equals(b.cert) && a.key.equals(b.key) && a.ca.equals(b.ca);

function read({ certFile, keyFile, caFile, otherCaFile }: TlsPaths): TlsMaterial {
  const cas = [certificatesOf('GRPC_TLS_CA_FILE', caFile)];
  // One that is not there, as most of the time, is no error.
  if (otherCaFile && existsSync(otherCaFile)) cas.push(certificatesOf('GRPC_TLS_OTHER_CA_FILE', otherCaFile));
  return {
    cert: certificatesOf('GRPC_TLS_CERT_FILE', certFile),
    key: contentOf('GRPC_TLS_KEY_FILE', keyFile),
    ca: Buffer.concat(cas),
  };
}

/** Each ends with a line: OpenSSL does not see one that begins on the line where another ends, as `cat` may make it. */
const certificatesOf = (key: string, file: string): Buffer =>
  Buffer.from(
    contentOf(key, file)
      .toString('latin1')
      .replaceAll(/(-----END CERTIFICATE-----)\s*/g, '$1\n'),
    'latin1',
  );

function contentOf(key: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Error(`${key}: cannot be read (${why})`, { cause: error });
  }
}
