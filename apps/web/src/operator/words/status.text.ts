// What the platform's states are called.
import type { Ride, Schemas, Trip } from '../../api/client';
import type { Catalogue } from '../../text/text';

export type RideStatus = NonNullable<Ride['status']>;
export type TripStatus = NonNullable<Trip['status']>;
export type RouteStatus = NonNullable<Schemas['Route']['status']>;
export type DriverStatus = NonNullable<Schemas['Driver']['status']>;
export type StopStatus = NonNullable<Schemas['Route']['stops'][number]['pickupStatus']>;
export type Party = NonNullable<Trip['endedBy']>;

export interface StatusText {
  readonly ride: Readonly<Record<RideStatus, string>>;
  readonly trip: Readonly<Record<TripStatus, string>>;
  readonly route: Readonly<Record<RouteStatus, string>>;
  readonly driver: Readonly<Record<DriverStatus, string>>;
  readonly stop: Readonly<Record<StopStatus, string>>;
  readonly party: Readonly<Record<Party, string>>;
}

const en: StatusText = {
  ride: {
    ...{ waiting: 'Waiting', offered: 'Offered to a driver', scheduled: 'Car on the way', arrived: 'Car at the kerb' },
    ...{ active: 'In the car', completed: 'Completed', cancelled: 'Cancelled', expired: 'Not served' },
    no_show: 'No-show',
  },
  trip: {
    ...{ offered: 'Offered', scheduled: 'Car on the way', arrived: 'Car at the kerb', active: 'In the car' },
    ...{ completed: 'Completed', declined: 'Declined', expired: 'Offer expired', cancelled: 'Cancelled' },
    no_show: 'No-show',
  },
  route: {
    ...{ registered: 'Planned', starting: 'Starting', started: 'On the way' },
    ...{ finishing: 'Finishing', finished: 'Finished' },
  },
  driver: { pending: 'To be approved', approved: 'Approved', suspended: 'Suspended' },
  stop: { ahead: 'Ahead', arrived: 'At the station', departed: 'Departed', skipped: 'Skipped' },
  party: { rider: 'Rider', driver: 'Driver', operator: 'Operator', platform: 'Platform' },
};

const es: StatusText = {
  ride: {
    ...{ waiting: 'En espera', offered: 'Ofrecida a un conductor', scheduled: 'Coche en camino' },
    ...{ arrived: 'Coche esperando', active: 'En el coche', completed: 'Completada', cancelled: 'Cancelada' },
    ...{ expired: 'No atendida', no_show: 'No se presentó' },
  },
  trip: {
    ...{ offered: 'Ofrecido', scheduled: 'Coche en camino', arrived: 'Coche esperando', active: 'En el coche' },
    ...{ completed: 'Completado', declined: 'Rechazado', expired: 'Oferta caducada', cancelled: 'Cancelado' },
    no_show: 'No se presentó',
  },
  route: {
    ...{ registered: 'Planificada', starting: 'Arrancando', started: 'En marcha' },
    ...{ finishing: 'Terminando', finished: 'Terminada' },
  },
  driver: { pending: 'Por aprobar', approved: 'Aprobado', suspended: 'Suspendido' },
  stop: { ahead: 'Por delante', arrived: 'En la estación', departed: 'Salió', skipped: 'Omitida' },
  party: { rider: 'Pasajero', driver: 'Conductor', operator: 'Operador', platform: 'Plataforma' },
};

const hi: StatusText = {
  ride: {
    ...{ waiting: 'प्रतीक्षा में', offered: 'ड्राइवर से पूछा गया', scheduled: 'कार रास्ते में', arrived: 'कार पहुँच गई' },
    ...{ active: 'कार में', completed: 'पूरा', cancelled: 'रद्द', expired: 'कार नहीं मिली', no_show: 'नहीं आए' },
  },
  trip: {
    ...{ offered: 'प्रस्तावित', scheduled: 'कार रास्ते में', arrived: 'कार पहुँच गई', active: 'कार में' },
    ...{ completed: 'पूरी', declined: 'अस्वीकृत', expired: 'प्रस्ताव समाप्त', cancelled: 'रद्द', no_show: 'नहीं आए' },
  },
  route: {
    ...{ registered: 'नियोजित', starting: 'शुरू हो रहा है', started: 'रास्ते में' },
    ...{ finishing: 'समाप्त हो रहा है', finished: 'समाप्त' },
  },
  driver: { pending: 'मंज़ूरी बाकी', approved: 'मंज़ूर', suspended: 'निलंबित' },
  stop: { ahead: 'आगे', arrived: 'स्टेशन पर', departed: 'निकल गए', skipped: 'छोड़ा गया' },
  party: { rider: 'यात्री', driver: 'ड्राइवर', operator: 'संचालक', platform: 'प्लेटफ़ॉर्म' },
};

const ko: StatusText = {
  ride: {
    ...{ waiting: '대기 중', offered: '운전자에게 제안됨', scheduled: '차량 이동 중', arrived: '차량 도착' },
    ...{
      active: '탑승 중',
      completed: '완료',
      cancelled: '취소됨',
      expired: '배차되지 않음',
      no_show: '나타나지 않음',
    },
  },
  trip: {
    ...{ offered: '제안됨', scheduled: '차량 이동 중', arrived: '차량 도착', active: '탑승 중', completed: '완료' },
    ...{ declined: '거절됨', expired: '제안 만료', cancelled: '취소됨', no_show: '나타나지 않음' },
  },
  route: { registered: '예정', starting: '시작 중', started: '운행 중', finishing: '종료 중', finished: '종료' },
  driver: { pending: '승인 대기', approved: '승인됨', suspended: '정지됨' },
  stop: { ahead: '가는 중', arrived: '역 도착', departed: '출발함', skipped: '건너뜀' },
  party: { rider: '승객', driver: '운전자', operator: '운영자', platform: '플랫폼' },
};

export const statusText: Catalogue<StatusText> = { en, es, hi, ko };
