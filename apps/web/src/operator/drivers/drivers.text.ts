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
  review: 'May drive',
  approve: 'Approve',
  reject: 'Reject',
  suspend: 'Suspend',
  suspendSure: 'Stop this person from driving?',
  suspendEffect: 'Offers lapse and riders who wait for the car are matched anew. Riders aboard are brought home.',
  reason: 'Reason',
  reasonHint: 'The driver is told.',
  keep: 'Back',
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
  review: 'Puede conducir',
  approve: 'Aprobar',
  reject: 'Rechazar',
  suspend: 'Suspender',
  suspendSure: '¿Esta persona no puede conducir?',
  suspendEffect:
    'Las ofertas caducan y a los pasajeros que esperan el coche se les busca otro. Los que van a bordo llegan a su destino.',
  reason: 'Motivo',
  reasonHint: 'Se le comunica al conductor.',
  keep: 'Volver',
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
  review: 'चलाने की अनुमति',
  approve: 'मंज़ूर करें',
  reject: 'नामंज़ूर करें',
  suspend: 'निलंबित करें',
  suspendSure: 'क्या यह व्यक्ति गाड़ी नहीं चला सकता?',
  suspendEffect:
    'प्रस्ताव समाप्त हो जाते हैं और कार का इंतज़ार करने वालों के लिए दूसरी कार खोजी जाती है। कार में बैठे यात्री मंज़िल तक पहुँचाए जाते हैं।',
  reason: 'कारण',
  reasonHint: 'ड्राइवर को बताया जाता है।',
  keep: 'वापस',
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
  review: '운행 승인',
  approve: '승인',
  reject: '거부',
  suspend: '정지',
  suspendSure: '이 사람의 운행을 막을까요?',
  suspendEffect: '제안은 만료되고 차를 기다리는 승객은 다시 배차됩니다. 타고 있는 승객은 목적지까지 갑니다.',
  reason: '사유',
  reasonHint: '운전자에게 전달됩니다.',
  keep: '뒤로',
};

export const driversText: Catalogue<DriversText> = { en, es, hi, ko };
