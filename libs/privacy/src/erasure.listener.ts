// Listens for erased accounts: the same in every service, whose PersonalData defines what is erased.
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
