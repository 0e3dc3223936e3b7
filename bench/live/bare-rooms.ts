// What the gateway is compared with: Socket.IO and nothing else, in one process. A car is a room; its points go to the room
// in messages of the same bytes as the gateway's.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { answering } from '../rpc/bare-process.js';
import type { BareQuestion, LocationMessage, Point } from './protocol.types.js';

type Answer = (answer: object) => void;

const http = createServer();
/** The gateway's heartbeat, too. */
const io = new Server(http, {
  transports: ['websocket'],
  serveClient: false,
  perMessageDeflate: false,
  pingInterval: 10_000,
  pingTimeout: 5_000,
});
let driverOf: ReadonlyMap<string, string> = new Map();
let location: LocationMessage;
let notification: object;

io.on('connection', (socket) => {
  // The token is the driver's id here.
  const { token: driverId } = socket.handshake.auth as { token: string };
  socket.on('trip:join', ({ tripId }: { tripId: string }, ack: Answer) => {
    void socket.join(driverOf.get(tripId) ?? '');
    ack({ ok: true });
  });
  socket.on('position', ({ points }: { points: Point[] }, ack: Answer) => {
    for (const { position, time, accuracyMeters } of points) {
      const point = { ...location.point, position, time, accuracyMeters };
      io.to(driverId).volatile.emit('location', { ...location, driverId, point });
    }
    ack({ ok: true, result: { acceptedCount: points.length, rejected: [] } });
  });
});

answering<BareQuestion, unknown>(async (question) => {
  switch (question.ask) {
    case 'listen':
      driverOf = new Map(question.trips);
      await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
      return (http.address() as AddressInfo).port;
    case 'imitate':
      ({ location, notification } = question);
      return;
    case 'broadcast':
      for (let i = 0; i < question.times; i++) io.emit('notification', notification);
  }
});
