// A certification authority for tests, with certificates like those that cert-manager makes for services.
import { webcrypto } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type PeerCertificate } from 'node:tls';
import type { TlsPaths } from '@lastmile/grpc';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** PEM. */
export interface IssuedCertificate {
  readonly cert: string;
  readonly key: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY_MS = 24 * 60 * 60 * 1_000;

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

export class CertificateAuthority {
  private constructor(
    private readonly name: string,
    private readonly keys: webcrypto.CryptoKeyPair,
    /** Its own certificate, PEM. */
    readonly cert: string,
  ) {}

  static async create(name = 'CA of a test'): Promise<CertificateAuthority> {
    const keys = await newKeys();
    const cert = await X509CertificateGenerator.createSelfSigned({
      name: `CN=${name}`,
      keys,
      signingAlgorithm: ALGORITHM,
      notBefore: new Date(Date.now() - DAY_MS),
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return new CertificateAuthority(name, keys, cert.toString('pem'));
  }

  /**
   * The serial number of the certificate that `service` presents on a new connection to its port, to a caller with a
   * certificate of this CA.
   */
  async serialShownAt(port: number, service: string): Promise<string> {
    const { key, cert } = await this.issue(['tester']);
    const asked = { port, host: '127.0.0.1', servername: service, ALPNProtocols: ['h2'] };
    const socket = connect({ ...asked, key, cert, ca: this.cert });
    const certificate = await new Promise<PeerCertificate>((resolve, reject) => {
      socket.once('error', reject).once('secureConnect', () => resolve(socket.getPeerCertificate()));
    });
    socket.destroy();
    return certificate.serialNumber;
  }

  /** A certificate for a server or a client with these DNS names or IP addresses, valid from yesterday. */
  async issue(names: readonly string[], validUntil = new Date(Date.now() + DAY_MS)): Promise<IssuedCertificate> {
    const keys = await newKeys();
    const alternatives = names.map((value) => ({ type: /^[\d.]+$/.test(value) ? 'ip' : 'dns', value }) as const);
    const extensions: Extension[] = [
      new SubjectAlternativeNameExtension(alternatives),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      // The old and the new CA of a rotation may have the same name.
      await AuthorityKeyIdentifierExtension.create(this.keys.publicKey),
    ];
    const cert = await X509CertificateGenerator.create({
      subject: `CN=${names[0]}`,
      issuer: `CN=${this.name}`,
      extensions,
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: ALGORITHM,
      notBefore: new Date(Date.now() - DAY_MS),
      notAfter: validUntil,
    });
    const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
    const lines = key.match(/.{1,64}/g)!.join('\n');
    return { cert: cert.toString('pem'), key: `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n` };
  }

  /** Writes the files for a service into `directory`, replacing earlier ones; `ca` are the trusted CAs. */
  async write(directory: string, service: string, ca = this.cert): Promise<TlsPaths> {
    const { cert, key } = await this.issue([service]);
    const paths = tlsPaths(join(directory, service));
    mkdirSync(join(directory, service), { recursive: true });
    replaceFile(paths.certFile, cert);
    replaceFile(paths.keyFile, key);
    replaceFile(paths.caFile, ca);
    return paths;
  }
}

/** The file names that cert-manager uses. */
export const tlsPaths = (directory: string): TlsPaths => ({
  certFile: join(directory, 'tls.crt'),
  keyFile: join(directory, 'tls.key'),
  caFile: join(directory, 'ca.crt'),
});

/** The same as environment variables of a service. */
export const tlsEnv = ({ certFile, keyFile, caFile }: TlsPaths): Record<string, string> => ({
  GRPC_TLS_CERT_FILE: certFile,
  GRPC_TLS_KEY_FILE: keyFile,
  GRPC_TLS_CA_FILE: caFile,
});

function replaceFile(path: string, content: string): void {
  writeFileSync(`${path}.new`, content, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
