// Which kinds of devices are supported; a kind without its keys is disabled. Called by notification.config.ts.
import { createECDH } from 'node:crypto';
import { ConfigError, loadConfig } from '@lastmile/config';
import { z } from 'zod';

export interface WebPushConfig {
  /** base64url, uncompressed P-256 point; browsers subscribe with it. */
  readonly publicKey: string;
  /** base64url, 32 bytes. */
  readonly privateKey: string;
  /** Contact for push services: a `mailto:` or `https:` address. */
  readonly subject: string;
  /** Only these hosts and their subdomains are called. */
  readonly hosts: readonly string[];
}

export interface ExpoConfig {
  readonly accessToken: string;
}

type Env = Record<string, string | undefined>;

/** The push services of Chrome and browsers based on it, Firefox, Safari and Edge. */
const PUSH_SERVICES = 'fcm.googleapis.com,push.services.mozilla.com,push.apple.com,notify.windows.com';

/** Undefined without VAPID_PRIVATE_KEY. Throws ConfigError. */
export function webPushConfig(env: Env = process.env): WebPushConfig | undefined {
  const config = loadConfig(
    {
      VAPID_PRIVATE_KEY: z
        .string()
        .refine((key) => publicKeyOf(key), 'a P-256 private key in base64url')
        .optional(),
      VAPID_SUBJECT: z.url({ protocol: /^(mailto|https)$/ }).optional(),
      WEB_PUSH_HOSTS: z.string().default(PUSH_SERVICES),
    },
    env,
  );
  const { VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT: subject } = config;
  const publicKey = privateKey && publicKeyOf(privateKey);
  if (!publicKey) return undefined;
  if (!subject) throw new ConfigError('bad configuration: VAPID_SUBJECT is not set, and VAPID_PRIVATE_KEY needs it');
  const hosts = config.WEB_PUSH_HOSTS.split(',').map((host) => host.trim().toLowerCase());
  return { publicKey, privateKey, subject, hosts: hosts.filter((host) => host !== '') };
}

/** Undefined without EXPO_ACCESS_TOKEN. */
export function expoConfig(env: Env = process.env): ExpoConfig | undefined {
  const accessToken = loadConfig({ EXPO_ACCESS_TOKEN: z.string().optional() }, env).EXPO_ACCESS_TOKEN;
  return accessToken ? { accessToken } : undefined;
}

/** Undefined for an invalid private key. */
function publicKeyOf(privateKey: string): string | undefined {
  const scalar = Buffer.from(privateKey, 'base64url');
  if (scalar.length !== 32) return undefined;
  try {
    const curve = createECDH('prime256v1');
    curve.setPrivateKey(scalar);
    return curve.getPublicKey('base64url');
  } catch {
    return undefined;
  }
}
