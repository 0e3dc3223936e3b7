// The only personal data in the station service are operators' requests, which are kept and erased like in all
// services.
import { Injectable } from '@nestjs/common';
import { PersonalData } from '@lastmile/privacy';

@Injectable()
export class StationPersonalData extends PersonalData {
  readonly sections = [];
  readonly retention = [];

  erase(): Promise<number> {
    return Promise.resolve(0);
  }
}
