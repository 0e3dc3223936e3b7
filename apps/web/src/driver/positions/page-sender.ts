// The only sender of this page for a route: its screen may be closed and opened again while a batch is being sent.
import { platformNow } from '../../api/app-config';
import { PointSender } from './point-sender';
import { lockOf, PointStore, type Browser } from './point-store';

const pageId = crypto.randomUUID();
const senders = new Map<string, PointSender>();

const browser: Browser = {
  storage: localStorage,
  keys: () => Object.keys(localStorage),
  ifFree: (name, work) => navigator.locks.request(name, { ifAvailable: true }, (lock) => work(lock !== null)),
};

export function senderOf(routeId: string): PointSender {
  // Held until the page is closed or crashes.
  if (senders.size === 0) void navigator.locks.request(lockOf(pageId), () => new Promise(() => undefined));
  let sender = senders.get(routeId);
  if (!sender) {
    sender = new PointSender(new PointStore(routeId, pageId, browser, platformNow));
    senders.set(routeId, sender);
  }
  return sender;
}
