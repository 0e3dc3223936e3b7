// The network in front of one listener: it carries every byte, until it is cut. Then it carries none and tells nobody.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * A TCP relay. While it is cut, bytes, closings and new connections are held back and no side hears a word, as behind a
 * firewall that drops packets; once it is mended they arrive, as TCP sends again what was lost.
 */
export class Wire {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private whole = Promise.resolve();
  private mended?: () => void;

  private constructor(private readonly to: number) {
    // Half open, so that each side's closing is carried on its own.
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => void this.carry(near));
  }

  /** Listens on a free port and carries to `to`, on this machine. */
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
    if (this.mended) return;
    this.whole = new Promise((resolve) => (this.mended = resolve));
  }

  mend(): void {
    this.mended?.();
    this.mended = undefined;
  }

  close(): void {
    this.mend();
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private async carry(near: Socket): Promise<void> {
    this.hold(near);
    await this.whole;
    const far = connect({ port: this.to, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.hold(far);
    await Promise.all([this.copy(near, far), this.copy(far, near)]);
  }

  /** Ends when one side has closed and the other was told. */
  private async copy(from: Socket, to: Socket): Promise<void> {
    try {
      for await (const bytes of from) {
        await this.whole;
        if (!to.write(bytes as Buffer) && !to.destroyed) await drained(to);
      }
      await this.whole;
      to.end();
    } catch {
      // A refusal, a reset or a closing: for the other side it is a connection that broke.
      await this.whole;
      to.resetAndDestroy();
    }
  }

  private hold(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => this.sockets.delete(socket));
  }
}

const drained = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('drain', resolve).once('close', () => resolve());
  });
