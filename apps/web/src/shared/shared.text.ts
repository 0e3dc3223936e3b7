// Words of the page that a share link opens.
import type { Catalogue } from '../text/text';

const en = {
  title: 'A trip, live',
  scheduled: (driver: string) => `${driver} is on the way to the pickup`,
  arrived: (driver: string) => `${driver} is at the pickup`,
  active: 'On the way to the destination',
  over: 'This trip is over',
  overAbout: 'The link shows a trip until it ends. This one has ended, or sharing was stopped.',
  pickup: 'Pickup',
  arrival: 'Arrival',
  about: (time: string) => `about ${time}`,
  car: 'Car',
  plate: 'Plate',
  map: 'Map of the trip: car, pickup and destination',
  seen: (ago: string) => `Car seen ${ago}`,
  unseen: 'The car has not told its position yet',
};
export type SharedText = typeof en;

const es: SharedText = {
  title: 'Un viaje en directo',
  scheduled: (driver) => `${driver} va camino de la recogida`,
  arrived: (driver) => `${driver} está en la recogida`,
  active: 'Camino del destino',
  over: 'Este viaje ha terminado',
  overAbout: 'El enlace muestra un viaje hasta que termina. Este ha terminado o ya no se comparte.',
  pickup: 'Recogida',
  arrival: 'Llegada',
  about: (time) => `hacia las ${time}`,
  car: 'Coche',
  plate: 'Matrícula',
  map: 'Mapa del viaje: coche, recogida y destino',
  seen: (ago) => `Coche visto ${ago}`,
  unseen: 'El coche aún no ha indicado su posición',
};

const hi: SharedText = {
  title: 'लाइव यात्रा',
  scheduled: (driver) => `${driver} पिकअप की ओर आ रहे हैं`,
  arrived: (driver) => `${driver} पिकअप पर हैं`,
  active: 'गंतव्य की ओर',
  over: 'यह यात्रा समाप्त हो गई',
  overAbout: 'लिंक यात्रा समाप्त होने तक दिखाता है। यह समाप्त हो गई या साझा करना बंद कर दिया गया।',
  pickup: 'पिकअप',
  arrival: 'आगमन',
  about: (time) => `लगभग ${time}`,
  car: 'कार',
  plate: 'नंबर प्लेट',
  map: 'यात्रा का नक्शा: कार, पिकअप और गंतव्य',
  seen: (ago) => `कार ${ago} दिखी`,
  unseen: 'कार ने अभी अपनी जगह नहीं बताई है',
};

const ko: SharedText = {
  title: '실시간 이동',
  scheduled: (driver) => `${driver} 님이 승차 지점으로 가는 중`,
  arrived: (driver) => `${driver} 님이 승차 지점에 있습니다`,
  active: '목적지로 이동 중',
  over: '이동이 끝났습니다',
  overAbout: '링크는 이동이 끝날 때까지만 보여 줍니다. 이동이 끝났거나 공유가 중지되었습니다.',
  pickup: '승차',
  arrival: '도착',
  about: (time) => `약 ${time}`,
  car: '차량',
  plate: '차량 번호',
  map: '이동 지도: 차량, 승차 지점, 목적지',
  seen: (ago) => `차량 위치 ${ago}`,
  unseen: '차량 위치를 아직 알 수 없습니다',
};

export const sharedText: Catalogue<SharedText> = { en, es, hi, ko };
