// Hears that an account is gone.
import { Injectable } from '@nestjs/common';
import { UserErased } from '@lastmile/contracts';
import { OnEvent } from '@lastmile/events';
import { Erasure } from '@lastmile/privacy';

@Injectable()
export class ErasureListener {
  constructor(private readonly erasure: Erasure) {}

  @OnEvent('user.erased', UserErased)
  erase(person: UserErased): Promise<void> {
    return this.erasure.begin(person);
  }
}
