// Words of a driver off duty, in every language.
import type { Catalogue } from '../text/text';
import { en, type DriverText } from './driver.text.en';
import { es } from './driver.text.es';
import { hi } from './driver.text.hi';
import { ko } from './driver.text.ko';

export const driverText: Catalogue<DriverText> = { en, es, hi, ko };
