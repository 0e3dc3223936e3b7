import { EventEmitter } from 'node:events';
import type { StreamNotificationsRequest } from '@lastmile/contracts';
import type { Clients } from '../gateway.client.js';
import { InboxStream } from './inbox-stream.js';

it('follows nobody for a socket that has gone, though it asked to resume before', () => {
  const sent: StreamNotificationsRequest[] = [];
  const call = Object.assign(new EventEmitter(), {
    write: (message: StreamNotificationsRequest) => sent.push(message),
    cancel: () => undefined,
  });
  const inboxes = new InboxStream({
    notifications: { stream: { streamNotifications: () => call } },
  } as unknown as Clients);
  const follower = inboxes.follow('somebody', 3, () => undefined);
  follower.stop();
  sent.length = 0;
  follower.resume(1);
  expect(sent).toEqual([]);
  inboxes.close();
});
