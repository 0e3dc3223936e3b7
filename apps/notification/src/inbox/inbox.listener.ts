// Listens for other services' events and notifies the people concerned. Events may be repeated or out of order: the
// inbox stores event ids, and the version of the trip or ride that each entry is about.
import { Injectable } from '@nestjs/common';
import { DriverEvent, RideEvent, Role, TripEvent, UserEvent } from '@lastmile/contracts';
import { OnEvents, type EventOf } from '@lastmile/events';
import {
  DRIVER_KINDS,
  namesOf,
  RIDE_KINDS,
  TRIP_KINDS,
  type DriverKind,
  type RideKind,
  type TripKind,
} from '../notification-kind.types.js';
import { NotificationService } from '../notification.service.js';
import { toDriverFacts, toRideFacts, toTripFacts } from '../notification.wire.js';

@Injectable()
export class InboxListener {
  constructor(private readonly notifications: NotificationService) {}

  @OnEvents(['user.registered', 'user.profile_updated'], UserEvent)
  async setReader({ user }: UserEvent): Promise<void> {
    if (!user) throw new TypeError('a user event without a user');
    const { userId, language, version, roles } = user;
    // An unconfirmed address gets no mail, because it may belong to somebody else.
    const email = (user.emailConfirmed && user.email) || undefined;
    const reader = { language, email, isOperator: roles.includes(Role.ROLE_OPERATOR) };
    await this.notifications.setReader(userId, reader, version);
  }

  @OnEvents(namesOf(TRIP_KINDS), TripEvent)
  async tellOfTrip(message: TripEvent, event: EventOf<TripKind>): Promise<void> {
    await this.notifications.tell(event, { type: event.type, time: event.time, trip: toTripFacts(message) });
  }

  @OnEvents(namesOf(RIDE_KINDS), RideEvent)
  async tellOfRide(message: RideEvent, event: EventOf<RideKind>): Promise<void> {
    await this.notifications.tell(event, { type: event.type, time: event.time, ride: toRideFacts(message) });
  }

  @OnEvents(namesOf(DRIVER_KINDS), DriverEvent)
  async tellOfDriver(message: DriverEvent, event: EventOf<DriverKind>): Promise<void> {
    await this.notifications.tell(event, { type: event.type, time: event.time, driver: toDriverFacts(message) });
  }
}
