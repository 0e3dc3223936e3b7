// An erased driver's routes are finished: riders who are promised the car wait again, those aboard are driven to the end first.
import { Injectable } from '@nestjs/common';
import { isDomainError } from '@lastmile/errors';
import { PersonalData, Settling, type Person } from '@lastmile/privacy';
import { RouteService } from '../routes/route.service.js';
import { DriverPersonalData } from './personal-data.repository.js';

@Injectable()
export class DriverSettling extends Settling {
  constructor(
    private readonly data: PersonalData,
    private readonly routes: RouteService,
  ) {
    super();
  }

  async settle(person: Person): Promise<boolean> {
    const data = this.data as DriverPersonalData;
    for (const routeId of await data.unfinished(person)) {
      try {
        await this.routes.finishForErased(person.userId, routeId);
      } catch (error) {
        if (isDomainError(error) && error.reason === 'ROUTE_HAS_RIDERS') return false;
        throw error;
      }
    }
    // They are read some hundred at a time.
    return (await data.unfinished(person)).length === 0;
  }
}
