// Words of the operators' log.
import type { Catalogue } from '../../text/text';

const en = {
  personHint: 'The id of a person, trip or station',
  gone: 'Deleted account',
  refused: 'refused',
  done: 'done',
};
export type AuditText = typeof en;

const es: AuditText = {
  personHint: 'El identificador de una persona, un viaje o una estación',
  gone: 'Cuenta eliminada',
  refused: 'rechazado',
  done: 'hecho',
};

const hi: AuditText = {
  personHint: 'किसी व्यक्ति, यात्रा या स्टेशन की आईडी',
  gone: 'हटाया गया खाता',
  refused: 'अस्वीकृत',
  done: 'हो गया',
};

const ko: AuditText = {
  personHint: '사람, 이동 또는 역의 ID',
  gone: '삭제된 계정',
  refused: '거부됨',
  done: '완료',
};

export const auditText: Catalogue<AuditText> = { en, es, hi, ko };
