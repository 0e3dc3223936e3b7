// Words of a driver on duty, in every language.
import type { Catalogue } from '../../text/text';
import { en, type DutyText } from './duty.text.en';
import { es } from './duty.text.es';
import { hi } from './duty.text.hi';
import { ko } from './duty.text.ko';

export const dutyText: Catalogue<DutyText> = { en, es, hi, ko };
