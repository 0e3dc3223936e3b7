// Words of the rider's screens.
import type { Catalogue } from '../text/text';
import { en, type RiderText } from './words/en';
import { es } from './words/es';
import { hi } from './words/hi';
import { ko } from './words/ko';

export type { RiderText };
export const riderText: Catalogue<RiderText> = { en, es, hi, ko };
