// The ledger itself ends nothing: the rider and driver services close the ride and the route, which ends the trips.
import { Injectable } from '@nestjs/common';
import { PersonalData, Settling, type Person } from '@lastmile/privacy';
import { TripPersonalData } from './personal-data.repository.js';

@Injectable()
export class TripSettling extends Settling {
  constructor(private readonly data: PersonalData) {
    super();
  }

  async settle(person: Person): Promise<boolean> {
    return !(await (this.data as TripPersonalData).isUnderWay(person));
  }
}
