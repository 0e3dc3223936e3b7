// A network connection in front of one listener: it passes all bytes until the test cuts it. Then it passes none, and
// neither side notices.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * A TCP relay. While it is cut, bytes, closings and new connections are held back and neither side notices, like behind
 * a firewall that drops packets. When it is mended they arrive, because TCP sends lost packets again. `forget` acts
 * like a firewall that has lost its connection table.
 */
export class Wire {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private line = new Line();

  private constructor(private readonly to: number) {
    // Half open, so that the closing of each side is passed on separately.
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => void this.carry(near));
  }

  /** Listens on a free port and connects to `to`, on this machine. */
  static async to(to: number): Promise<Wire> {
    const wire = new Wire(to);
    await new Promise<void>((resolve, reject) => {
      wire.server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return wire;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  cut(): void {
    this.line.cut();
  }

  mend(): void {
    this.line.mend();
  }

  /** Open connections stay silent permanently; new ones work. */
  forget(): void {
    this.line.cut();
    this.line = new Line();
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private async carry(near: Socket): Promise<void> {
    this.hold(near);
    const { line } = this;
    await line.whole;
    const far = connect({ port: this.to, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.hold(far);
    await Promise.all([copy(near, far, line), copy(far, near, line)]);
  }

  private hold(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => this.sockets.delete(socket));
  }
}

/** The state that several connections share: cut or not. */
class Line {
  whole = Promise.resolve();
  mend: () => void = () => undefined;

  cut(): void {
    this.mend();
    this.whole = new Promise((resolve) => (this.mend = resolve));
  }
}

/** Ends when one side has closed and the other side was notified. */
async function copy(from: Socket, to: Socket, line: Line): Promise<void> {
  try {
    for await (const bytes of from) {
      await line.whole;
      if (!to.write(bytes as Buffer) && !to.destroyed) await drained(to);
    }
    await line.whole;
    to.end();
  } catch {
    // A refusal, a reset or a closing: the other side sees a broken connection.
    await line.whole;
    to.resetAndDestroy();
  }
}

const drained = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('drain', resolve).once('close', () => resolve());
  });
