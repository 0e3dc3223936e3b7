// Whether calls from and to this process are encrypted, from the environment.
import { ConfigError, loadConfig } from '@lastmile/config';
import { z } from 'zod';
import { TlsFiles } from './tls-files.js';

const tlsKeys = {
  /** PEM: this service's certificate, and the intermediate ones up to the CA. */
  GRPC_TLS_CERT_FILE: z.string().optional(),
  GRPC_TLS_KEY_FILE: z.string().optional(),
  /** PEM: one or several CAs. */
  GRPC_TLS_CA_FILE: z.string().optional(),
  /** PEM: additional trusted CAs during a CA rotation. The file need not exist. */
  GRPC_TLS_OTHER_CA_FILE: z.string().optional(),
};

let current: { readonly tls: TlsFiles | undefined } | undefined;

/** From the environment, read on first use; undefined where connections are not encrypted. @throws ConfigError */
export const processTls = (): TlsFiles | undefined => (current ??= { tls: tlsFromEnv() }).tls;

/**
 * Undefined when none of the files is set.
 *
 * @throws ConfigError when only some are set, or when they cannot be used
 */
export function tlsFromEnv(env?: Record<string, string | undefined>): TlsFiles | undefined {
  const config = loadConfig(tlsKeys, env);
  const { GRPC_TLS_CERT_FILE: certFile, GRPC_TLS_KEY_FILE: keyFile, GRPC_TLS_CA_FILE: caFile } = config;
  if (certFile && keyFile && caFile) {
    return new TlsFiles({ certFile, keyFile, caFile, otherCaFile: config.GRPC_TLS_OTHER_CA_FILE });
  }
  const missing = (['GRPC_TLS_CERT_FILE', 'GRPC_TLS_KEY_FILE', 'GRPC_TLS_CA_FILE'] as const).filter(
    (key) => !config[key],
  );
  if (missing.length === 3 && !config.GRPC_TLS_OTHER_CA_FILE) return undefined;
  throw new ConfigError(`bad configuration: ${missing.join(', ')} not set: TLS needs all three, or none`);
}
