// The station service holds nothing about people but what operators asked of it, which is kept and erased as everywhere.
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
