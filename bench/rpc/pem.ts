/** A certificate, its private key and the CA that is believed; texts, since they cross from one process to another. */
export interface Pem {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

/** As grpc-js takes them. */
export const bufferOf = (text: string): Buffer => Buffer.from(text);
