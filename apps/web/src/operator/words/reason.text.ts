// Why a ride has no car yet: a few words for lists and charts, and a sentence for whoever asks.
import type { Ride } from '../../api/client';
import type { Catalogue } from '../../text/text';

export type WaitingReason = NonNullable<Ride['waitingReason']>;

interface Reason {
  readonly short: string;
  readonly long: string;
}
export type ReasonText = Readonly<Record<WaitingReason, Reason>>;

const en: ReasonText = {
  no_driver: { short: 'No driver', long: 'No driver on the way reaches the station in time.' },
  no_seat: { short: 'Cars full', long: 'Every car that comes in time is full.' },
  wait_too_long: { short: 'Wait too long', long: 'The rider would wait at the kerb longer than their limit.' },
  ride_too_long: { short: 'Ride too long', long: 'The time in the car would be over the rider’s limit.' },
  detour_too_long: { short: 'Detour too long', long: 'The driver’s detour budget would be exceeded.' },
  breaks_promise: { short: 'Breaks a promise', long: 'A promise made to a rider already seated would be broken.' },
  no_wheelchair_place: { short: 'No wheelchair place', long: 'No car in time has a free wheelchair place.' },
  drivers_excluded: { short: 'Drivers declined', long: 'All possible drivers declined, or were declined before.' },
  better_with_another_driver: {
    short: 'Planned with another',
    long: 'Planned with another driver, who is asked when near.',
  },
  outranked: { short: 'Others first', long: 'The seats went to riders of higher priority.' },
};

const es: ReasonText = {
  no_driver: { short: 'Sin conductor', long: 'Ningún conductor en marcha llega a la estación a tiempo.' },
  no_seat: { short: 'Coches llenos', long: 'Todos los coches que llegan a tiempo están llenos.' },
  wait_too_long: { short: 'Espera larga', long: 'El pasajero esperaría en la acera más que su límite.' },
  ride_too_long: { short: 'Trayecto largo', long: 'El tiempo en el coche superaría el límite del pasajero.' },
  detour_too_long: { short: 'Desvío largo', long: 'Se superaría el desvío que acepta el conductor.' },
  breaks_promise: { short: 'Rompe una promesa', long: 'Se rompería una promesa hecha a un pasajero ya asignado.' },
  no_wheelchair_place: {
    short: 'Sin plaza para silla',
    long: 'Ningún coche a tiempo tiene una plaza libre para silla de ruedas.',
  },
  drivers_excluded: { short: 'Rechazado', long: 'Todos los conductores posibles rechazaron o fueron rechazados.' },
  better_with_another_driver: {
    short: 'Previsto con otro',
    long: 'Previsto con otro conductor, a quien se pregunta cuando esté cerca.',
  },
  outranked: { short: 'Otros antes', long: 'Las plazas fueron para pasajeros con más prioridad.' },
};

const hi: ReasonText = {
  no_driver: { short: 'ड्राइवर नहीं', long: 'रास्ते में कोई ड्राइवर समय पर स्टेशन नहीं पहुँचता।' },
  no_seat: { short: 'कारें भरी हैं', long: 'समय पर आने वाली हर कार भरी है।' },
  wait_too_long: { short: 'लंबा इंतज़ार', long: 'यात्री को अपनी सीमा से ज़्यादा इंतज़ार करना पड़ेगा।' },
  ride_too_long: { short: 'लंबी यात्रा', long: 'कार में समय यात्री की सीमा से ज़्यादा होगा।' },
  detour_too_long: { short: 'लंबा घुमाव', long: 'ड्राइवर की घुमाव-सीमा पार हो जाएगी।' },
  breaks_promise: { short: 'वादा टूटेगा', long: 'पहले से बैठे यात्री से किया वादा टूट जाएगा।' },
  no_wheelchair_place: { short: 'व्हीलचेयर जगह नहीं', long: 'समय पर आने वाली किसी कार में व्हीलचेयर की जगह खाली नहीं है।' },
  drivers_excluded: { short: 'ड्राइवरों ने मना किया', long: 'सभी संभव ड्राइवरों ने मना किया या उन्हें पहले मना किया गया।' },
  better_with_another_driver: {
    short: 'दूसरे के साथ तय',
    long: 'दूसरे ड्राइवर के साथ योजना है, जिससे पास आने पर पूछा जाएगा।',
  },
  outranked: { short: 'दूसरे पहले', long: 'सीटें ज़्यादा प्राथमिकता वाले यात्रियों को मिलीं।' },
};

const ko: ReasonText = {
  no_driver: { short: '운전자 없음', long: '제시간에 역에 도착하는 운전자가 없습니다.' },
  no_seat: { short: '만석', long: '제시간에 오는 차량이 모두 만석입니다.' },
  wait_too_long: { short: '대기 시간 초과', long: '승객이 정한 한도보다 오래 기다려야 합니다.' },
  ride_too_long: { short: '탑승 시간 초과', long: '차량 탑승 시간이 승객의 한도를 넘습니다.' },
  detour_too_long: { short: '우회 초과', long: '운전자의 우회 한도를 넘습니다.' },
  breaks_promise: { short: '약속 위반', long: '이미 배정된 승객과의 약속을 어기게 됩니다.' },
  no_wheelchair_place: { short: '휠체어 자리 없음', long: '제시간에 오는 차량에 빈 휠체어 자리가 없습니다.' },
  drivers_excluded: { short: '운전자 거절', long: '가능한 운전자가 모두 거절했거나 거절되었습니다.' },
  better_with_another_driver: {
    short: '다른 운전자 예정',
    long: '다른 운전자와 계획되어 있으며 가까워지면 요청합니다.',
  },
  outranked: { short: '우선순위 밀림', long: '우선순위가 더 높은 승객에게 자리가 돌아갔습니다.' },
};

export const reasonText: Catalogue<ReasonText> = { en, es, hi, ko };
