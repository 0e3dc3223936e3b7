// A certificate with its private key, and the trusted certification authorities (CAs), checked before use.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';

/** Contents of PEM files. */
export interface TlsMaterial {
  /** The certificate, followed by intermediate ones, if there are any. */
  readonly cert: Buffer;
  readonly key: Buffer;
  /** One CA, or several during a CA rotation. */
  readonly ca: Buffer;
}

/** The environment key of each part, for error messages. */
const KEYS = { cert: 'GRPC_TLS_CERT_FILE', key: 'GRPC_TLS_KEY_FILE', ca: 'GRPC_TLS_CA_FILE' } as const;

/**
 * Checks that the parts are complete, valid today and belong together.
 *
 * @param names service names that the certificate must contain
 * @returns the certificate
 * @throws Error with one line that names the environment key
 */
export function checkedCertificate(material: TlsMaterial, names: Iterable<string>, now: Date): X509Certificate {
  const [certificate, ...between] = certificatesIn('cert', material.cert);
  const authorities = certificatesIn('ca', material.ca);
  const wrong = (part: keyof typeof KEYS, why: string) => new Error(`${KEYS[part]}: ${why}`);
  if (!isKeyOf(certificate!, material.key)) throw wrong('key', 'no private key of the certificate there');
  if (certificate!.validToDate < now) throw wrong('cert', `the certificate ended on ${certificate!.validTo}`);
  for (const name of names) {
    if (!certificate!.checkHost(name, { subject: 'never' })) throw wrong('cert', `the certificate is not for ${name}`);
  }
  if (!isIssuedBy(certificate!, between, authorities)) throw wrong('ca', 'the certificate is of none of these CAs');
  try {
    createSecureContext(material);
  } catch (error) {
    throw wrong('cert', `cannot be used (${(error as Error).message})`);
  }
  return certificate!;
}

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function certificatesIn(part: 'cert' | 'ca', pem: Buffer): X509Certificate[] {
  const text = pem.toString('latin1');
  const blocks = text.match(BLOCK) ?? [];
  const begun = text.split('-----BEGIN CERTIFICATE-----').length - 1;
  try {
    if (blocks.length === 0 || blocks.length < begun) throw new Error('incomplete');
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    throw new Error(`${KEYS[part]}: no certificate there, or not a whole one`);
  }
}

function isKeyOf(certificate: X509Certificate, key: Buffer): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/** Whether it is issued directly, or through the intermediate certificates. */
function isIssuedBy(
  certificate: X509Certificate,
  between: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
): boolean {
  const issued = (by: X509Certificate) => certificate.checkIssued(by) && certificate.verify(by.publicKey);
  if (authorities.some(issued)) return true;
  return between.some(
    (each, i) => issued(each) && isIssuedBy(each, between.toSpliced(i, 1), authorities), // each at most once
  );
}
