// Finishes the routes of an erased driver: riders who were promised this car wait again; riders aboard are driven to
// their destination first.
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
    // The routes are read in batches of some hundred.
    return (await data.unfinished(person)).length === 0;
  }
}
