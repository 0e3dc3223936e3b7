// A DNS server for tests: answers A questions over UDP with the addresses it was given last.
import { createSocket, type Socket } from 'node:dgram';
import type { AddressInfo } from 'node:net';

const [A, NXDOMAIN] = [1, 3];
const HEADER_BYTES = 12;

export class DnsServer {
  /** IPv4 addresses of every name; without any the name does not exist. */
  addresses: readonly string[] = [];
  /** While true nobody gets an answer. */
  silent = false;
  /** A questions seen. */
  questions = 0;

  private constructor(private readonly socket: Socket) {
    socket.on('message', (question, from) => {
      const reply = this.answer(question);
      if (reply) socket.send(reply, from.port, from.address);
    });
  }

  static async start(): Promise<DnsServer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new DnsServer(socket);
  }

  /** For `dns://<authority>/name:port`. */
  get authority(): string {
    return `127.0.0.1:${(this.socket.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.socket.close();
  }

  /** RFC 1035: header, the question repeated, then one record for each address; TTL 0, so that nobody caches. */
  private answer(question: Buffer): Buffer | undefined {
    const end = question.indexOf(0, HEADER_BYTES) + 5;
    const type = question.readUInt16BE(end - 4);
    if (type === A) this.questions += 1;
    if (this.silent) return undefined;
    const found = type === A ? this.addresses : [];
    const header = Buffer.alloc(HEADER_BYTES);
    question.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8580 | (this.addresses.length === 0 ? NXDOMAIN : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(found.length, 6);
    const records = found.map((address) => {
      const record = Buffer.from([0xc0, HEADER_BYTES, 0, A, 0, 1, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0]);
      record.set(address.split('.').map(Number), 12);
      return record;
    });
    return Buffer.concat([header, question.subarray(HEADER_BYTES, end), ...records]);
  }
}
