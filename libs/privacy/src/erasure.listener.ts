// Hears that an account is gone: the same in every service, which says in its PersonalData what it erases.
import { Injectable } from '@nestjs/common';
import { UserErased } from '@lastmile/contracts';
import { OnEvent } from '@lastmile/events';
import { Erasure } from './erasure.js';

@Injectable()
export class ErasureListener {
  constructor(private readonly erasure: Erasure) {}

  @OnEvent('user.erased', UserErased)
  erase(person: UserErased): Promise<void> {
    return this.erasure.begin(person);
  }
}
