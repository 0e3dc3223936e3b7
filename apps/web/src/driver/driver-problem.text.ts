// What refuses a driver, in words with a way on; by the reason that the API gives.
import type { Catalogue } from '../text/text';

const en = {
  WRONG_PIN: (left: string) => `That is not the rider’s PIN. Attempts left: ${left}.`,
  PIN_LOCKED: () => 'Too many wrong PINs. Cancel this trip; the rider is offered another car.',
  PIN_EXPIRED: () => 'The PIN is no longer valid. Cancel this trip; the rider is offered another car.',
  TOO_EARLY: (time: string) => `Please wait for the rider a little longer, until ${time}.`,
  ROUTE_HAS_RIDERS: () => 'Riders are aboard or counting on you. Take them home first.',
  SEATS_IN_USE: () => 'Riders hold more seats than that.',
  TOO_MANY_SEATS: () => 'Your car does not have that many seats.',
  OFFER_EXPIRED: () => 'This offer has lapsed.',
  ROUTE_ALREADY_STARTED: () => 'You are already on another route. Finish it first.',
  ROUTE_STARTED: () => 'Riders were told this car: finish your route first.',
  ILLEGAL_TRANSITION: () => 'This has changed in the meantime. Look at the list again.',
  STEP_PENDING: () => 'Another change of your route is on its way. Try again in a moment.',
  DRIVER_NOT_APPROVED: () => 'You may not start a route: an operator has to approve you.',
  OFF_DUTY: () => 'Your route is over, so your position is not sent any more.',
  ALREADY_RATED: () => 'You have rated this rider before.',
};
export type DriverProblemText = typeof en;

const es: DriverProblemText = {
  WRONG_PIN: (left) => `No es el PIN del pasajero. Intentos restantes: ${left}.`,
  PIN_LOCKED: () => 'Demasiados PIN erróneos. Cancela este viaje; al pasajero se le ofrecerá otro coche.',
  PIN_EXPIRED: () => 'El PIN ya no es válido. Cancela este viaje; al pasajero se le ofrecerá otro coche.',
  TOO_EARLY: (time) => `Espera al pasajero un poco más, hasta las ${time}.`,
  ROUTE_HAS_RIDERS: () => 'Hay pasajeros a bordo o que cuentan contigo. Llévalos primero.',
  SEATS_IN_USE: () => 'Los pasajeros ocupan más plazas que esas.',
  TOO_MANY_SEATS: () => 'Tu coche no tiene tantas plazas.',
  OFFER_EXPIRED: () => 'Esta oferta ha caducado.',
  ROUTE_ALREADY_STARTED: () => 'Ya estás en otra ruta. Termínala primero.',
  ROUTE_STARTED: () => 'Los pasajeros esperan este coche: termina primero tu ruta.',
  ILLEGAL_TRANSITION: () => 'Esto ha cambiado mientras tanto. Vuelve a mirar la lista.',
  STEP_PENDING: () => 'Otro cambio de tu ruta está en curso. Inténtalo de nuevo en un momento.',
  DRIVER_NOT_APPROVED: () => 'No puedes iniciar una ruta: un operador tiene que aprobarte.',
  OFF_DUTY: () => 'Tu ruta ha terminado, así que ya no se envía tu posición.',
  ALREADY_RATED: () => 'Ya has valorado a este pasajero.',
};

const hi: DriverProblemText = {
  WRONG_PIN: (left) => `यह यात्री का PIN नहीं है। बचे हुए प्रयास: ${left}।`,
  PIN_LOCKED: () => 'बहुत बार ग़लत PIN। यह यात्रा रद्द करें; यात्री को दूसरी कार मिलेगी।',
  PIN_EXPIRED: () => 'PIN अब मान्य नहीं है। यह यात्रा रद्द करें; यात्री को दूसरी कार मिलेगी।',
  TOO_EARLY: (time) => `कृपया ${time} तक यात्री की प्रतीक्षा करें।`,
  ROUTE_HAS_RIDERS: () => 'यात्री कार में हैं या आपके भरोसे हैं। पहले उन्हें पहुँचाएँ।',
  SEATS_IN_USE: () => 'यात्रियों के पास इससे अधिक सीटें हैं।',
  TOO_MANY_SEATS: () => 'आपकी कार में इतनी सीटें नहीं हैं।',
  OFFER_EXPIRED: () => 'इस प्रस्ताव का समय बीत गया।',
  ROUTE_ALREADY_STARTED: () => 'आप पहले से दूसरे मार्ग पर हैं। पहले उसे समाप्त करें।',
  ROUTE_STARTED: () => 'यात्रियों को यही कार बताई गई है: पहले अपना मार्ग समाप्त करें।',
  ILLEGAL_TRANSITION: () => 'इस बीच यह बदल गया है। सूची फिर से देखें।',
  STEP_PENDING: () => 'आपके मार्ग में एक और बदलाव हो रहा है। थोड़ी देर में फिर कोशिश करें।',
  DRIVER_NOT_APPROVED: () => 'आप मार्ग शुरू नहीं कर सकते: संचालक की मंज़ूरी चाहिए।',
  OFF_DUTY: () => 'आपका मार्ग समाप्त है, इसलिए आपकी स्थिति अब नहीं भेजी जाती।',
  ALREADY_RATED: () => 'आप इस यात्री को पहले ही रेटिंग दे चुके हैं।',
};

const ko: DriverProblemText = {
  WRONG_PIN: (left) => `승객의 PIN이 아닙니다. 남은 횟수: ${left}회.`,
  PIN_LOCKED: () => 'PIN을 너무 많이 틀렸습니다. 운행을 취소하면 승객에게 다른 차가 배정됩니다.',
  PIN_EXPIRED: () => 'PIN이 만료되었습니다. 운행을 취소하면 승객에게 다른 차가 배정됩니다.',
  TOO_EARLY: (time) => `${time}까지 승객을 조금 더 기다려 주세요.`,
  ROUTE_HAS_RIDERS: () => '타고 있거나 기다리는 승객이 있습니다. 먼저 모셔다 드리세요.',
  SEATS_IN_USE: () => '승객이 쓰는 좌석이 그보다 많습니다.',
  TOO_MANY_SEATS: () => '차량에 그만큼의 좌석이 없습니다.',
  OFFER_EXPIRED: () => '이 요청은 만료되었습니다.',
  ROUTE_ALREADY_STARTED: () => '이미 다른 경로를 운행 중입니다. 먼저 종료하세요.',
  ROUTE_STARTED: () => '승객에게 이 차량이 안내되었습니다. 먼저 경로를 종료하세요.',
  ILLEGAL_TRANSITION: () => '그사이 상태가 바뀌었습니다. 목록을 다시 확인하세요.',
  STEP_PENDING: () => '경로의 다른 변경이 진행 중입니다. 잠시 후 다시 시도하세요.',
  DRIVER_NOT_APPROVED: () => '경로를 시작할 수 없습니다. 운영자의 승인이 필요합니다.',
  OFF_DUTY: () => '경로가 끝나 위치를 더 이상 보내지 않습니다.',
  ALREADY_RATED: () => '이미 평가한 승객입니다.',
};

export const driverProblemText: Catalogue<DriverProblemText> = { en, es, hi, ko };
