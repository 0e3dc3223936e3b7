// Words of the drivers' pages.
import type { Catalogue } from '../../text/text';

const en = {
  since: 'Driver since',
  seats: 'Seats',
  seatCount: (count: number) => (count === 1 ? '1 seat' : `${count} seats`),
  wheelchairPlaces: 'Wheelchair places',
  routes: 'Routes',
  noRoutes: 'No routes yet',
  noTrips: 'No trips yet',
  towards: (destination: string) => `towards ${destination}`,
  detourBudget: 'Detour budget',
  autoAccept: 'Accepts by itself',
};
export type DriversText = typeof en;

const es: DriversText = {
  since: 'Conductor desde',
  seats: 'Plazas',
  seatCount: (count) => (count === 1 ? '1 plaza' : `${count} plazas`),
  wheelchairPlaces: 'Plazas para silla de ruedas',
  routes: 'Rutas',
  noRoutes: 'Aún no hay rutas',
  noTrips: 'Aún no hay viajes',
  towards: (destination) => `hacia ${destination}`,
  detourBudget: 'Desvío permitido',
  autoAccept: 'Acepta automáticamente',
};

const hi: DriversText = {
  since: 'कब से ड्राइवर',
  seats: 'सीटें',
  seatCount: (count) => `${count} सीटें`,
  wheelchairPlaces: 'व्हीलचेयर की जगहें',
  routes: 'मार्ग',
  noRoutes: 'अभी कोई मार्ग नहीं',
  noTrips: 'अभी कोई यात्रा नहीं',
  towards: (destination) => `${destination} की ओर`,
  detourBudget: 'घुमाव-सीमा',
  autoAccept: 'अपने-आप स्वीकार',
};

const ko: DriversText = {
  since: '운전자 등록일',
  seats: '좌석',
  seatCount: (count) => `${count}석`,
  wheelchairPlaces: '휠체어 자리',
  routes: '경로',
  noRoutes: '아직 경로가 없습니다',
  noTrips: '아직 운행이 없습니다',
  towards: (destination) => `${destination} 방면`,
  detourBudget: '우회 한도',
  autoAccept: '자동 수락',
};

export const driversText: Catalogue<DriversText> = { en, es, hi, ko };
