// Other services' events, each told to whom it concerns. Deliveries may repeat and cross: the inbox remembers
// event ids, and of what each entry tells which state.
import { Injectable } from '@nestjs/common';
import { DriverEvent, RideEvent, Role, TripEvent, UserEvent } from '@lastmile/contracts';
import { OnEvent, type EventEnvelope } from '@lastmile/events';
import { NotificationService } from './notification.service.js';
import type { RideEventType, TripEventType } from './notification.types.js';
import { toDriverFacts, toRideFacts, toTripFacts } from './notification.wire.js';

@Injectable()
export class UserEventHandlers {
  constructor(private readonly notifications: NotificationService) {}

  @OnEvent('user.registered', UserEvent)
  async openInbox(message: UserEvent): Promise<void> {
    await this.noteReader(message);
  }

  @OnEvent('user.profile_updated', UserEvent)
  async noteReader({ user }: UserEvent): Promise<void> {
    if (!user) throw new TypeError('a user event without a user');
    const { userId, language, version, roles } = user;
    // Whose address nobody has confirmed gets no mail: it may be a stranger's.
    const email = (user.emailConfirmed && user.email) || undefined;
    const reader = { language, email, isOperator: roles.includes(Role.ROLE_OPERATOR) };
    await this.notifications.setReader(userId, reader, version);
  }
}

@Injectable()
export class TripEventHandlers {
  constructor(private readonly notifications: NotificationService) {}

  @OnEvent('trip.offered', TripEvent)
  async offered(message: TripEvent, event: EventEnvelope): Promise<void> {
    await this.tell('trip.offered', message, event);
  }

  @OnEvent('trip.scheduled', TripEvent)
  async scheduled(message: TripEvent, event: EventEnvelope): Promise<void> {
    await this.tell('trip.scheduled', message, event);
  }

  @OnEvent('trip.arrived', TripEvent)
  async arrived(message: TripEvent, event: EventEnvelope): Promise<void> {
    await this.tell('trip.arrived', message, event);
  }

  @OnEvent('trip.active', TripEvent)
  async active(message: TripEvent, event: EventEnvelope): Promise<void> {
    await this.tell('trip.active', message, event);
  }

  @OnEvent('trip.completed', TripEvent)
  async completed(message: TripEvent, event: EventEnvelope): Promise<void> {
    await this.tell('trip.completed', message, event);
  }

  @OnEvent('trip.declined', TripEvent)
  async declined(message: TripEvent, event: EventEnvelope): Promise<void> {
    await this.tell('trip.declined', message, event);
  }

  @OnEvent('trip.expired', TripEvent)
  async expired(message: TripEvent, event: EventEnvelope): Promise<void> {
    await this.tell('trip.expired', message, event);
  }

  @OnEvent('trip.cancelled', TripEvent)
  async cancelled(message: TripEvent, event: EventEnvelope): Promise<void> {
    await this.tell('trip.cancelled', message, event);
  }

  @OnEvent('trip.no_show', TripEvent)
  async noShow(message: TripEvent, event: EventEnvelope): Promise<void> {
    await this.tell('trip.no_show', message, event);
  }

  private tell(type: TripEventType, message: TripEvent, event: EventEnvelope): Promise<void> {
    return this.notifications.tell(event, { type, time: event.time, trip: toTripFacts(message) });
  }
}

@Injectable()
export class RideEventHandlers {
  constructor(private readonly notifications: NotificationService) {}

  @OnEvent('rider.ride_requested', RideEvent)
  async requested(message: RideEvent, event: EventEnvelope): Promise<void> {
    await this.tell('rider.ride_requested', message, event);
  }

  @OnEvent('rider.ride_reopened', RideEvent)
  async reopened(message: RideEvent, event: EventEnvelope): Promise<void> {
    await this.tell('rider.ride_reopened', message, event);
  }

  @OnEvent('rider.ride_cancelled', RideEvent)
  async cancelled(message: RideEvent, event: EventEnvelope): Promise<void> {
    await this.tell('rider.ride_cancelled', message, event);
  }

  @OnEvent('rider.ride_expired', RideEvent)
  async expired(message: RideEvent, event: EventEnvelope): Promise<void> {
    await this.tell('rider.ride_expired', message, event);
  }

  private tell(type: RideEventType, message: RideEvent, event: EventEnvelope): Promise<void> {
    return this.notifications.tell(event, { type, time: event.time, ride: toRideFacts(message) });
  }
}

@Injectable()
export class DriverEventHandlers {
  constructor(private readonly notifications: NotificationService) {}

  @OnEvent('driver.approved', DriverEvent)
  async approved(message: DriverEvent, event: EventEnvelope): Promise<void> {
    await this.notifications.tell(event, { type: 'driver.approved', time: event.time, driver: toDriverFacts(message) });
  }

  @OnEvent('driver.suspended', DriverEvent)
  async suspended(message: DriverEvent, event: EventEnvelope): Promise<void> {
    await this.notifications.tell(event, {
      type: 'driver.suspended',
      time: event.time,
      driver: toDriverFacts(message),
    });
  }
}
