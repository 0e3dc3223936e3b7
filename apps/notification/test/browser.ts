// A browser's half of Web Push: it subscribes with a key pair of its own and decrypts what comes (RFC 8291, aes128gcm).
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';

const SALT_BYTES = 16;
const TAG_BYTES = 16;
const LAST_RECORD = 2;

export class Browser {
  private readonly keys = createECDH('prime256v1');
  private readonly auth = randomBytes(16);

  constructor(private readonly endpoint: string) {
    this.keys.generateKeys();
  }

  /** What `JSON.stringify(await registration.pushManager.subscribe(…))` gives. */
  get subscription(): string {
    const p256dh = this.keys.getPublicKey('base64url');
    const keys = { p256dh, auth: this.auth.toString('base64url') };
    return JSON.stringify({ endpoint: this.endpoint, expirationTime: null, keys });
  }

  /** Throws when the body was not encrypted for this browser. */
  decrypt(body: Buffer): unknown {
    const salt = body.subarray(0, SALT_BYTES);
    const keyLength = body.readUInt8(SALT_BYTES + 4);
    const start = SALT_BYTES + 5 + keyLength;
    const sender = body.subarray(SALT_BYTES + 5, start);
    const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), this.keys.getPublicKey(), sender]);
    const secret = derive(this.keys.computeSecret(sender), this.auth, keyInfo, 32);
    const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
    const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(body.subarray(-TAG_BYTES));
    const plain = Buffer.concat([decipher.update(body.subarray(start, -TAG_BYTES)), decipher.final()]);
    const end = plain.lastIndexOf(LAST_RECORD);
    return JSON.parse(plain.subarray(0, end).toString());
  }
}

const derive = (key: Buffer, salt: Buffer, info: Buffer, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, length));
