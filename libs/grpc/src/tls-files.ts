// TLS between services, with certificates from files that may change while the process runs.
//
// Invariants: each side presents a certificate of a CA that the other trusts. The last complete, valid contents are
// used until new contents are complete and valid: a half-written, missing or mismatched file changes nothing. New
// connections use the new contents; open ones are unchanged, so no call is interrupted.
//
// Files are polled instead of watched, because a mounted Secret changes through a symbolic link of its directory.
// grpc-js can read files too, but does not check them, and refuses everybody while a file is missing.
import type { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { experimental, type ChannelCredentials, type ServerCredentials } from '@grpc/grpc-js';
import { ConfigError } from '@lastmile/config';
import type { Logger } from '@lastmile/telemetry';
import { checkedCertificate, type TlsMaterial } from './tls-material.js';

/** PEM files. */
export interface TlsPaths {
  /** This process's certificate; its DNS names include the name of its service. */
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string;
  /** Additional trusted CAs during a CA rotation; need not exist. */
  readonly otherCaFile?: string;
}

/** Interval between checks of the files. */
export const POLL_MS = 10_000;

type CaListener = Parameters<experimental.CertificateProvider['addCaCertificateListener']>[0];
type IdentityListener = Parameters<experimental.CertificateProvider['addIdentityCertificateListener']>[0];

export class TlsFiles implements experimental.CertificateProvider {
  /** For channels; the expected service is an option of the channel itself. */
  readonly channelCredentials: ChannelCredentials;
  /** For servers: callers without a certificate of a trusted CA are refused. */
  readonly serverCredentials: ServerCredentials;
  private current: TlsMaterial;
  private certificate: X509Certificate;
  /** Why the files cannot be used now; logged once. */
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

  /** Logs renewals and unusable files there. */
  reportTo(logger: Logger): void {
    this.logger = logger;
    logger.info({ valid_until: this.certificate.validToDate }, 'TLS between services is on');
  }

  /** Stops checking the files. */
  stop(): void {
    clearInterval(this.timer);
  }

  /** Checks the files now. */
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

  // Listeners are called later and not synchronously: grpc-js adds its own before it is ready for them.

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

  /** Warns once per certificate, when a tenth of its lifetime is left, because the renewal has not worked. */
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
  // Usually this file does not exist, which is not an error.
  if (otherCaFile && existsSync(otherCaFile)) cas.push(certificatesOf('GRPC_TLS_OTHER_CA_FILE', otherCaFile));
  return {
    cert: certificatesOf('GRPC_TLS_CERT_FILE', certFile),
    key: contentOf('GRPC_TLS_KEY_FILE', keyFile),
    ca: Buffer.concat(cas),
  };
}

/**
 * Each file must end with a newline: OpenSSL does not recognize a certificate that starts on the line where another
 * ends, which `cat` may cause.
 */
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
